"""Trends as a supervisor gets them: only their units, only what may be counted, and true."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from fieldlog.domain.month import Month
from fieldlog.domain.people import Grant, Person, Unit
from fieldlog.domain.permissions import Actor
from fieldlog.domain.sync_wire import read_request
from fieldlog.domain.trends import SIDES
from fieldlog.errors import Forbidden, Invalid, NotFound
from fieldlog.operations import sync
from fieldlog.operations.packs import load_packs
from fieldlog.operations.trends import TrendsView, see_trends
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Phone
from tests.support.scene import Scene

NOW = datetime(2026, 5, 13, 14, 2, tzinfo=UTC)
PACK = load_packs().get("child_welfare", 1)
APRIL = Month(2026, 4)
IN_APRIL = date(2026, 4, 14)


@dataclass
class Watch:
    """One supervisor, one leader, and shorthands."""

    store: Store
    scene: Scene
    actor: Actor

    def view(self, unit: Unit | None = None, *, last: Month = APRIL, how_many: int = 2, floor: int = 5) -> TrendsView:
        return see_trends(
            self.store,
            self.actor,
            unit_id=unit.unit_id if unit else None,
            last=last,
            how_many=how_many,
            pack=PACK,
            floor=floor,
            now=NOW,
        )

    def april(self, unit: Unit | None = None, issue: str = "community_engagement") -> tuple[int | None, int | None]:
        """Strengths and concerns of one issue in April."""
        found = next(trend for trend in self.view(unit).trends.issues if trend.issue == issue)
        return found.strength.cells[-1], found.concern.cells[-1]


@pytest.fixture
def leader(cast: Cast, agency: Agency) -> Person:
    return cast.person("leader", agency.root)


@pytest.fixture
def watch(store: Store, cast: Cast, agency: Agency, leader: Person) -> Watch:
    return Watch(store, Scene(store, leader), cast.actor(cast.person("supervisor", agency.region)))


def test_counts_visits_of_the_chosen_unit(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 6)
    watch.scene.notes(agency.other_unit, IN_APRIL, 7, lean="concern")
    assert watch.april(agency.unit) == (6, 0)
    assert watch.april(agency.other_unit) == (0, 7)
    assert watch.april(agency.region) == (6, 7)
    assert watch.april() == (6, 7)


def test_units_outside_the_subtree_are_in_no_number(watch: Watch, agency: Agency, cast: Cast) -> None:
    elsewhere = cast.unit("West unit", agency.root)
    watch.scene.notes(elsewhere, IN_APRIL, 9)
    watch.scene.notes(agency.root, IN_APRIL, 9)
    assert watch.view().trends.empty
    assert [choice.unit.name for choice in watch.view().choices] == ["East region", "Mill Creek unit", "River unit"]


def test_another_teams_unit_looks_like_none(watch: Watch, agency: Agency, cast: Cast) -> None:
    elsewhere = cast.unit("West unit", agency.root)
    for unit in (elsewhere, agency.root):
        with pytest.raises(NotFound):
            watch.view(unit)


@pytest.mark.parametrize("role", ["leader", "editor", "approver", "admin"])
def test_refuses_who_is_no_supervisor(watch: Watch, agency: Agency, cast: Cast, role: str) -> None:
    watch.actor = cast.actor(cast.person(role, agency.root))
    with pytest.raises(Forbidden):
        watch.view()


def test_many_notes_at_one_visit_count_once(watch: Watch, agency: Agency) -> None:
    ride = watch.scene.ride(agency.unit, IN_APRIL)
    visits = [watch.scene.visit(ride, order) for order in range(1, 7)]
    for visit in visits:
        for _ in range(3):
            watch.scene.observation(ride, visit)
    assert watch.april() == (6, 0)


def test_a_visit_with_several_issues_counts_for_each(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 5, issues=("worker_safety", "rural_practice"))
    assert watch.april(issue="worker_safety") == (5, 0)
    assert watch.april(issue="rural_practice") == (5, 0)


def test_private_notes_are_in_no_number(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 6, sharing="team")
    watch.scene.notes(agency.unit, IN_APRIL, 6, sharing="private")
    assert watch.april() == (6, 0)


def test_a_note_made_private_leaves_the_numbers(watch: Watch, agency: Agency) -> None:
    notes = watch.scene.notes(agency.unit, IN_APRIL, 7)
    watch.scene.change(notes[0], sharing="private")
    assert watch.april() == (6, 0)


def test_what_was_taken_back_is_in_no_number(watch: Watch, agency: Agency) -> None:
    notes = watch.scene.notes(agency.unit, IN_APRIL, 7)
    watch.scene.retract(notes[0])
    assert watch.april() == (6, 0)


def test_visits_and_rides_taken_back_are_in_no_number(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 5)
    ride = watch.scene.ride(agency.unit, IN_APRIL)
    visit = watch.scene.visit(ride)
    watch.scene.observation(ride, visit)
    watch.scene.retract(visit)
    other_ride = watch.scene.ride(agency.unit, IN_APRIL)
    watch.scene.observation(other_ride, watch.scene.visit(other_ride))
    watch.scene.retract(other_ride)
    assert watch.april() == (5, 0)
    assert watch.view().trends.visits.cells[-1] == 5


def test_held_notes_are_in_no_number(watch: Watch, agency: Agency, cast: Cast) -> None:
    """A phone of somebody who was switched off hands over what it holds; it waits for the office."""
    watch.scene.notes(agency.unit, IN_APRIL, 5)
    disabled = cast.person("leader", agency.unit, active=False)
    phone = Phone(disabled, agency.unit)
    ride = phone.ride(date=IN_APRIL.isoformat())
    visit = phone.visit(ride)
    request = read_request(phone.request([ride, visit, phone.observation(visit, issues=["community_engagement"])]))
    reply = sync.receive(watch.store, cast.actor(disabled), request, load_packs(), now=NOW)
    assert {result.status for result in reply.results} == {"held"}
    assert watch.view().trends.visits.cells[-1] == 5
    assert watch.april() == (5, 0)


def test_notes_on_somebody_elses_ride_are_in_no_number(watch: Watch, agency: Agency, cast: Cast) -> None:
    ride = watch.scene.ride(agency.unit, IN_APRIL)
    visits = [watch.scene.visit(ride, order) for order in range(1, 7)]
    other = Scene(watch.store, cast.person("leader", agency.root))
    for visit in visits:
        other.observation(ride, visit)
    assert watch.april() == (0, 0)


def test_the_local_date_of_the_ride_decides_the_month(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, date(2026, 3, 31), 6)
    watch.scene.notes(agency.unit, date(2026, 4, 1), 7)
    watch.scene.notes(agency.unit, date(2026, 4, 30), 8)
    watch.scene.notes(agency.unit, date(2026, 5, 1), 9)
    assert watch.view().trends.visits.cells == (6, 15)


def test_a_unit_can_not_be_taken_from_its_region(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 20)
    watch.scene.notes(agency.other_unit, IN_APRIL, 3)
    assert watch.april(agency.other_unit) == (None, None)
    assert watch.april(agency.region) == (23, 0)
    assert watch.april(agency.unit) == (None, None)  # or 23 - 20 would be the other unit's
    assert watch.view(agency.unit).trends.visits.cells[-1] is None


def test_what_is_hidden_does_not_depend_on_who_looks(watch: Watch, agency: Agency, cast: Cast) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 20)
    watch.scene.notes(agency.other_unit, IN_APRIL, 3)
    watch.actor = cast.actor(cast.person("supervisor", agency.unit))
    assert watch.view(agency.unit).trends.visits.cells[-1] is None


def test_all_units_together_say_no_more_than_each_of_them(watch: Watch, agency: Agency, cast: Cast) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 20)
    watch.scene.notes(agency.other_unit, IN_APRIL, 30)
    west = cast.unit("West unit", agency.root)
    watch.scene.notes(west, IN_APRIL, 3)
    person = cast.person("supervisor", agency.region)
    with watch.store.write() as tx:
        tx.people.save_person(replace(person, grants=person.grants | {Grant("supervisor", west.unit_id)}))
    watch.actor = cast.actor(person)
    assert watch.view(west).trends.visits.cells[-1] is None
    assert watch.view().trends.visits.cells[-1] is None
    watch.scene.notes(west, IN_APRIL, 3)
    assert watch.view().trends.visits.cells[-1] == 56


def test_a_higher_floor_hides_more(watch: Watch, agency: Agency) -> None:
    watch.scene.notes(agency.unit, IN_APRIL, 8)
    assert watch.view(floor=8).trends.visits.cells == (0, 8)
    assert watch.view(floor=9).trends.visits.cells == (0, None)


def test_refuses_months_to_come_and_too_many(watch: Watch) -> None:
    for last, how_many in ((Month(2026, 6), 3), (APRIL, 0), (APRIL, 13)):
        with pytest.raises(Invalid) as caught:
            watch.view(last=last, how_many=how_many)
        assert caught.value.code == "months_out_of_range"


def test_all_numbers_are_those_of_a_naive_recount(watch: Watch, agency: Agency) -> None:
    """Notes at random; the recount below knows nothing of SQL."""
    rng = Random(5)
    issues = [issue.code for issue in PACK.issues]
    naive: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    visits: dict[str, int] = defaultdict(int)
    for _ in range(60):
        unit = rng.choice((agency.unit, agency.other_unit))
        day = date(2026, 1, 5) + timedelta(days=rng.randrange(120))
        ride = watch.scene.ride(unit, day)
        for order in range(1, 4):
            visit = watch.scene.visit(ride, order)
            if unit == agency.unit:
                visits[day.isoformat()[:7]] += 1
            for _ in range(rng.randrange(4)):
                found = tuple(rng.sample(issues, rng.choice((1, 1, 2))))
                lean, sharing = rng.choice(SIDES), rng.choice(("private", "team", "community"))
                note = watch.scene.observation(ride, visit, issues=found, lean=lean, sharing=sharing)
                if taken_back := rng.random() < 0.1:
                    watch.scene.retract(note)
                if unit == agency.unit and sharing != "private" and not taken_back:
                    for issue in found:
                        naive[day.isoformat()[:7], issue, lean].add(visit)
    trends = watch.view(agency.unit, how_many=4).trends
    assert trends.visits.cells == tuple(hidden(visits[str(month)]) for month in trends.months)
    for trend in trends.issues:
        for side in SIDES:
            for month, cell in zip(trends.months, trend.row(side).cells, strict=True):
                counted = len(naive[str(month), trend.issue, side])
                small = 0 < visits[str(month)] < 5 or 0 < counted < 5
                # What guards a small number of the other unit is hidden too.
                assert cell is None if small else cell in (counted, None), (month, trend.issue, side)


def hidden(count: int) -> int | None:
    return None if count in (1, 2, 3, 4) else count
