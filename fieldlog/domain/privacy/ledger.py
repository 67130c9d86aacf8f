"""Which numbers may leave, once others have: what was published can be subtracted for ever.

Three rules, and nothing cleverer:

1. Two sets of numbers that leave never share a visit. So there is nothing to subtract.
2. A set leaves once. Later pages of that area and period repeat it; nothing is counted anew, not for a
   correction, and not after a withdrawal.
3. An area too small for numbers speaks for the larger area around it. That it was small is then known,
   so it is written down as well, and the larger numbers leave only if every small unit below them could
   still be anything small.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.period import Period
from fieldlog.domain.privacy.disclosure import Counts, Floor, Hidden, Numbers, too_few
from fieldlog.domain.privacy.roll_up import guarded_numbers

# Why a page has no numbers. The words are where they are shown.
Why = Literal["", "overlap", "not_over", "too_few"]


@dataclass(frozen=True)
class Published:
    """One set of numbers in the ledger: it has left, and can't be called back.

    `covered`: the units whose visits are in it. Kept, since units may be moved later. A set whose
    visits are hidden says that they were fewer than the floor, and nothing else.
    """

    unit_id: str
    period: Period
    numbers: Numbers
    covered: frozenset[str]

    @property
    def only_small(self) -> bool:
        """Does it say no more than that there were few?"""
        return isinstance(self.numbers.visits, Hidden)


@dataclass(frozen=True)
class Chosen:
    """What a page says of place and numbers.

    `unit_id`: the unit that it names, which is not always the area that its lines are from.
    `why`: why there are no numbers, else "". `new`: what enters the ledger when the page is published.
    """

    unit_id: str
    numbers: Numbers | None
    why: Why = ""
    new: tuple[Published, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is true, and may never leave as it is. `visits`: of each unit's own rides that may be a source."""

    units: Sequence[Unit]
    visits: Mapping[str, int]
    count: Callable[[Collection[str]], Counts]  # of these units, in the period


def choose(
    area_id: str,
    period: Period,
    facts: Facts,
    ledger: Iterable[Published],
    issues: Iterable[str],
    floor: Floor,
    *,
    over: bool,
) -> Chosen:
    """Numbers for a page of that area, or of the nearest area around it that may have some.

    `ledger`: every set that covers a unit of the same tree. `over`: is the period over? Until then
    nothing is counted and nothing written down. Which unit the page names tells no more of its size
    than is written down: it is the one whose numbers it shows, or one that is named whatever its size.
    """
    known = list(ledger)
    path = [area_id, *_above(facts.units, area_id)]
    small: list[Published] = []
    named = ""
    for unit_id in path:
        covered = subtree(facts.units, unit_id)
        before = _same(known, unit_id, period)
        if before and not before.only_small:
            return Chosen(unit_id, before.numbers, new=tuple(small))
        if _known_as_small(known, covered, period):
            continue
        in_the_way = _in_the_way(known, covered, period)
        if in_the_way:
            named = named or _name_for(unit_id, covered, in_the_way, path[-1])
        elif _visits(facts, covered) < floor.least:
            if over:
                small.append(Published(unit_id, period, too_few(floor), covered))
        elif not over:
            return Chosen(named or unit_id, None, "not_over")
        else:
            numbers = _numbers(unit_id, covered, period, facts, [*known, *small], issues, floor)
            if numbers:
                return Chosen(unit_id, numbers, new=(*small, Published(unit_id, period, numbers, covered)))
            break
    why: Why = "overlap" if named else "too_few" if over else "not_over"
    return Chosen(named or path[-1], None, why, tuple(small))


def _same(known: Iterable[Published], unit_id: str, period: Period) -> Published | None:
    return next((entry for entry in known if entry.unit_id == unit_id and entry.period == period), None)


def _known_as_small(known: Iterable[Published], covered: frozenset[str], period: Period) -> bool:
    """Was it, or all of a larger area, said to be small? Then it stays so, whatever arrives late."""
    return any(entry.only_small and entry.period == period and entry.covered >= covered for entry in known)


def _in_the_way(known: Iterable[Published], covered: frozenset[str], period: Period) -> list[Published]:
    """What shares a visit with it, or may share one. That a part of it was small then is no hindrance in itself."""
    return [
        entry
        for entry in known
        if entry.covered & covered
        and entry.period.overlaps(period)
        and not (entry.only_small and entry.period == period and entry.covered < covered)
    ]


def _name_for(unit_id: str, covered: frozenset[str], in_the_way: Iterable[Published], top_id: str) -> str:
    """A name that says nothing new of its size: one that holds a set of numbers which has left, or the top."""
    numbers = [entry for entry in in_the_way if not entry.only_small]
    if not numbers:
        return top_id
    return unit_id if any(entry.covered <= covered for entry in numbers) else numbers[0].unit_id


def _numbers(
    unit_id: str,
    covered: frozenset[str],
    period: Period,
    facts: Facts,
    known: Iterable[Published],
    issues: Iterable[str],
    floor: Floor,
) -> Numbers | None:
    """Numbers that tell of no small unit inside; None where there are none such."""
    said = [entry for entry in known if entry.only_small and entry.period == period and entry.covered < covered]
    if any(entry.covered != subtree(facts.units, entry.unit_id) for entry in said):
        return None  # units were moved since: what was said is no part of the tree any more
    return guarded_numbers(
        unit_id,
        [unit for unit in facts.units if unit.unit_id in covered],
        {each: facts.count([each]) for each in covered if facts.visits.get(each)},
        facts.count(covered),
        [entry.unit_id for entry in said],
        issues,
        floor,
    )


def _visits(facts: Facts, covered: Collection[str]) -> int:
    return sum(facts.visits.get(unit_id, 0) for unit_id in covered)


def _above(units: Iterable[Unit], unit_id: str) -> Iterator[str]:
    parents = {unit.unit_id: unit.parent_id for unit in units}
    seen = {unit_id}
    parent = parents.get(unit_id)
    while parent and parent not in seen:
        yield parent
        seen.add(parent)
        parent = parents.get(parent)
