"""Numbers of a larger area, less what would tell of a small unit inside of it.

Somebody may know which units had no visit at all, and which were said to be small. "At most 10 of these
20 visits were at the creek" says that at least 10 were on the hill, and so does "nearly all of 23".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fieldlog.domain.people import Unit
from fieldlog.domain.privacy.bounds import Span, spans
from fieldlog.domain.privacy.disclosure import (
    Counts,
    Floor,
    Hidden,
    Nearly,
    Number,
    Numbers,
    Shown,
    publishable,
)
from fieldlog.domain.privacy.unit_tree import UnitTree


def guarded_numbers(
    top_id: str,
    units: Iterable[Unit],
    own: Mapping[str, Counts],
    whole: Counts,
    small: Collection[str],
    issues: Iterable[str],
    floor: Floor,
) -> Numbers | None:
    """The numbers that `top_id` may publish, or None where even its visits would tell of a small unit.

    `units`: the top and all below it. `own`: the counts of each unit's own rides. `small`: the units
    that were said to be small.
    """
    numbers = publishable(whole, issues, floor)
    inside = _Inside(UnitTree.of(units), top_id, {unit_id: each.visits for unit_id, each in own.items()}, small, floor)
    rides = {unit_id: each.rides for unit_id, each in own.items()}
    if inside.tells(inside.visits, _said(numbers.visits, whole)) or inside.tells(rides, _said(numbers.rides, whole)):
        return None
    for issue, shown in numbers.by_issue:
        noted = {unit_id: each.visits_by_issue.get(issue, 0) for unit_id, each in own.items()}
        rest = {unit_id: each.visits - noted[unit_id] for unit_id, each in own.items()}
        said = _said(shown, whole)
        if inside.tells(noted, said) or inside.tells(rest, Span(whole.visits - said.high, whole.visits - said.low)):
            return replace(numbers, by_issue=())
    return numbers


@dataclass(frozen=True)
class _Inside:
    forest: UnitTree
    top_id: str
    visits: Mapping[str, int]
    small: Collection[str]
    floor: Floor

    def tells(self, counted: Mapping[str, int], said: Span) -> bool:
        """Once the sum is known to be `said`: is more known of a small count inside of it than that it is small?"""
        counts = self.forest.sums(counted)
        before = spans(self.forest.tree, self._known)
        top = self.forest.at[self.top_id]
        after = spans(self.forest.tree, [said if node == top else span for node, span in enumerate(self._known)])
        return self._tells_of_the_others(counts, before, said) or any(
            0 < count < self.floor.least
            and node != top
            and not after[node].covers(min(self.floor.least - 1, before[node].high))
            for node, count in enumerate(counts)
        )

    @cached_property
    def _known(self) -> list[Span]:
        known = [Span() if visits else Span(0, 0) for visits in self.forest.sums(self.visits)]
        for unit_id in self.small:
            node = self.forest.at[unit_id]
            known[node] = Span(0, min(self.floor.least - 1, known[node].high))
        return known

    def _tells_of_the_others(self, counts: Sequence[int], before: Sequence[Span], said: Span) -> bool:
        """All that was not said to be small is no unit, but becomes one when units are moved.

        Of several small units, some may be together with the others. Then it is enough that one is left
        out, which is more careful than need be.
        """
        small = {self.forest.at[unit_id] for unit_id in self.small}
        groups = [node for node in small if before[node].high and not small & set(self.forest.tree.above(node))]
        others = counts[self.forest.at[self.top_id]] - sum(counts[node] for node in groups)
        may_be_small = others < self.floor.least and (others > 0 or len(groups) > 1)
        return may_be_small and any(said.low - before[node].high > 1 for node in groups)


def _said(shown: Shown, whole: Counts) -> Span:
    """What the word or number beside a count says of it."""
    match shown:
        case Number(value):
            return Span(value, value)
        case Hidden(floor):
            return Span(1, floor - 1)
        case Nearly(floor):
            return Span(whole.visits - floor + 1, whole.visits - 1)
        case _:
            return Span(0, 0)
