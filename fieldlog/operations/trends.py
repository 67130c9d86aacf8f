"""What a supervisor sees changing over months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldlog.domain.month import Month, months_up_to
from fieldlog.domain.people import Unit
from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.trends import Trends, make_trends
from fieldlog.errors import Invalid
from fieldlog.storage.protocol import Store

MOST_MONTHS = 12  # what a chart can carry on a phone


@dataclass(frozen=True)
class UnitChoice:
    """A unit in the actor's reach; `depth` counts from the top of that reach."""

    unit: Unit
    depth: int


@dataclass(frozen=True)
class TrendsView:
    """The trends of one unit with all below it; `unit` is None for everything in reach."""

    choices: tuple[UnitChoice, ...]
    unit: Unit | None
    trends: Trends


def see_trends(
    store: Store,
    actor: Actor,
    *,
    unit_id: str | None,
    last: Month,
    how_many: int,
    pack: Pack,
    floor: int,
    now: datetime,
) -> TrendsView:
    """Counts for `how_many` months up to `last`, for one unit or for all that the actor reaches.

    Private, retracted and held notes are in no count. Raises Forbidden, NotFound (a unit out of
    reach), Invalid("months_out_of_range").
    """
    require(actor, "see_trends", unit_id)
    if not 1 <= how_many <= MOST_MONTHS or last > Month.of(now.date()):
        raise Invalid("months_out_of_range", most=MOST_MONTHS)
    months = months_up_to(last, how_many)
    reach = actor.units_for("see_trends")
    with store.read() as tx:
        units = tx.people.units()
        # All of the agency: what is hidden must not depend on who looks at which part of it.
        everywhere = [unit.unit_id for unit in units]
        trends = make_trends(
            months,
            units,
            [unit_id] if unit_id else _tops(units, reach),
            tx.trends.visits_by_month(everywhere, months[0].first_day, last.last_day),
            tx.trends.counts(everywhere, months[0].first_day, last.last_day),
            (issue.code for issue in pack.issues),
            floor,
        )
    return TrendsView(
        tuple(_choices(units, reach)), next((unit for unit in units if unit.unit_id == unit_id), None), trends
    )


def _tops(units: list[Unit], reach: frozenset[str]) -> list[str]:
    """The units in reach that have none above them in it: together they are all of it, each once."""
    return [unit.unit_id for unit in units if unit.unit_id in reach and unit.parent_id not in reach]


def _choices(units: list[Unit], reach: frozenset[str]) -> Iterable[UnitChoice]:
    """The units in reach, each below its parent."""
    reached = [unit for unit in units if unit.unit_id in reach]
    waiting = [UnitChoice(unit, 0) for unit in reversed(reached) if unit.parent_id not in reach]
    while waiting:
        choice = waiting.pop()
        yield choice
        below = [unit for unit in reached if unit.parent_id == choice.unit.unit_id]
        waiting.extend(UnitChoice(unit, choice.depth + 1) for unit in reversed(below))
