"""Somebody inside who may look at the trends of every unit: what do they find out beyond what is shown?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from fieldlog.domain.month import Month
from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.trends import SIDES, Count, Side, Trends, make_trends
from tests.support.attack.outside import Attack, Recovered
from tests.support.attack.puzzle import Puzzle
from tests.support.attack.world import random_units

MONTH = Month(2026, 4)
ISSUES = ("safety", "poverty")
NOTES = tuple((issue, side) for issue in ISSUES for side in SIDES)
Note = tuple[str, Side]

# How the trends of one unit are had: in the domain alone, or as a supervisor gets them.
Look = Callable[[str], Trends]


@dataclass(frozen=True)
class Month1:
    """One month of an agency: each unit's own visits, and at how many of them each note was made."""

    units: tuple[Unit, ...]
    visits: dict[str, int]
    notes: dict[tuple[Note, str], int]

    def total(self, measure: object, unit_id: str) -> int:
        return sum(self.own(measure, each) for each in subtree(self.units, unit_id))

    def own(self, measure: object, unit_id: str) -> int:
        if measure == "visits":
            return self.visits.get(unit_id, 0)
        return next((n for (note, unit), n in self.notes.items() if (note, unit) == (measure, unit_id)), 0)

    def look(self, floor: int) -> Look:
        counts = [Count(unit, MONTH, issue, side, n) for ((issue, side), unit), n in self.notes.items() if n]
        visits = {(unit, MONTH): n for unit, n in self.visits.items()}
        return lambda unit_id: make_trends((MONTH,), self.units, [unit_id], visits, counts, ISSUES, floor)


def random_month(rng: Random) -> Month1:
    units = random_units(rng)
    visits = {
        unit.unit_id: rng.choice((0, rng.randint(1, 4), 4, 5, rng.randint(5, 12), rng.randint(0, 40)))
        for unit in units
        if unit.parent_id or rng.random() < 0.4
    }
    notes = {
        (note, unit): rng.choice((0, made, rng.randint(0, made), min(made, rng.randint(1, 4))))
        for note in NOTES
        for unit, made in visits.items()
    }
    return Month1(units, visits, notes)


def attack(months: Mapping[int, Month1], look: Callable[[Month1], Look], floor: int) -> Attack:
    """All units, all issues, both sides. Which units had no visit at all is known to everybody inside."""
    puzzle = Puzzle()
    cells: dict[Hashable, float] = {}
    for seed, month in months.items():
        cells.update(dict.fromkeys(_pose(puzzle, seed, month, look(month), floor), 1.0))
    return Attack(len(cells), tuple(Recovered(*each) for each in puzzle.narrowed(cells, floor)))


def _pose(puzzle: Puzzle, seed: int, month: Month1, look: Look, floor: int) -> Iterator[Hashable]:
    """Tells the puzzle what is shown; gives the small counts that are to stay unknown."""
    for unit in month.units:
        trends, top = look(unit.unit_id), unit.unit_id
        for measure in ("visits", *NOTES):
            shown, total, alone = _cell(trends, measure), month.total(measure, top), month.own(measure, top)
            below: dict[Hashable, float] = {(seed, measure, each): 1.0 for each in subtree(month.units, top)}
            puzzle.equal({(seed, measure, top, "all"): -1.0, **below})
            if shown is not None:
                assert shown == total
                puzzle.equal(below, shown)
            if measure != "visits":
                puzzle.at_most({(seed, measure, top): 1.0, (seed, "visits", top): -1.0})
            elif not alone:
                puzzle.equal({(seed, measure, top): 1.0}, 0)
            if 0 < total < floor:
                yield seed, measure, top, "all"
            if 0 < alone < floor:
                yield seed, measure, top


def _cell(trends: Trends, measure: object) -> int | None:
    if measure == "visits":
        return trends.visits.cells[0]
    return next(trend.row(side).cells[0] for trend in trends.issues for side in SIDES if (trend.issue, side) == measure)
