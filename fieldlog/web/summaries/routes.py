"""The desk of an editor: which summaries there are, a new one, its lines, and sending it to review."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.permissions import can
from fieldlog.errors import Conflict, FieldlogError, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import summaries
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, pack, store
from fieldlog.web.summaries import lines, publishing, review, wall
from fieldlog.web.summaries.blueprint import Page, blueprint, open_page, refused
from fieldlog.web.summaries.forms import SummaryForm, blame
from fieldlog.web.summaries.lines import as_id, desk, line_form, unsaved
from fieldlog.web.summaries.pages import card as card_of

__all__ = ["blueprint", "lines", "publishing", "review", "wall"]


@blueprint.get("/")
@needs("see_summaries")
def list_summaries() -> str:
    """Every summary of the own areas."""
    cards = [card_of(item) for item in summaries.list_summaries(store(), actor())]
    return render_template(
        "summaries/list.html",
        cards=cards,
        may_compose=can(actor(), "compose_summary"),
        discarded=as_id(request.args.get("discarded", "")),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@needs("compose_summary")
def start_summary() -> Page:
    """Choose area, quarters and audience."""
    form = SummaryForm()
    areas = summaries.areas_to_compose(store(), actor())
    form.offer(areas, Quarter.of(now().date()))
    if not form.validate_on_submit():
        return render_template("summaries/new.html", form=form, areas=areas), 422 if form.is_submitted() else 200
    try:
        summary = summaries.start_summary(
            store(),
            actor(),
            unit_id=form.unit_id.data,
            period=Period(Quarter.parse(form.first_quarter.data), Quarter.parse(form.last_quarter.data)),
            audience=form.audience.data,
            now=now(),
        )
    except Invalid as error:
        blame(form, error)
        return render_template("summaries/new.html", form=form, areas=areas), error.status
    return redirect(url_for("summaries.compose", summary_id=summary.summary_id))


@blueprint.get("/<uuid:summary_id>")
@needs("see_summaries")
def open_summary(summary_id: UUID) -> Response:
    """To where this person's next step is."""
    desk = summaries.open_desk(store(), actor(), str(summary_id), pack=pack())
    if desk.summary.state == "in_review" and desk.may_review:
        return redirect(url_for("summaries.start_review", summary_id=summary_id))
    if desk.summary.state in {"draft", "in_review"} and desk.may_compose:
        return redirect(url_for("summaries.compose", summary_id=summary_id))
    return redirect(url_for("summaries.show_page", summary_id=summary_id))


@blueprint.post("/<uuid:summary_id>/send")
@needs("compose_summary")
def send_to_review(summary_id: UUID) -> Page:
    """Ask a second person to look. What was typed and is not on the page yet is kept and shown."""
    page = open_page(summary_id)
    card = page.line(request.form.get("line_id", ""))
    form = line_form(page, card)
    if page.summary.state == "draft" and "words" in request.form and unsaved(form, page, card):
        blame(form, Conflict("line_unsaved", field="words"))
        return desk(page, form, card, status=409)
    try:
        summaries.send_to_review(store(), actor(), str(summary_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.compose", summary_id)
    flash(_("Sent to review. Somebody who did not write it will look at every line."))
    return redirect(url_for("summaries.compose", summary_id=summary_id))


@blueprint.get("/<uuid:summary_id>/send")
@blueprint.get("/<uuid:summary_id>/lines/<uuid:line_id>/replace")
@needs("compose_summary")
def back_to_compose(summary_id: UUID, line_id: UUID | None = None) -> Response:
    """The address that a refused button leaves behind, opened by itself: the page that the button is on."""
    open_page(summary_id)
    return redirect(url_for("summaries.compose", summary_id=summary_id))


@blueprint.post("/<uuid:summary_id>/discard")
@needs("compose_summary")
def discard(summary_id: UUID) -> Page:
    """Throw a draft away; the list that it leads to offers to undo it."""
    try:
        summaries.discard_summary(store(), actor(), str(summary_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.compose", summary_id)
    return redirect(url_for("summaries.list_summaries", discarded=summary_id))


@blueprint.post("/<uuid:summary_id>/bring-back")
@needs("compose_summary")
def bring_back(summary_id: UUID) -> Page:
    """The undo of throwing it away."""
    summaries.bring_back(store(), actor(), str(summary_id), now=now())
    flash(_("The draft is back."))
    return redirect(url_for("summaries.compose", summary_id=summary_id))


@blueprint.post("/<uuid:summary_id>/take-back")
@needs("compose_summary")
def take_back(summary_id: UUID) -> Page:
    """The undo of sending."""
    try:
        summaries.take_back(store(), actor(), str(summary_id), now=now())
    except FieldlogError as error:
        return refused(error, "summaries.compose", summary_id)
    flash(_("It is a draft again."))
    return redirect(url_for("summaries.compose", summary_id=summary_id))
