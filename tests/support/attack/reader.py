"""What the words of published pages tell, to somebody who also knows how Fieldlog decides."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fieldlog.domain.snapshot import Snapshot
from fieldlog.render import words
from tests.support.attack.world import Atom, History, Page, Truth

FAR = 10**6


@dataclass(frozen=True)
class Fact:
    """The count of `measure` over `atoms` is from `low` to `high`, at that moment.

    `rest`: instead, the visits at which it was not. `word`: it is said in words, not by a number.
    """

    measure: str
    atoms: tuple[Atom, ...]
    moment: int
    low: int
    high: int
    rest: bool = False
    word: bool = False

    def holds(self, truth: Truth) -> bool:
        count = truth.total(self.measure, self.atoms)
        return self.low <= (truth.total("visits", self.atoms) - count if self.rest else count) <= self.high


def read(history: History) -> list[Fact]:
    """All pages in the order in which they came out. Numbers are those of the moment at which they were first seen."""
    facts: list[Fact] = []
    maybe: list[tuple[Atom, ...]] = []
    seen: set[tuple[str, str]] = set()
    for page in history.pages:
        truth, snapshot = history.truths[page.moment], page.snapshot
        facts += _small(page, truth, facts, maybe)
        if not snapshot.numbers or snapshot.area != page.area_id:
            # Any of these may have been written down as small, and stand in the way of later numbers.
            maybe += [tuple(truth.atoms(unit_id, snapshot.period)) for unit_id in _path(truth, page.area_id)]
        key = (snapshot.area, str(snapshot.period))
        if snapshot.numbers and key not in seen:
            seen.add(key)
            whole = tuple(truth.atoms(snapshot.area, snapshot.period))
            facts += [_fact(measure, whole, page.moment, said) for measure, said in _numbers(snapshot)]
    return facts


def _numbers(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The words beside each measure, as on the page."""
    line = re.fullmatch(r"(.+) ride-alongs, (.+) visits", words.rides_and_visits(snapshot))
    if line and snapshot.numbers:
        yield "visits", line[2]
        yield "rides", line[1]
        for row in snapshot.numbers.by_issue:
            yield row.issue, words.shown_words(row.visits)


def _fact(measure: str, atoms: tuple[Atom, ...], moment: int, said: str) -> Fact:
    if said == "none":
        return Fact(measure, atoms, moment, 0, 0)
    if said == "nearly all":
        return Fact(measure, atoms, moment, 1, 10, rest=True, word=True)
    if few := re.fullmatch(r"fewer than (\d+)", said):
        return Fact(measure, atoms, moment, 1, int(few[1]) - 1, word=True)
    return Fact(measure, atoms, moment, int(said.replace(",", "")), int(said.replace(",", "")))


def _small(page: Page, truth: Truth, facts: Collection[Fact], maybe: Collection[tuple[Atom, ...]]) -> Iterator[Fact]:
    """A page without numbers of its own area: then that area was too small, unless something was in the way."""
    too_few = "too few visits to show numbers" in words.numbers_note(page.snapshot)
    for unit_id in _path(truth, page.area_id):
        own = tuple(truth.atoms(unit_id, page.snapshot.period))
        numbers = [fact.atoms for fact in facts if not fact.word]
        if any(set(own) & set(atoms) for atoms in numbers) or any(_in_the_way(atoms, own) for atoms in maybe):
            return
        if unit_id == page.snapshot.area and not too_few:
            return
        yield Fact("visits", own, page.moment, 0, 10, word=True)
        if too_few:
            return  # those around it are small too, or would have told of somebody


def _in_the_way(small: Collection[Atom], own: Collection[Atom]) -> bool:
    """Another reason not to count. That a part of it was small in the same time is none."""
    same_time = {quarter for _, quarter in small} == {quarter for _, quarter in own}
    return bool(set(small) & set(own)) and not (same_time and set(small) < set(own))


def _path(truth: Truth, unit_id: str) -> Iterator[str]:
    parents = {unit.unit_id: unit.parent_id for unit in truth.units}
    at: str | None = unit_id
    while at is not None:
        yield at
        at = parents[at]
