"""The first page at a desk."""

from __future__ import annotations

from flask import Blueprint, render_template

from fieldlog.operations.desk import desk_facts
from fieldlog.render.words import period_words
from fieldlog.web.guards import signed_in
from fieldlog.web.login import actor, now, store

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_app_template_filter(period_words)


@blueprint.get("/")
@signed_in
def home() -> str:
    """One card for each role that the person holds."""
    facts = desk_facts(store(), actor(), now=now())
    return render_template("desk/home.html", facts=facts, roles=actor().roles)
