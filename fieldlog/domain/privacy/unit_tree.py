"""The agency's units as a tree of sums. A visit belongs to one unit, so counts of visits add up over units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldlog.domain.people import Unit, in_tree_order
from fieldlog.domain.privacy.bounds import Tree, sums


@dataclass(frozen=True)
class UnitTree:
    """`at` is the node of each unit, `own` the one of the rides logged at that very unit.

    They are the same for a unit with nothing below it. Elsewhere `own` is a node that no page shows:
    what is left of a region when its units are taken away.
    """

    tree: Tree
    at: Mapping[str, int]
    own: Mapping[str, int]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> UnitTree:
        """A unit whose parent is not among `units` is a top."""
        ordered = [unit for unit, _depth in in_tree_order(units)]
        at = {unit.unit_id: node for node, unit in enumerate(ordered)}
        parents = [at.get(unit.parent_id) if unit.parent_id else None for unit in ordered]
        own = dict(at)
        for node in sorted({parent for parent in parents if parent is not None}):
            own[ordered[node].unit_id] = len(parents)
            parents.append(node)
        return cls(Tree(tuple(parents)), at, own)

    @property
    def remainders(self) -> tuple[int, ...]:
        """The nodes that no page shows."""
        return tuple(range(len(self.at), len(self.tree.parents)))

    def leaves(self, direct: Mapping[str, int], size: int) -> list[int]:
        """The counts of each unit's own rides at their nodes, 0 at all others. Unknown units are left out."""
        counts = [0] * size
        for unit_id, count in direct.items():
            if unit_id in self.own:
                counts[self.own[unit_id]] += count
        return counts

    def sums(self, direct: Mapping[str, int]) -> Sequence[int]:
        """For each node its count, from the counts of each unit's own rides."""
        return sums(self.tree, self.leaves(direct, len(self.tree.parents)))
