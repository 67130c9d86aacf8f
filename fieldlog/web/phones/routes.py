"""Where I am signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from fieldlog.i18n import gettext as _
from fieldlog.operations import sessions
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, store, who
from fieldlog.web.people.pages import phone_rows

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
    flash(_("Signed out there. What was saved on it stays on it."))
    return redirect(url_for("phones.list_phones"))
