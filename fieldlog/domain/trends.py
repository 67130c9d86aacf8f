"""Counts by month × issue × lean, and what of them may be seen.

The unit is the visit: a visit counts once for an issue and a lean, however many
notes were made at it. Three notes about one family are still one family, and a
floor under notes would not protect it (see docs/adr). A visit with several
issues counts for each, so sums over issues mean nothing and are never made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from fieldlog.domain.month import Month
from fieldlog.domain.privacy.disclosure import hide_small

Side = Literal["strength", "concern"]
SIDES: Final[tuple[Side, ...]] = ("strength", "concern")


@dataclass(frozen=True, slots=True)
class Count:
    """At how many visits of that month something on that side of that issue was noted."""

    month: Month
    issue: str
    side: Side
    visits: int


@dataclass(frozen=True, slots=True)
class Row:
    """One number a month. None is a number that is hidden because it is small; 0 is none at all.

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
    visits: Mapping[Month, int],
    counts: Iterable[Count],
    issues: Iterable[str],
    floor: int,
) -> Trends:
    """Lay the counts out and hide what is small.

    `visits` and `counts` may leave out zeros. `issues` are shown in that order, also without
    any count; issues of older packs follow where something was noted.
    """
    found = {(count.issue, count.side, count.month): count.visits for count in counts}
    order = dict.fromkeys([*issues, *sorted({issue for issue, _, _ in found})])

    def row(issue: str, side: Side) -> Row:
        return Row(tuple(_cell(found.get((issue, side, month), 0), visits.get(month, 0), floor) for month in months))

    return Trends(
        months=months,
        visits=Row(tuple(hide_small(visits.get(month, 0), floor) for month in months)),
        issues=tuple(IssueTrend(issue, row(issue, "strength"), row(issue, "concern")) for issue in order),
        floor=floor,
    )


def _cell(count: int, visits: int, floor: int) -> int | None:
    """In a month of few visits even "none" says something about each of them."""
    if visits and hide_small(visits, floor) is None:
        return None
    return hide_small(count, floor)
