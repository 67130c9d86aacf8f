"""Where I am signed in; and, for the office, which phones hold entries that are not here yet."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.permissions import can
from fieldlog.errors import Invalid
from fieldlog.i18n import gettext as _
from fieldlog.i18n import ngettext
from fieldlog.operations import gaps, sessions, set_aside
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, packs, seal_keys, store, who
from fieldlog.web.people.pages import phone_rows
from fieldlog.web.phones.forms import SeenForm
from fieldlog.web.phones.pages import gap_cards

blueprint = Blueprint("phones", __name__, url_prefix="/phones")


@blueprint.get("/")
@needs("manage_own_sessions")
def list_phones() -> str:
    """Each browser with its last contact, this one marked."""
    own = sessions.own_sessions(store(), actor(), now=now())
    return render_template("phones/list.html", phones=phone_rows(own, now(), who().session.session_id))


@blueprint.post("/<uuid:session_id>/revoke")
@needs("manage_own_sessions")
def revoke_phone(session_id: UUID) -> Response:
    """Sign out one of them from here."""
    sessions.revoke_own_session(store(), actor(), str(session_id), now=now())
    flash(_("Signed out there. At its next contact it clears what was sent; what was not sent yet stays on it."))
    return redirect(url_for("phones.list_phones"))


@blueprint.get("/gaps")
@needs("see_sync_gaps")
def list_gaps() -> str:
    """What phones have made and the server doesn't have: counts, never content."""
    cards = gap_cards(gaps.sync_gaps(store(), actor()), now())
    return render_template(
        "phones/gaps.html", cards=cards, form=SeenForm(), may_release=can(actor(), "release_quarantine")
    )


@blueprint.post("/gaps/<uuid:person_id>/release")
@needs("release_quarantine")
def release(person_id: UUID) -> Response:
    """Try again to store what was set aside from this person's phones."""
    done = gaps.release_quarantined(store(), actor(), str(person_id), packs(), opener=seal_keys(), now=now())
    let_in = ngettext("{n} was let in.", "{n} were let in.", done.let_in).format(n=done.let_in)
    left = ngettext("{n} stays set aside, word for word.", "{n} stay set aside, word for word.", done.left)
    flash(" ".join([let_in, left.format(n=done.left)] if done.left else [let_in]))
    return redirect(url_for("phones.list_gaps"))


@blueprint.post("/gaps/<uuid:person_id>/seen")
@needs("release_quarantine")
def mark_seen(person_id: UUID) -> Response:
    """Nothing more is to be done about what is set aside; the page it leads to offers to undo that."""
    try:
        set_aside.mark_seen(store(), actor(), str(person_id), SeenForm().why.data or "", now=now())
    except Invalid as error:
        flash(_(error.words), "error")
    return redirect(url_for("phones.list_gaps"))


@blueprint.post("/gaps/<uuid:person_id>/count-again")
@needs("release_quarantine")
def count_again(person_id: UUID) -> Response:
    """The undo of it."""
    set_aside.count_again(store(), actor(), str(person_id), now=now())
    return redirect(url_for("phones.list_gaps"))
