"""See, change and undo the agency's lists. Nobody but an admin ever sees an entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.agency_list import AgencyList
from fieldlog.errors import Conflict, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import agency_lists
from fieldlog.web.agency_lists.forms import LISTS, ListForm
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, store

blueprint = Blueprint("agency_lists", __name__, url_prefix="/agency-lists")

Page = Response | str | tuple[str, int]


@dataclass(frozen=True)
class ListCard:
    """One list on the page."""

    kind: str
    name: str
    hint: str
    icon: str
    count: int
    changed: bool  # its last change can be undone
    opened: bool
    form: ListForm


@blueprint.get("/")
@needs("manage_agency_lists")
def show_lists() -> Page:
    """Every list with its count; the entries open one list at a time."""
    return _show()


@blueprint.post("/")
@needs("manage_agency_lists")
def save_list() -> Page:
    """One list, as it was pasted."""
    form = ListForm()
    kind = form.kind.data or ""
    if not form.validate():
        return _show(form, 422)
    try:
        added, removed = agency_lists.save_list(store(), actor(), kind, form.entries.data or "", now=now())
    except Invalid as error:
        if error.field is None:
            raise
        form.entries.errors = [_(error.words)]
        return _show(form, error.status)
    if added or removed:
        flash(_("Saved: {added} added, {removed} taken out.").format(added=added, removed=removed))
    else:
        flash(_("Nothing was changed."))
    return redirect(url_for("agency_lists.show_lists", open=kind, saved=kind if added or removed else None))


@blueprint.post("/undo")
@needs("manage_agency_lists")
def undo_list() -> Page:
    """The list as it was before its last change."""
    kind = request.form.get("kind", "")
    try:
        agency_lists.undo_list(store(), actor(), kind, now=now())
        flash(_("The list is as it was before."))
    except Conflict as error:
        flash(_(error.words), "error")
    return redirect(url_for("agency_lists.show_lists", open=kind))


def _show(refused: ListForm | None = None, status: int = 200) -> Page:
    kept = agency_lists.agency_lists(store(), actor())
    cards = [_card(kind, kept.get(kind), refused) for kind in LISTS]
    saved = request.args.get("saved", "")
    return render_template("agency_lists/lists.html", cards=cards, saved=saved if saved in LISTS else ""), status


def _card(kind: str, kept: AgencyList | None, refused: ListForm | None) -> ListCard:
    name, hint, icon = LISTS[kind]
    mine = refused is not None and refused.kind.data == kind
    form = refused if refused is not None and mine else ListForm(formdata=None, prefix="")
    entries = kept.entries if kept else ()
    if not mine:
        form.kind.data, form.entries.data = kind, "\n".join(entries)
    return ListCard(
        kind=kind,
        name=_(name),
        hint=_(hint),
        icon=icon,
        count=len(entries),
        changed=kept is not None and kept.entries != kept.before,
        opened=mine or request.args.get("open") == kind,
        form=form,
    )
