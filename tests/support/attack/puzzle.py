"""What linear programming makes of everything that was published: the range of each number that was not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

# The solver's own slack; counts are whole, so half a visit would be far too much and this far too little to matter.
SLACK = 1e-6
ENOUGH = 5  # found out, of one puzzle; there may be more
FAR = 10_000.0  # as high as a number is tried that nothing limits


class Impossible(AssertionError):
    """No agency could have published this: the attacker's own picture of the rules is wrong."""


@dataclass
class Puzzle:
    """Unknown counts, all at least nought, and what is known of their sums. Fractions are allowed to them,
    which only makes the ranges wider than they are for whole visits by less than one."""

    _columns: dict[Hashable, int] = field(default_factory=dict)
    _equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    _at_most: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def equal(self, terms: Mapping[Hashable, float], value: float = 0.0) -> None:
        """The weighted sum is `value`."""
        self._equal.append((self._known(terms), value))

    def at_most(self, terms: Mapping[Hashable, float], value: float = 0.0) -> None:
        """The weighted sum is `value` or less."""
        self._at_most.append((self._known(terms), value))

    def within(self, unknown: Hashable, low: float, high: float) -> None:
        """Both ends included."""
        self.at_most({unknown: 1}, high)
        self.at_most({unknown: -1}, -low)

    def narrowed(self, unknowns: Mapping[Hashable, float], high: float) -> list[tuple[Hashable, float, float]]:
        """Those of the unknowns that can't be as low as is given for each, or not as high as `high`; with their range.

        One solution is a witness for every number in it, so few programs answer for many unknowns.
        """
        wanted = {self._columns[each]: low for each, low in unknowns.items() if each in self._columns}
        solver = _Solver(len(self._columns), self._equal, self._at_most)
        left = solver.not_below(wanted) | solver.not_above(wanted, high)
        return [
            (each, solver.least(self._columns[each]), solver.most(self._columns[each]))
            for each in unknowns
            if self._columns.get(each) in left
        ]

    def _known(self, terms: Mapping[Hashable, float]) -> dict[int, float]:
        return {self._columns.setdefault(key, len(self._columns)): weight for key, weight in terms.items()}


class _Solver:
    def __init__(
        self, size: int, equal: list[tuple[dict[int, float], float]], at_most: list[tuple[dict[int, float], float]]
    ) -> None:
        self._size = size
        self._equal, self._equal_to = _matrix(size, equal)
        self._most, self._most_to = _matrix(size, at_most)

    def not_below(self, lows: Mapping[int, float]) -> set[int]:
        """The columns that are above their low in every solution."""
        return self._left(lows, 1.0, lambda column, value: value <= lows[column] + SLACK)

    def not_above(self, columns: Iterable[int], high: float) -> set[int]:
        """The columns that are below `high` in every solution."""
        return self._left(columns, -1.0, lambda _column, value: value >= high - SLACK)

    def least(self, column: int) -> float:
        return round(float(self._solve({column}, 1.0)[column]), 3)

    def most(self, column: int) -> float:
        return round(float(self._solve({column}, -1.0)[column]), 3)

    def _left(self, columns: Iterable[int], sign: float, fine: Callable[[int, float], bool]) -> set[int]:
        """All at once as long as that finds somebody a witness, then one by one."""
        left = set(columns)
        while left:
            solution = self._solve(left, sign)
            seen = {column for column in left if fine(column, float(solution[column]))}
            if not seen:
                break
            left -= seen
        alone = (column for column in sorted(left) if not fine(column, float(self._solve({column}, sign)[column])))
        return set(islice(alone, ENOUGH))

    def _solve(self, columns: set[int], sign: float) -> np.ndarray:
        wish = np.zeros(self._size)
        wish[list(columns)] = sign
        found = linprog(
            wish,
            A_ub=self._most,
            b_ub=self._most_to,
            A_eq=self._equal,
            b_eq=self._equal_to,
            bounds=(0, FAR),
            method="highs",
        )
        if found.x is None:
            raise Impossible(found.message)
        return found.x  # type: ignore[no-any-return]


def _matrix(size: int, rows: list[tuple[dict[int, float], float]]) -> tuple[csr_array | None, np.ndarray | None]:
    if not rows:
        return None, None
    at = [row for row, (terms, _) in enumerate(rows) for _ in terms]
    columns = [column for terms, _ in rows for column in terms]
    weights = [weight for terms, _ in rows for weight in terms.values()]
    return csr_array((weights, (at, columns)), shape=(len(rows), size)), np.array([value for _, value in rows])
