"""The approver's eyes: one line at a time, its sources beneath, cleared or returned."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.errors import Conflict, Forbidden, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import share_lines, summaries
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, pack, store
from fieldlog.web.summaries.blueprint import Page, blueprint, open_page, refused
from fieldlog.web.summaries.forms import ClearForm, ReturnForm, blame
from fieldlog.web.summaries.pages import DeskPage, LineCard


@blueprint.get("/<uuid:summary_id>/review")
@needs("review_summary")
def start_review(summary_id: UUID) -> Page:
    """On to the next line that waits; when none does, what comes then."""
    page = open_page(summary_id)
    if page.summary.state not in {"in_review", "approved"}:
        return redirect(url_for("summaries.show_page", summary_id=summary_id))
    card = page.next_waiting
    if card is not None:
        target = url_for(
            "summaries.review_line", summary_id=summary_id, line_id=card.line.line_id, done=request.args.get("done")
        )
        return redirect(target)
    return render_template("summaries/reviewed.html", page=page, done=_done(page))


@blueprint.get("/<uuid:summary_id>/review/<uuid:line_id>")
@needs("review_summary")
def review_line(summary_id: UUID, line_id: UUID) -> Page:
    """One line, large, with what it rests on."""
    page = open_page(summary_id)
    card = page.line(str(line_id))
    if card is None or page.summary.state not in {"in_review", "approved"}:
        return redirect(url_for("summaries.start_review", summary_id=summary_id))
    return _show(page, card)


@blueprint.post("/<uuid:summary_id>/review/<uuid:line_id>/clear")
@needs("review_summary")
def clear_line(summary_id: UUID, line_id: UUID) -> Page:
    """It may leave. The page that follows offers to undo it."""
    form = ClearForm(whys=_whys())
    if form.validate_on_submit():
        try:
            share_lines.clear_line(
                store(),
                actor(),
                str(summary_id),
                str(line_id),
                wording=number(form.wording.data),
                looked_for=form.looked_for.data or (),
                whys=form.whys,
                pack=pack(),
                reason=form.thin_reason.data or "",
                now=now(),
            )
            return _next(summary_id, line_id)
        except (Invalid, Conflict, Forbidden) as error:
            if error.code == "forbidden":
                raise
            blame(form, error)
            if error.code.startswith("finding_") and error.field:
                form.finding_errors[error.field] = _(error.words)
    return _again(summary_id, line_id, clear=form)


@blueprint.post("/<uuid:summary_id>/review/<uuid:line_id>/return")
@needs("review_summary")
def return_line(summary_id: UUID, line_id: UUID) -> Page:
    """Back to its writers."""
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            share_lines.return_line(
                store(),
                actor(),
                str(summary_id),
                str(line_id),
                wording=number(form.wording.data),
                reason=form.reason.data or "",
                now=now(),
            )
            return _next(summary_id, line_id)
        except (Invalid, Conflict) as error:
            blame(form, error)
    return _again(summary_id, line_id, give_back=form)


@blueprint.post("/<uuid:summary_id>/review/<uuid:line_id>/undo")
@needs("review_summary")
def unreview_line(summary_id: UUID, line_id: UUID) -> Response:
    """As if it had not been looked at yet."""
    try:
        share_lines.unreview_line(store(), actor(), str(summary_id), str(line_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.start_review", summary_id)
    return redirect(url_for("summaries.review_line", summary_id=summary_id, line_id=line_id))


@blueprint.post("/<uuid:summary_id>/approve")
@needs("review_summary")
def approve(summary_id: UUID) -> Response:
    """Every line is cleared."""
    try:
        summaries.approve_summary(store(), actor(), str(summary_id), pack=pack(), now=now())
    except Conflict as error:
        return refused(error, "summaries.start_review", summary_id)
    flash(_("Approved. Look at the page once more as its readers will see it, then publish it."))
    return redirect(url_for("summaries.show_page", summary_id=summary_id))


def _show(
    page: DeskPage,
    card: LineCard,
    clear: ClearForm | None = None,
    give_back: ReturnForm | None = None,
    status: int = 200,
) -> Page:
    shown = render_template(
        "summaries/review.html",
        page=page,
        card=card,
        clear=clear or ClearForm(formdata=None),
        give_back=give_back or ReturnForm(formdata=None),
        done=_done(page),
    )
    return shown, status


def _again(
    summary_id: UUID, line_id: UUID, clear: ClearForm | None = None, give_back: ReturnForm | None = None
) -> Page:
    """The same line with what was refused. A changed wording is shown as it is now, and has to be read anew."""
    page = open_page(summary_id)
    card = page.line(str(line_id))
    if card is None:
        return redirect(url_for("summaries.start_review", summary_id=summary_id))
    return _show(page, card, clear, give_back, status=422)


def _next(summary_id: UUID, line_id: UUID) -> Response:
    return redirect(url_for("summaries.start_review", summary_id=summary_id, done=line_id))


def _done(page: DeskPage) -> LineCard | None:
    """The line that was just cleared or returned: it can be undone."""
    done = page.line(request.args.get("done", ""))
    return done if done is not None and done.line.review != "waiting" else None


def _whys() -> dict[str, str]:
    """Which findings may stay, by their ticks, each with what was written beside it."""
    return {key: request.form.get(f"why-{key}", "") for key in request.form.getlist("may_stay")}


def number(text: str | None) -> int:
    """The wording that a form names; 0, which none has, when it can't be read."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
