"""The first page at a desk."""

from __future__ import annotations

from flask import Blueprint, render_template

from fieldlog.operations.desk import desk_facts
from fieldlog.web.guards import signed_in
from fieldlog.web.login import actor, store

blueprint = Blueprint("desk", __name__, url_prefix="/desk")


@blueprint.get("/")
@signed_in
def home() -> str:
    """One card for each role that the person holds."""
    return render_template("desk/home.html", facts=desk_facts(store(), actor()), roles=actor().roles)
