"""What the office reads and answers; each refusal by name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from fieldlog.domain.observation import Filter
from fieldlog.domain.people import Person
from fieldlog.errors import Forbidden, Invalid, NotFound
from fieldlog.operations import observations
from fieldlog.operations.observations import (
    MOST_ANSWER,
    answer_observation,
    list_observations,
    list_promises,
    read_observation,
)
from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, some_id

ALL = Filter(frozenset())


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


@pytest.fixture
def supervisor(cast: Cast, agency: Agency) -> Person:
    return cast.person("supervisor", agency.region, name="Sam Supervisor")


@pytest.fixture
def seen(store: Store, phone: Phone, now: datetime) -> Item:
    ride, visit, seen = phone.outing()
    send(store, phone, [ride, visit, seen], now=now)
    return seen


def test_a_supervisor_reads_their_subtree_and_no_other(
    store: Store, cast: Cast, agency: Agency, supervisor: Person, seen: Item, now: datetime
) -> None:
    elsewhere = cast.unit("West unit", agency.root)
    stranger = Phone(cast.person("leader", elsewhere), elsewhere)
    outing = stranger.outing()
    send(store, stranger, outing, now=now)
    actor = cast.actor(supervisor)
    found = list_observations(store, actor, ALL)
    assert ([shown.observation_id for shown in found.items], found.found) == ([seen["entry_id"]], 1)
    with pytest.raises(NotFound):
        read_observation(store, actor, outing[2]["entry_id"])
    with pytest.raises(NotFound):
        list_observations(store, actor, ALL, unit_id=elsewhere.unit_id)
    with pytest.raises(NotFound):
        answer_observation(store, actor, outing[2]["entry_id"], "hello", now=now)


def test_a_filter_cannot_reach_beyond_the_role(
    store: Store, cast: Cast, agency: Agency, supervisor: Person, now: datetime
) -> None:
    elsewhere = cast.unit("West unit", agency.root)
    stranger = Phone(cast.person("leader", elsewhere), elsewhere)
    send(store, stranger, stranger.outing(), now=now)
    found = list_observations(store, cast.actor(supervisor), Filter(frozenset({elsewhere.unit_id})))
    assert found.found == 0


def test_one_unit_of_several(store: Store, cast: Cast, agency: Agency, supervisor: Person, seen: Item) -> None:
    actor = cast.actor(supervisor)
    assert list_observations(store, actor, ALL, unit_id=agency.unit.unit_id).found == 1
    assert list_observations(store, actor, ALL, unit_id=agency.other_unit.unit_id).found == 0


@pytest.mark.parametrize("role", ["leader", "editor", "approver", "admin"])
def test_other_roles_may_not(store: Store, cast: Cast, agency: Agency, seen: Item, now: datetime, role: str) -> None:
    actor = cast.actor(cast.person(role, agency.root))
    with pytest.raises(Forbidden):
        list_observations(store, actor, ALL)
    with pytest.raises(Forbidden):
        read_observation(store, actor, seen["entry_id"])
    with pytest.raises(Forbidden):
        list_promises(store, actor)
    with pytest.raises(Forbidden):
        answer_observation(store, actor, seen["entry_id"], "hello", now=now)


def test_a_private_or_retracted_note_looks_like_no_note(
    store: Store, cast: Cast, supervisor: Person, phone: Phone, seen: Item, now: datetime
) -> None:
    private = phone.again(seen, sharing="private")
    send(store, phone, [private], now=now)
    for item in (private, phone.again(private, sharing="team", kind="retract")):
        send(store, phone, [item], now=now)
        with pytest.raises(NotFound):
            read_observation(store, cast.actor(supervisor), seen["entry_id"])


def test_an_answer_reaches_the_phone_and_the_audit(
    store: Store, cast: Cast, supervisor: Person, phone: Phone, seen: Item, now: datetime
) -> None:
    before = send(store, phone, [], now=now)
    answer = answer_observation(store, cast.actor(supervisor), seen["entry_id"], "  Thank you.  ", now=now)
    reply = send(store, phone, [], now=now, cursor=before.cursor, epoch=before.state.epoch)
    assert reply.changes == (answer,)
    assert (answer.words, answer.author_name) == ("Thank you.", "Sam Supervisor")
    file = read_observation(store, cast.actor(supervisor), seen["entry_id"])
    assert file.answers == (answer,)
    with store.read() as tx:
        entries = tx.audit.about("observation", seen["entry_id"])
    assert [(entry.actor_id, entry.act, entry.detail) for entry in entries] == [
        (supervisor.person_id, "answer_observation", {"answer_id": answer.answer_id})
    ]


def test_an_answer_outlives_a_rebuild(store: Store, cast: Cast, supervisor: Person, seen: Item, now: datetime) -> None:
    answer = answer_observation(store, cast.actor(supervisor), seen["entry_id"], "Thank you.", now=now)
    rebuild_projections(store, load_packs(), now=now)
    assert read_observation(store, cast.actor(supervisor), seen["entry_id"]).answers == (answer,)
    assert store.check() == []


@pytest.mark.parametrize(
    ("words", "code"), [("", "answer_missing"), (" \n", "answer_missing"), ("x" * (MOST_ANSWER + 1), "answer_too_long")]
)
def test_an_answer_has_words_but_not_too_many(
    store: Store, cast: Cast, supervisor: Person, seen: Item, now: datetime, words: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        answer_observation(store, cast.actor(supervisor), seen["entry_id"], words, now=now)
    assert read_observation(store, cast.actor(supervisor), seen["entry_id"]).answers == ()


def test_nobody_answers_what_is_not_there(store: Store, cast: Cast, supervisor: Person, now: datetime) -> None:
    with pytest.raises(NotFound):
        answer_observation(store, cast.actor(supervisor), some_id(), "hello", now=now)


def test_pages_hold_everything_once(
    store: Store, cast: Cast, supervisor: Person, phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations, "PAGE", 3)
    ride = phone.ride()
    visit = phone.visit(ride)
    notes = [phone.observation(visit) for _ in range(7)]
    send(store, phone, [ride, visit, *notes], now=now)
    actor = cast.actor(supervisor)
    pages = [list_observations(store, actor, ALL, page=page) for page in (1, 2, 3)]
    assert [len(page.items) for page in pages] == [3, 3, 1]
    assert {shown.observation_id for page in pages for shown in page.items} == {note["entry_id"] for note in notes}
    assert pages[0].pages == 3
    assert list_observations(store, actor, ALL, page=99).page == 3
    assert list_observations(store, actor, ALL, page=-1).page == 1


def test_promises_of_the_subtree_in_a_quarter(
    store: Store, cast: Cast, supervisor: Person, phone: Phone, now: datetime
) -> None:
    ride = phone.ride()
    made = phone.promise(ride)
    send(store, phone, [ride, made], now=now)
    actor = cast.actor(supervisor)
    assert [each.promise_id for each in list_promises(store, actor).items] == [made["entry_id"]]
    assert list_promises(store, actor, first=date(2026, 7, 1)).items == ()
