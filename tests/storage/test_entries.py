"""What entries are now: what the office may read of them, and what never."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from fieldlog.domain.entry import Answer
from fieldlog.domain.observation import Filter
from fieldlog.domain.period import Period, Quarter
from fieldlog.errors import NotFound
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, some_id, statuses

EVERYTHING = {"limit": 50, "offset": 0}


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Lee Leader"), agency.unit)


def keep(store: Store, phone: Phone, now: datetime, *items: Item) -> None:
    assert set(statuses(send(store, phone, list(items), now=now))) == {"ok"}


def shown_ids(store: Store, phone: Phone, **wanted: object) -> list[str]:
    with store.read() as tx:
        looked_for = Filter(frozenset({phone.unit.unit_id}), **wanted)  # type: ignore[arg-type]
        found = tx.entries.observations(looked_for, **EVERYTHING)
        assert tx.entries.count_observations(looked_for) == len(found)
    return [shown.observation_id for shown in found]


def test_an_observation_is_shown_with_its_ride(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing(cues=["money_fixes"], feelings=["uneasy"], issues=["poverty_bias"])
    keep(store, phone, now, ride, visit, seen)
    with store.read() as tx:
        shown = tx.entries.observation(seen["entry_id"])
    assert (shown.author_name, shown.worker_role, shown.visit_kind) == ("Lee Leader", "ongoing", "home")
    assert (shown.ride_date, shown.unit_id) == (date(2026, 5, 13), phone.unit.unit_id)
    assert shown.seen.issues == ("poverty_bias",)
    assert shown.seen.note == "heat off nine days, a deposit would fix it"
    assert shown.answer_count == 0


def test_parents_may_arrive_later(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing()
    keep(store, phone, now, seen)
    assert shown_ids(store, phone) == []
    keep(store, phone, now, visit)
    assert shown_ids(store, phone) == []
    keep(store, phone, now, ride)
    assert shown_ids(store, phone) == [seen["entry_id"]]


@pytest.mark.parametrize("what", ["ride", "visit", "observation"])
def test_what_is_taken_back_is_shown_to_nobody_until_it_is_brought_back(
    store: Store, phone: Phone, now: datetime, what: str
) -> None:
    items = dict(zip(("ride", "visit", "observation"), phone.outing(), strict=True))
    keep(store, phone, now, *items.values())
    gone = phone.again(items[what], kind="retract")
    keep(store, phone, now, gone)
    assert shown_ids(store, phone) == []
    with store.read() as tx, pytest.raises(NotFound):
        tx.entries.observation(items["observation"]["entry_id"])
    keep(store, phone, now, phone.again(gone))
    assert shown_ids(store, phone) == [items["observation"]["entry_id"]]


def test_a_private_observation_is_its_authors_alone(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing(sharing="private")
    keep(store, phone, now, ride, visit, seen)
    assert shown_ids(store, phone) == []
    keep(store, phone, now, phone.again(seen, sharing="team"))
    assert shown_ids(store, phone) == [seen["entry_id"]]


def test_only_the_current_version_is_shown(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing(cues=["money_fixes"])
    keep(store, phone, now, ride, visit, seen)
    keep(store, phone, now, phone.again(seen, note="heat is back on", issues=["rural_practice"], cues=[]))
    with store.read() as tx:
        shown = tx.entries.observation(seen["entry_id"])
    assert (shown.seen.note, shown.seen.issues, shown.seen.cues) == ("heat is back on", ("rural_practice",), ())


def test_a_version_that_no_table_takes_leaves_no_older_one_on_show(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing()
    keep(store, phone, now, ride, visit, seen)
    keep(store, phone, now, phone.again(seen, lean="sideways"))
    assert shown_ids(store, phone) == []


def test_nobody_hangs_a_note_on_somebody_elses_ride(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    ride, visit, seen = phone.outing()
    keep(store, phone, now, ride, visit, seen)
    stranger = Phone(cast.person("leader", agency.other_unit), agency.other_unit)
    keep(store, stranger, now, stranger.observation(visit), stranger.observation(stranger.visit(ride)))
    assert shown_ids(store, phone) == [seen["entry_id"]]


def test_filters(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, concern = phone.outing()
    strength = phone.observation(visit, lean="strength", issues=["rural_practice", "poverty_bias"])
    old_ride = phone.ride(date="2026-03-31")
    old_visit = phone.visit(old_ride)
    old = phone.observation(old_visit)
    keep(store, phone, now, ride, visit, concern, strength, old_ride, old_visit, old)
    assert set(shown_ids(store, phone, issue="rural_practice")) == {strength["entry_id"]}
    assert set(shown_ids(store, phone, lean="concern")) == {concern["entry_id"], old["entry_id"]}
    assert set(shown_ids(store, phone, last=date(2026, 3, 31))) == {old["entry_id"]}
    assert set(shown_ids(store, phone, first=date(2026, 4, 1))) == {concern["entry_id"], strength["entry_id"]}
    assert shown_ids(store, phone)[-1] == old["entry_id"]  # newest ride first
    with store.read() as tx:
        assert tx.entries.observations(Filter(frozenset()), **EVERYTHING) == []
        assert tx.entries.observations(Filter(frozenset({some_id()})), **EVERYTHING) == []


def test_promises_with_their_state(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    made = phone.promise(ride)
    taken_back = phone.promise(ride)
    keep(store, phone, now, ride, made, taken_back, phone.promise(None))
    told = {"when": "2026-06-01", "how": "unit meeting"}
    keep(store, phone, now, phone.again(made, state="done", told=told), phone.again(taken_back, kind="retract"))
    with store.read() as tx:
        found = tx.entries.promises({phone.unit.unit_id}, date(2026, 4, 1), date(2026, 6, 30))
        assert tx.entries.promises({phone.unit.unit_id}, date(2026, 7, 1), date(2026, 9, 30)) == []
    assert [(each.promise_id, each.promise.state) for each in found] == [(made["entry_id"], "done")]
    assert found[0].promise.told is not None
    assert found[0].promise.told.how == "unit meeting"


def test_answers_are_read_by_entry_and_by_reader(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    supervisor = cast.person("supervisor", agency.unit, name="Sam Supervisor")
    ride, visit, seen = phone.outing()
    keep(store, phone, now, ride, visit, seen)
    with store.write() as tx:
        answer = Answer(
            answer_id=some_id(),
            rev=tx.next_rev(),
            entry_id=seen["entry_id"],
            to_id=phone.person.person_id,
            author_id=supervisor.person_id,
            author_name="Sam Supervisor",
            words="Thank you",
            at=now,
        )
        tx.entries.add_answer(answer)
    with store.read() as tx:
        assert tx.entries.answers_about(seen["entry_id"]) == [answer]
        assert tx.entries.answers_to(phone.person.person_id, after=0, limit=9) == [answer]
        assert tx.entries.answers_to(phone.person.person_id, after=answer.rev or 0, limit=9) == []
        assert tx.entries.observation(seen["entry_id"]).answer_count == 1


def test_a_visit_that_another_leader_puts_on_a_ride_counts_nowhere(
    store: Store, phone: Phone, cast: Cast, agency: Agency, now: datetime
) -> None:
    ride, visit, seen = phone.outing(sharing="community")
    stranger = Phone(cast.person("leader", agency.unit, name="Other Leader"), agency.unit)
    keep(store, phone, now, ride, visit, seen)
    keep(store, stranger, now, stranger.visit(ride))
    day, unit_ids = date(2026, 5, 13), [phone.unit.unit_id]
    with store.read() as tx:
        assert list(tx.trends.visits_by_month(unit_ids, day, day).values()) == [1]
        quarter = Quarter.of(day)
        assert tx.summaries.counts(unit_ids, Period(quarter, quarter)).visits == 1
