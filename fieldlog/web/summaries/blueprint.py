"""The blueprint of the summaries, and what its modules share."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from fieldlog.errors import Conflict, FieldlogError, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import summaries
from fieldlog.web.login import actor, pack, packs, store
from fieldlog.web.summaries.pages import DeskPage, desk_page

blueprint = Blueprint("summaries", __name__, url_prefix="/summaries")

Page = Response | str | tuple[str, int]


def open_page(summary_id: UUID) -> DeskPage:
    """The summary as this person may see it. Raises Forbidden, NotFound."""
    return desk_page(summaries.open_desk(store(), actor(), str(summary_id), pack=pack()), pack(), packs())


def refused(error: FieldlogError, endpoint: str, summary_id: UUID) -> Response:
    """Back to the page with plain words why. Raises what is not about the state of things or a short input."""
    if not isinstance(error, (Conflict, Invalid)):
        raise error
    flash(_(error.words), "error")
    return redirect(url_for(endpoint, summary_id=summary_id))
