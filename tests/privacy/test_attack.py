"""Somebody who has everything that was ever shown, and a solver, finds out nothing more of a small count.

A fixed sample here; `make attack` tries ten thousand. Each safeguard is then taken away in turn: an
attacker who does not notice is no attacker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pytest

from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy import disclosure, ledger
from fieldlog.domain.privacy.bounds import NO_LIMIT
from fieldlog.domain.privacy.disclosure import Floor
from fieldlog.domain.privacy.ledger import Chosen, Published
from fieldlog.domain.privacy.months import GuardedMonth
from fieldlog.domain.privacy.roll_up import _Inside
from fieldlog.domain.privacy.room import Room
from fieldlog.domain.privacy.tables import Table
from tests.support.attack import outside
from tests.support.attack.campaign import OUTSIDE, Result, inside_campaign, outside_campaign
from tests.support.attack.world import PARTS, History, Truth, publish

CHUNK = 25
# Histories in which there was a hole once.
ONCE_FOUND = (5022, 1_001_537, 1_005_265)
SAMPLE = [range(first, first + CHUNK) for first in range(0, 200, CHUNK)]


def noticed(campaign: Callable[[range], Result]) -> bool:
    """Does the attacker find anything in some histories? Stops at the first chunk in which they do."""
    return any(campaign(chunk).recovered for chunk in SAMPLE)


def test_nothing_is_recovered_from_publications() -> None:
    found = [outside_campaign(chunk) for chunk in (*SAMPLE, ONCE_FOUND)]
    assert [each for result in found for each in result.recovered] == []
    assert sum(result.with_numbers for result in found) > 400  # a page that never says a number would be no feat
    assert sum(result.cells for result in found) > 10_000


def test_nothing_is_recovered_from_trends() -> None:
    found = [inside_campaign(chunk) for chunk in SAMPLE]
    assert [each for result in found for each in result.recovered] == []
    assert sum(result.with_numbers for result in found) > 400
    assert sum(result.cells for result in found) > 2000


# ---------------------------------------------------------------- what a missing safeguard gives away

Patch = pytest.MonkeyPatch
SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))
PARENTS = {"agency": None, "north": "agency", "south": "agency", "creek": "north", "hill": "north"}
REAL_CHOOSE = ledger.choose


def test_without_a_floor() -> None:
    assert noticed(lambda seeds: outside_campaign(seeds, Floor(1)))


def test_without_complements(monkeypatch: Patch) -> None:
    """65 of 71 leaves 6."""
    monkeypatch.setattr(disclosure, "show_part", lambda count, whole, floor: disclosure.show(count, floor))
    assert noticed(outside_campaign)


def test_without_a_ledger(monkeypatch: Patch) -> None:
    """A region and one of its units; a half year and one of its quarters."""

    def forgetful(area_id: Any, period: Any, facts: Any, book: Any, *rest: Any, **over: Any) -> Chosen:
        return REAL_CHOOSE(area_id, period, facts, [], *rest, **over)

    monkeypatch.setattr(ledger, "choose", forgetful)
    assert noticed(outside_campaign)


def test_with_a_ledger_of_the_same_period_only(monkeypatch: Patch) -> None:
    def nearsighted(area_id: Any, period: Any, facts: Any, book: Any, *rest: Any, **over: Any) -> Chosen:
        return REAL_CHOOSE(area_id, period, facts, [each for each in book if each.period == period], *rest, **over)

    monkeypatch.setattr(ledger, "choose", nearsighted)
    assert noticed(outside_campaign)


def moved_unit(book: list[Published]) -> History:
    """The north, 5 at its creek and 20 on its hill, is published. The hill goes to the south, and is published too."""
    units = [Unit(name, above, name, "rural", is_area=True) for name, above in PARENTS.items()]
    visits = {("creek", SPRING.first): 5, ("hill", SPRING.first): 20, ("south", SPRING.first): 40}
    before = Truth(tuple(units), visits, {part: dict.fromkeys(visits, 0) for part in PARTS})
    history = History(
        [before, replace(before, units=(*units[:-1], replace(units[-1], parent_id="south")))], grew=[True]
    )
    for moment, area in enumerate(("north", "hill")):
        now = replace(history, truths=history.truths[: moment + 1])
        history.pages.append(publish(now, area, SPRING, book, OUTSIDE))
    return history


def test_a_unit_that_was_moved() -> None:
    assert outside.attack({0: moved_unit([])}, OUTSIDE.least).recovered == ()


def test_with_a_ledger_that_forgets_where_units_were(monkeypatch: Patch) -> None:
    def present(area_id: Any, period: Any, facts: Any, book: Collection[Published], *rest: Any, **over: Any) -> Chosen:
        now = [replace(each, covered=subtree(facts.units, each.unit_id)) for each in book]
        return REAL_CHOOSE(area_id, period, facts, now, *rest, **over)

    monkeypatch.setattr(ledger, "choose", present)
    found = outside.attack({0: moved_unit([])}, OUTSIDE.least).recovered
    assert {each.low for each in found} == {5.0}  # 25 - 20


def test_where_a_small_area_always_speaks_for_the_larger_one(monkeypatch: Patch) -> None:
    monkeypatch.setattr(_Inside, "tells", lambda *_: False)
    assert noticed(outside_campaign)


def test_trends_without_a_floor() -> None:
    assert noticed(lambda seeds: inside_campaign(seeds, floor=1))


def test_trends_that_hide_small_counts_only(monkeypatch: Patch) -> None:
    """A unit taken from its region."""
    monkeypatch.setattr(Table, "protect", lambda *_: None)
    assert noticed(inside_campaign)


def test_trends_that_forget_that_notes_are_made_at_visits(monkeypatch: Patch) -> None:
    def without_limits(self: GuardedMonth) -> Room:
        room = Room.of(self.forest.tree, self._counts, self._hidden)
        return replace(room, most=tuple(NO_LIMIT for _ in room.most))

    monkeypatch.setattr(GuardedMonth, "_room", property(without_limits))
    assert noticed(inside_campaign)


def test_trends_that_show_what_stands_below_a_hidden_unit(monkeypatch: Patch) -> None:
    monkeypatch.setattr(Table, "_down_to_the_ground", lambda self, node: [node])
    monkeypatch.setattr(Table, "_next_to_hide", lambda self, weak: _one_beside(self, weak))
    assert noticed(inside_campaign)


def _one_beside(table: Table, weak: int) -> int | None:
    """Hides a single neighbor of a small count, as a hasty rule would."""
    parent = table.tree.parents[weak]
    beside = [] if parent is None else [other for other in table.tree.children[parent] if other not in table.hidden]
    return beside[0] if beside and len(table.hidden & set(table.tree.children[parent])) < 2 else None  # type: ignore[index]
