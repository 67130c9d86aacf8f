"""The first page at a desk."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template

from fieldlog.domain.observation import Filter
from fieldlog.operations.desk import desk_facts
from fieldlog.operations.observations import list_observations
from fieldlog.render.words import period_words
from fieldlog.web.guards import signed_in
from fieldlog.web.login import actor, now, packs, store
from fieldlog.web.observations.pages import Card, list_page

NEWEST = 3

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_app_template_filter(period_words)


@blueprint.get("/")
@signed_in
def home() -> str:
    """One card for each role that the person holds."""
    facts = desk_facts(store(), actor(), now=now())
    return render_template("desk/home.html", facts=facts, newest=_newest() if facts.team else [], roles=actor().roles)


def _newest() -> list[Card]:
    """The last few observations that a supervisor may read."""
    found = list_observations(store(), actor(), Filter(frozenset()))
    return list_page(replace(found, items=found.items[:NEWEST]), packs())
