"""An onlooker outside: has every page that ever was, and a solver. What do they find out?"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fieldlog.domain.period import Period
from tests.support.attack.puzzle import Puzzle
from tests.support.attack.reader import Fact, read
from tests.support.attack.world import ISSUES, PARTS, QUARTERS, Atom, History, atoms, small_cells

WHOLE = Period(QUARTERS[0], QUARTERS[-1])
Cell = tuple[str, int, tuple[Atom, ...]]  # a measure, a moment, and what it is the sum of


@dataclass(frozen=True)
class Recovered:
    """A small count of which more was found out than that it is small."""

    cell: object
    low: float
    high: float


@dataclass(frozen=True)
class Attack:
    """`hidden`: the small counts there were. `recovered`: those that did not stay so."""

    hidden: int
    recovered: tuple[Recovered, ...]


def attack(histories: Mapping[int, History], floor: int) -> Attack:
    """Twice. Once with numbers and zeros only: each small count must reach from 1 or less up to the floor.

    And once believing every word too. "Fewer than 11" itself says 10 at most, so there it is one less:
    the words must not narrow down what they hide. All histories at once, since one large program is
    solved much faster than many small ones; they have nothing in common but the solver.
    """
    plain, with_words = Puzzle(), Puzzle()
    lows: dict[Hashable, float] = {}
    for seed, history in histories.items():
        facts = read(history)
        for fact in facts:
            assert fact.holds(history.truths[fact.moment]), f"the attacker misread a page of history {seed}: {fact}"
        cells = dict.fromkeys(_cells(history, facts, floor))
        _pose(plain, seed, history, [fact for fact in facts if not fact.word], cells)
        _pose(with_words, seed, history, facts, cells)
        lows.update({(seed, *cell): _said_at_least(history, facts, cell) for cell in cells})
    found = [*plain.narrowed(dict.fromkeys(lows, 1.0), floor), *with_words.narrowed(lows, floor - 1)]
    return Attack(len(lows), tuple(Recovered(*each) for each in found))


def _cells(history: History, facts: Collection[Fact], floor: int) -> Iterator[Cell]:
    for moment, truth in enumerate(history.truths):
        for measure, those in [*small_cells(truth, floor), *_small_rests(facts, history, moment, floor)]:
            yield measure, moment, those


def _said_at_least(history: History, facts: Iterable[Fact], cell: Cell) -> float:
    """Each "fewer than 11" says that there was one, so a sum over two of them is two at least.

    Where nobody was visited there is none, and a set without that is the same set.
    """
    measure, moment, those = cell
    said = [fact for fact in facts if fact.word and fact.measure == measure and fact.moment <= moment and not fact.rest]
    return max(1, sum(fact.low for fact in said if _with_visits(history, fact) <= set(those)))


def _with_visits(history: History, fact: Fact) -> set[Atom]:
    visits = history.truths[fact.moment].visits
    return {atom for atom in fact.atoms if visits.get(atom)}


def _small_rests(
    facts: Iterable[Fact], history: History, moment: int, floor: int
) -> Iterable[tuple[str, tuple[Atom, ...]]]:
    """The visits at which an issue was not noted, where both are published: 65 of 71 leaves a small rest too."""
    for fact in facts:
        if fact.moment == moment and fact.measure in ISSUES:
            rest = history.truths[moment].total("visits", fact.atoms) - history.truths[moment].total(
                fact.measure, fact.atoms
            )
            if 0 < rest < floor:
                yield f"not {fact.measure}", fact.atoms


def _pose(puzzle: Puzzle, seed: int, history: History, facts: Iterable[Fact], cells: Iterable[Cell]) -> None:
    for cell in cells:
        puzzle.equal({(seed, *cell): -1, **_sum(seed, *cell)})
    for fact in facts:
        terms = _sum(seed, f"not {fact.measure}" if fact.rest else fact.measure, fact.moment, fact.atoms)
        if fact.low == fact.high:
            puzzle.equal(terms, fact.low)
        else:
            puzzle.at_most(terms, fact.high)
            puzzle.at_most({key: -weight for key, weight in terms.items()}, -fact.low)
    for moment, truth in enumerate(history.truths):
        for atom in atoms([unit.unit_id for unit in truth.units], WHOLE):
            if not truth.visits.get(atom):
                puzzle.equal({(seed, "visits", moment, atom): 1}, 0)  # everybody knows who was closed
            for part in PARTS:
                puzzle.at_most({(seed, part, moment, atom): 1, (seed, "visits", moment, atom): -1})
            if moment and history.grew[moment - 1]:
                for measure in ("visits", *PARTS):
                    puzzle.at_most({(seed, measure, moment - 1, atom): 1, (seed, measure, moment, atom): -1})


def _sum(seed: int, measure: str, moment: int, atoms: Iterable[Atom]) -> dict[Hashable, float]:
    if measure.startswith("not "):
        visits, part = (_sum(seed, name, moment, atoms) for name in ("visits", measure.removeprefix("not ")))
        return {**visits, **dict.fromkeys(part, -1.0)}
    return {(seed, measure, moment, atom): 1.0 for atom in atoms}
