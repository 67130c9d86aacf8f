"""How small a number may be shown, and which numbers may be shown at all.

Counts are of visits (and of rides), never of people. A count that is too small could point
to one family, so it is replaced by `Hidden`, which holds no count that a page could print by
mistake. The outside floor follows the CMS cell-size rule (1 to 10 is hidden).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

INSIDE_LEAST: Final = 5
OUTSIDE_LEAST: Final = 11

Kind = Literal["number", "zero", "hidden", "nearly"]


@dataclass(frozen=True, slots=True)
class Number:
    """A count that may be shown."""

    value: int
    kind: ClassVar[Kind] = "number"

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Zero:
    """None at all: not the same as hidden, and never drawn the same."""

    kind: ClassVar[Kind] = "zero"

    def __str__(self) -> str:
        return "0"


@dataclass(frozen=True, slots=True)
class Hidden:
    """At least one and fewer than `floor`. How many is not in here."""

    floor: int
    kind: ClassVar[Kind] = "hidden"

    def __str__(self) -> str:
        return f"<{self.floor}"


@dataclass(frozen=True, slots=True)
class Nearly:
    """All but a few of the whole: the rest is at least one and fewer than `floor`."""

    floor: int
    kind: ClassVar[Kind] = "nearly"

    def __str__(self) -> str:
        return "≈"


# What a page gets in place of a count. `str()` of each is safe to print.
Shown = Number | Zero | Hidden | Nearly


@dataclass(frozen=True, slots=True)
class Floor:
    """The smallest count that is shown. Made by `inside` or `outside`, which only go upward."""

    least: int

    @classmethod
    def inside(cls, setting: int = INSIDE_LEAST) -> Floor:
        """For people of the agency: 1–4 is hidden. Raises ValueError below that."""
        return cls._upward(setting, INSIDE_LEAST)

    @classmethod
    def outside(cls, setting: int = OUTSIDE_LEAST) -> Floor:
        """For everybody else: 1–10 is hidden. Raises ValueError below that."""
        return cls._upward(setting, OUTSIDE_LEAST)

    @classmethod
    def _upward(cls, setting: int, least: int) -> Floor:
        if setting < least:
            raise ValueError(f"a floor of {setting} is below {least}")
        return cls(setting)


def show(count: int, floor: Floor) -> Shown:
    """The count, zero, or hidden."""
    if count < 0:
        raise ValueError("a count is not negative")
    if count == 0:
        return Zero()
    return Number(count) if count >= floor.least else Hidden(floor.least)


def show_part(count: int, whole: int, floor: Floor) -> Shown:
    """The count of a part whose whole is shown beside it.

    65 of 71 would give the other 6 away, so a small rest is hidden too.
    """
    if count > whole:
        raise ValueError("a part is not larger than its whole")
    if 0 < whole - count < floor.least <= count:
        return Nearly(floor.least)
    return show(count, floor)


@dataclass(frozen=True)
class Counts:
    """Raw counts of one area and period. They never leave an operation."""

    visits: int
    rides: int
    visits_by_issue: Mapping[str, int]


@dataclass(frozen=True)
class Numbers:
    """What is published: visits, rides, and per issue the visits on which it was noted.

    Where the visits themselves are hidden, or not many more than the floor, there is nothing per issue.
    """

    visits: Shown
    rides: Shown
    by_issue: tuple[tuple[str, Shown], ...]


def too_few(floor: Floor) -> Numbers:
    """The numbers of a group that is too small for any."""
    return Numbers(Hidden(floor.least), Hidden(floor.least), ())


def publishable(counts: Counts, issues: Iterable[str], floor: Floor) -> Numbers:
    """The numbers of a page, for `issues` in that order. In a small group even a zero reveals.

    Below twice the floor nothing is said per issue: of 15 visits, "fewer than 11" would say that the
    rest is at least 5, and a number would leave a small rest.
    """
    if counts.visits < floor.least:
        return too_few(floor)
    if counts.visits < 2 * floor.least - 1:
        return Numbers(show(counts.visits, floor), show(counts.rides, floor), ())
    by_issue = tuple((issue, show_part(counts.visits_by_issue.get(issue, 0), counts.visits, floor)) for issue in issues)
    return Numbers(show(counts.visits, floor), show(counts.rides, floor), by_issue)
