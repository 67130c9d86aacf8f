"""The page as its readers will see it, and what becomes of it: publish, correct, withdraw."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.privacy.disclosure import Floor
from fieldlog.errors import Conflict, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import publications
from fieldlog.operations.publications import House
from fieldlog.render.words import NOTICES
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, config, now, pack, store
from fieldlog.web.public.pages import sheet
from fieldlog.web.public.routes import address_of
from fieldlog.web.summaries.blueprint import Page, blueprint, open_page, refused
from fieldlog.web.summaries.forms import WithdrawForm, blame


@blueprint.get("/<uuid:summary_id>/page")
@needs("see_summaries")
def show_page(summary_id: UUID) -> Page:
    """A preview, or what was published and where."""
    return _show(summary_id, WithdrawForm(formdata=None))


@blueprint.post("/<uuid:summary_id>/publish")
@needs("publish_summary")
def publish(summary_id: UUID) -> Response:
    """Out it goes."""
    try:
        publications.publish_summary(store(), actor(), str(summary_id), house=house(), now=now())
    except Conflict as error:
        return refused(error, "summaries.show_page", summary_id)
    flash(_("Published. Nobody finds the page by searching; share its address or the code."))
    return redirect(url_for("summaries.show_page", summary_id=summary_id))


@blueprint.post("/<uuid:summary_id>/correct")
@needs("compose_summary")
def correct(summary_id: UUID) -> Response:
    """A new draft that starts from the published one."""
    try:
        draft = publications.start_correction(store(), actor(), str(summary_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.show_page", summary_id)
    flash(_("Change what was wrong. The old page stays until the correction is published."))
    return redirect(url_for("summaries.compose", summary_id=draft.summary_id))


@blueprint.post("/<uuid:summary_id>/withdraw")
@needs("publish_summary")
def withdraw(summary_id: UUID) -> Page:
    """A plain notice in its place."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            publications.withdraw_publication(
                store(), actor(), str(summary_id), notice=form.notice.data or "", now=now()
            )
            flash(_("Withdrawn. Whoever opens the address reads why."))
            return redirect(url_for("summaries.show_page", summary_id=summary_id))
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            return refused(error, "summaries.show_page", summary_id)
    return _show(summary_id, form, 422)


def house() -> House:
    """Who speaks, and the floor for the outside."""
    return House(config().agency, pack(), Floor.outside(config().outside_floor))


def _show(summary_id: UUID, form: WithdrawForm, status: int = 200) -> Page:
    page = open_page(summary_id)
    publication = page.desk.publication
    snapshot = (
        publication.snapshot
        if publication
        else publications.preview(store(), actor(), str(summary_id), house=house(), now=now())
    )
    shown = render_template(
        "summaries/page.html",
        page=page,
        sheet=sheet(snapshot),
        publication=publication,
        address=address_of(publication.slug) if publication else "",
        form=form,
        notices=NOTICES,
    )
    return shown, status
