"""One month of all units together: which visits are shown, and which notes made at them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fieldlog.domain.privacy.bounds import sums
from fieldlog.domain.privacy.room import Room
from fieldlog.domain.privacy.tables import Table
from fieldlog.domain.privacy.unit_tree import UnitTree


@dataclass(frozen=True)
class GuardedMonth:
    """`direct`: the visits of each unit's own rides. Counts from 1 to `floor` - 1 are guarded."""

    forest: UnitTree
    direct: Mapping[str, int]
    floor: int

    def visits(self, tops: Collection[str]) -> int | None:
        """The visits of these units with all below them; None where they are hidden."""
        nodes = [self.forest.at[unit_id] for unit_id in tops]
        return _sum_of_shown(self._counts, self._hidden, nodes)

    def noted(self, direct: Mapping[str, int], tops: Collection[str]) -> int | None:
        """At how many of those visits a note of one kind was made, from the counts of each unit's own rides.

        Where the visits are hidden so is every note, zeros too: "none of the two" says something about both.
        """
        nodes = [self.forest.at[unit_id] for unit_id in tops]
        if any(node in self._hidden for node in nodes):
            return None
        if not direct:
            return 0
        table = self._table(direct)
        return _sum_of_shown(table.counts, table.hidden, [self._room.node[node] for node in nodes])

    @cached_property
    def _counts(self) -> Sequence[int]:
        return self.forest.sums(self.direct)

    @cached_property
    def _hidden(self) -> Collection[int]:
        small = [node for node, count in enumerate(self._counts) if 0 < count < self.floor]
        unshown = [node for node in self.forest.remainders if self._counts[node]]
        table = Table(self.forest.tree, self._counts, {*small, *unshown})
        table.protect([(node,) for node in small], self.floor)
        return table.hidden

    @cached_property
    def _room(self) -> Room:
        return Room.of(self.forest.tree, self._counts, self._hidden)

    def _table(self, direct: Mapping[str, int]) -> Table:
        room = self._room
        leaves = [0] * len(room.most)
        for unit_id, count in direct.items():
            if unit_id in self.forest.own:
                leaves[room.node[self.forest.own[unit_id]]] = count
        counts = sums(room.tree, leaves)
        small = [node for node, count in enumerate(counts) if 0 < count < self.floor and node not in room.groups]
        unshown = {room.node[node] for node in self._hidden if node in room.node}
        table = Table(room.tree, counts, {*small, *unshown, *room.groups}, room.most)
        table.protect([*((node,) for node in small), *self._guarded(table)], self.floor)
        return table

    def _guarded(self, table: Table) -> Iterator[Collection[int]]:
        """Small counts of units that have no node, and zeros that would say something about few visits.

        A zero of a larger group that is shown has said it already.
        """
        for node in self._hidden:
            parts = self._room.parts.get(node) or (self._room.node[node],)
            count = sum(table.counts[part] for part in parts)
            few = 0 < self._counts[node] < self.floor
            if (count == 0 and few and not self._none_above(table, node)) or (
                0 < count < self.floor and len(parts) > 1
            ):
                yield parts

    def _none_above(self, table: Table, node: int) -> bool:
        shown = (above for above in self.forest.tree.above(node) if above not in self._hidden)
        return any(table.counts[self._room.node[above]] == 0 for above in shown)


def _sum_of_shown(counts: Sequence[int], hidden: Collection[int], nodes: Collection[int]) -> int | None:
    """The sum over several units says no more than each of them does."""
    return None if any(node in hidden for node in nodes) else sum(counts[node] for node in nodes)
