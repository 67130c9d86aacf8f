"""The stop screen. Open to all, since whoever needs it needs it now."""

from __future__ import annotations

from flask import Blueprint, render_template

from fieldlog.web.guards import open_to_all

blueprint = Blueprint("danger", __name__)


@blueprint.get("/danger")
@open_to_all
def stop_screen() -> str:
    """The agency's own numbers, and that logging is not reporting."""
    return render_template("danger/stop.html")
