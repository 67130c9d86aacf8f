"""What somebody with a pencil can work out: the range in which each number of a tree of sums must lie.

The same arithmetic that an onlooker would do, so that the rules can hide more before they do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

# Where nothing is known from above. Far beyond any count of visits, and still an exact integer.
NO_LIMIT: Final = 10**12


class Span(NamedTuple):
    """At least `low` and at most `high`, both included."""

    low: int = 0
    high: int = NO_LIMIT

    def covers(self, floor: int) -> bool:
        """Does it tell nothing of a small count: could it be one or none, and could it be `floor`?"""
        return self.low <= 1 and self.high >= floor


@dataclass(frozen=True)
class Tree:
    """Sums: every node with children is their sum. `parents[i]` is the node above node i, if there is one."""

    parents: tuple[int | None, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each node, those right below it."""
        below: list[list[int]] = [[] for _ in self.parents]
        for node, parent in enumerate(self.parents):
            if parent is not None:
                below[parent].append(node)
        return tuple(map(tuple, below))

    @cached_property
    def downward(self) -> tuple[int, ...]:
        """All nodes, each after the one above it."""
        found = [node for node, parent in enumerate(self.parents) if parent is None]
        for node in found:
            found.extend(self.children[node])
        return tuple(found)

    def above(self, node: int) -> Iterator[int]:
        """Those above a node, the nearest first."""
        parent = self.parents[node]
        while parent is not None:
            yield parent
            parent = self.parents[parent]


def sums(tree: Tree, leaves: Sequence[int]) -> list[int]:
    """The count of each node, from those of the nodes with nothing below them."""
    counts = list(leaves)
    for node in reversed(tree.downward):
        if below := tree.children[node]:
            counts[node] = sum(counts[child] for child in below)
    return counts


def spans(tree: Tree, known: Sequence[Span]) -> list[Span]:
    """The range of each node that all of `known` leaves together.

    Exact: in a tree no two sums share more than one number, so that going up once and down once
    finds everything that can be found.
    """
    low = [span.low for span in known]
    high = [span.high for span in known]
    for node in reversed(tree.downward):
        if below := tree.children[node]:
            low[node] = max(low[node], sum([low[child] for child in below]))
            high[node] = min(high[node], sum([high[child] for child in below]))
    for node in tree.downward:
        if below := tree.children[node]:
            least_here = low[node] - sum([high[child] for child in below])
            most_here = high[node] - sum([low[child] for child in below])
            for child in below:
                own_low, own_high = low[child], high[child]
                low[child] = max(own_low, least_here + own_high)
                high[child] = min(own_high, most_here + own_low)
    return list(map(Span, low, high))
