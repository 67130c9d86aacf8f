"""Which more numbers of a table must be hidden, so that the small ones can't be had by subtraction.

A table here is a tree of sums: the agency's units for one month and one measure. Everybody inside may
look at any unit of theirs, so what is hidden is decided once for the whole tree, never for the one unit
that somebody has chosen.

A hidden number looks the same whether it is small itself or only guards a small one beside it.
Otherwise that very difference would help to work it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fieldlog.domain.privacy.bounds import NO_LIMIT, Span, Tree, spans


@dataclass
class Table:
    """The counts of a tree, by node, and which of them are hidden so far.

    `most`: the largest count of each node that an onlooker has to reckon with.
    """

    tree: Tree
    counts: Sequence[int]
    hidden: set[int]
    most: Sequence[int] = field(default=())

    def __post_init__(self) -> None:
        self.most = self.most or [NO_LIMIT] * len(self.counts)

    def ranges(self, without: Collection[int] = ()) -> list[Span]:
        """What everything shown leaves of each node, where those in `without` are taken to be none."""
        return spans(
            self.tree,
            [
                Span(0, 0 if node in without else self.most[node]) if node in self.hidden else Span(count, count)
                for node, count in enumerate(self.counts)
            ],
        )

    def protect(self, guarded: Iterable[Collection[int]], floor: int) -> None:
        """Hide more until each guarded sum of nodes could be one or none, and could be `floor`.

        A sum of several nodes is asked for a little more: that it could be none. Ends at the latest
        when everything that could tell of a guarded sum is hidden. To hide more never narrows a range,
        so a sum that is covered once need not be looked at again.
        """
        weak = list(guarded)
        while weak:
            ranges = self.ranges()
            weak = [nodes for nodes in weak if not self._covered(nodes, ranges, floor)]
            weak = self._hide_once(weak)

    def _hide_once(self, weak: Iterable[Collection[int]]) -> list[Collection[int]]:
        """Hide one more number for each, but one among neighbors: it may do for all of them.

        Those are left for which something can be hidden yet.
        """
        left, touched = [], set()
        for nodes in weak:
            at = min(nodes)
            more = self._next_to_hide(at)
            top = self._top(at)
            if top in touched:
                left.append(nodes)
            elif more is not None:
                self.hidden.update(self._down_to_the_ground(more))
                touched.add(top)
                left.append(nodes)
        return left

    def _covered(self, nodes: Collection[int], ranges: Sequence[Span], floor: int) -> bool:
        if not any(ranges[node].high >= floor for node in nodes):
            return False
        if len(nodes) == 1:
            return all(ranges[node].low <= 1 for node in nodes)
        return all(span.low <= span.high for span in self.ranges(without=nodes))

    def _next_to_hide(self, weak: int) -> int | None:
        """The smallest number beside it, so that larger units go on being shown; then the one above."""
        for node in (weak, *self.tree.above(weak)):
            parent = self.tree.parents[node]
            if parent is None:
                break
            beside = [other for other in self.tree.children[parent] if self._shown(other)]
            if beside:
                return min(beside, key=self._size)
            if parent not in self.hidden:
                return parent
        return None

    def _down_to_the_ground(self, node: int) -> Iterator[int]:
        """The node, and below it enough that it is not simply the sum of what is still shown."""
        yield node
        below = self.tree.children[node]
        if below and not any(child in self.hidden for child in below):
            yield from self._down_to_the_ground(min(filter(self._shown, below), key=self._size))

    def _shown(self, node: int) -> bool:
        """Does hiding it make a difference? Everybody may know of a zero."""
        return node not in self.hidden and self.counts[node] > 0

    def _size(self, node: int) -> tuple[int, int]:
        return self.counts[node], node

    def _top(self, node: int) -> int:
        """The lowest number that is shown above it: nothing further up narrows what is below that."""
        return next((above for above in self.tree.above(node) if above not in self.hidden), -1)
