"""How much room there is for a note in what is known of the visits: a note was made at no more visits than there were.

Units whose visits are hidden lose their place in the tree: all that is known of them is that they share
what is left of the visits of the unit above. So they hang, with whatever else is hidden there, below one
node that has just that much room. What comes out is a tree again, and so its ranges are exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fieldlog.domain.privacy.bounds import NO_LIMIT, Tree


@dataclass(frozen=True)
class Room:
    """`tree` holds `node[n]` for every node n of the visits that is shown or has nothing below it.

    `most`: the room of each node of `tree`. `groups`: those of its nodes that stand for no unit.
    `parts`: for every other node of the visits, the nodes of `tree` of which it is the sum.
    """

    tree: Tree
    most: tuple[int, ...]
    node: dict[int, int]
    groups: frozenset[int]
    parts: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, visits: Tree, counts: Sequence[int], hidden: Collection[int]) -> Room:
        """The room that the visits leave, of which the nodes in `hidden` are not shown."""
        kept = [node for node in visits.downward if node not in hidden or not visits.children[node]]
        node = {old: new for new, old in enumerate(kept)}
        above = {old: _shown_above(visits, hidden, old) for old in kept}
        shared = sorted({parent for old, parent in above.items() if parent is not None and old in hidden})
        group = {parent: len(kept) + new for new, parent in enumerate(shared)}
        parents = [_new_parent(above[old], old in hidden, node, group) for old in kept]
        parents += [node[parent] for parent in shared]
        most = [NO_LIMIT if old in hidden else counts[old] for old in kept]
        for parent in shared:
            taken = sum(counts[old] for old in kept if above[old] == parent and old not in hidden)
            most.append(counts[parent] - taken)
        return cls(
            tree=Tree(tuple(parents)),
            most=tuple(most),
            node=node,
            groups=frozenset(group.values()),
            parts={old: tuple(_parts(visits, node, old)) for old in visits.downward if old not in node},
        )


def _shown_above(visits: Tree, hidden: Collection[int], node: int) -> int | None:
    above = visits.parents[node]
    while above is not None and above in hidden:
        above = visits.parents[above]
    return above


def _new_parent(above: int | None, is_hidden: bool, node: dict[int, int], group: dict[int, int]) -> int | None:
    if above is None:
        return None
    return group[above] if is_hidden else node[above]


def _parts(visits: Tree, node: dict[int, int], old: int) -> Iterator[int]:
    for child in visits.children[old]:
        if child in node:
            yield node[child]
        else:
            yield from _parts(visits, node, child)
