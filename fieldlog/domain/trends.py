"""Counts by month × issue × lean, and what of them may be seen.

The unit is the visit: a visit counts once for an issue and a lean, however many
notes were made at it. Three notes about one family are still one family, and a
floor under notes would not protect it (see docs/adr). A visit with several
issues counts for each, so sums over issues mean nothing and are never made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from fieldlog.domain.month import Month
from fieldlog.domain.people import Unit
from fieldlog.domain.privacy.months import GuardedMonth
from fieldlog.domain.privacy.unit_tree import UnitTree

Side = Literal["strength", "concern"]
SIDES: Final[tuple[Side, ...]] = ("strength", "concern")


@dataclass(frozen=True, slots=True)
class Count:
    """At how many visits of that month and unit something on that side of that issue was noted."""

    unit_id: str
    month: Month
    issue: str
    side: Side
    visits: int


@dataclass(frozen=True, slots=True)
class Row:
    """One number a month. None is hidden: it is small, or it guards a small one. 0 is none at all.

    `total` is None where a month is hidden: the others could be taken from it.
    """

    cells: tuple[int | None, ...]

    @property
    def total(self) -> int | None:
        """The sum over the months, which share no visit; None when it would give a hidden month away."""
        shown = [cell for cell in self.cells if cell is not None]
        return sum(shown) if len(shown) == len(self.cells) else None

    @property
    def hides(self) -> bool:
        """Is a month hidden?"""
        return None in self.cells


@dataclass(frozen=True, slots=True)
class IssueTrend:
    """Strengths beside concerns for one issue, over the months of the trends."""

    issue: str
    strength: Row
    concern: Row

    def row(self, side: Side) -> Row:
        """The row of that side."""
        return self.strength if side == "strength" else self.concern


@dataclass(frozen=True, slots=True)
class Trends:
    """What a supervisor may see: `visits` are all visits made, the rest those with a note on an issue."""

    months: tuple[Month, ...]
    visits: Row
    issues: tuple[IssueTrend, ...]
    floor: int  # numbers from 1 to floor - 1 are hidden

    @property
    def empty(self) -> bool:
        """Was there no visit at all?"""
        return all(cell == 0 for cell in self.visits.cells)

    @property
    def hides(self) -> bool:
        """Is any number hidden?"""
        return self.visits.hides or any(trend.row(side).hides for trend in self.issues for side in SIDES)

    @property
    def highest(self) -> int:
        """The largest number shown for any issue, so that all charts can share one scale."""
        rows = (trend.row(side) for trend in self.issues for side in SIDES)
        return max((cell or 0 for row in rows for cell in row.cells), default=0)


def make_trends(
    months: tuple[Month, ...],
    units: Iterable[Unit],
    tops: Collection[str],
    visits: Mapping[tuple[str, Month], int],
    counts: Iterable[Count],
    issues: Iterable[str],
    floor: int,
) -> Trends:
    """Lay the counts of `tops`, each with all below it, out; hide what is small and what gives it away.

    `units` are all of the agency, and so are the counts, by unit: what is hidden doesn't depend on who
    looks at which of them. Zeros may be left out. `issues` are shown in that order, also without any
    count; issues of older packs follow where something was noted.
    """
    forest = UnitTree.of(units)
    nodes = [forest.at[unit_id] for unit_id in tops]
    noted: dict[tuple[str, Side, Month], dict[str, int]] = defaultdict(dict)
    for count in counts:
        noted[count.issue, count.side, count.month][count.unit_id] = count.visits
    by_month = {
        month: GuardedMonth(forest, {unit_id: visits.get((unit_id, month), 0) for unit_id in forest.at}, floor)
        for month in months
    }
    seen = {issue for (issue, _, _), found in noted.items() if any(forest.sums(found)[node] for node in nodes)}
    order = dict.fromkeys([*issues, *sorted(seen)])

    def row(issue: str, side: Side) -> Row:
        return Row(tuple(by_month[month].noted(noted.get((issue, side, month), {}), tops) for month in months))

    return Trends(
        months=months,
        visits=Row(tuple(by_month[month].visits(tops) for month in months)),
        issues=tuple(IssueTrend(issue, row(issue, "strength"), row(issue, "concern")) for issue in order),
        floor=floor,
    )
