"""The first page at a desk."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template

from fieldlog.domain.observation import Filter
from fieldlog.domain.permissions import can
from fieldlog.operations.desk import desk_facts
from fieldlog.operations.gaps import GapTotals, sync_gaps, total_gaps
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
    newest = _newest() if facts.team else []
    return render_template("desk/home.html", facts=facts, newest=newest, gaps=_gaps(), roles=actor().roles)


def _newest() -> list[Card]:
    """The last few observations that a supervisor may read."""
    found = list_observations(store(), actor(), Filter(frozenset()))
    return list_page(replace(found, items=found.items[:NEWEST]), packs())


def _gaps() -> GapTotals | None:
    """What phones still hold, for those who look after them."""
    return total_gaps(sync_gaps(store(), actor())) if can(actor(), "see_sync_gaps") else None
