"""A file of unsent entries is taken in with the guarantees of sync."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from fieldlog.domain.unsent_file import read_unsent_file
from fieldlog.errors import Invalid
from fieldlog.operations.packs import load_packs
from fieldlog.operations.unsent import Import, import_unsent
from fieldlog.storage.protocol import Store
from tests.operations.test_projections import tables
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, some_id, statuses
from tests.support.unsent import unsent_file


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


@pytest.fixture
def stranger(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


def take(store: Store, phone: Phone, edits: list[Item], now: datetime, **changed: Any) -> Import:
    return import_unsent(store, read_unsent_file(unsent_file(phone, edits, **changed)), load_packs(), now=now)


def said(done: Import) -> list[str]:
    return [result.status for result in done.results]


def authors(store: Store, edits: list[Item]) -> set[str]:
    with store.read() as tx:
        return {known.author_id for known in tx.edits.known([edit["edit_id"] for edit in edits]).values()}


def test_what_was_in_the_file_is_as_if_it_had_been_sent(store: Store, phone: Phone, now: datetime) -> None:
    made = phone.outing()
    done = take(store, phone, made, now)
    assert said(done) == ["ok"] * 3
    assert done.complete
    assert done.person == phone.person.name
    imported = tables(store)
    assert len(imported["observations"]) == 1
    assert statuses(send(store, phone, made, now=now)) == ["dup"] * 3  # and the phone hears its ack
    assert tables(store) == imported


def test_twice_is_as_good_as_once(store: Store, phone: Phone, now: datetime) -> None:
    made = phone.outing()
    take(store, phone, made, now)
    before = tables(store)
    again = take(store, phone, made, now)
    assert said(again) == ["dup"] * 3
    assert again.complete
    assert tables(store) == before


def test_a_longer_queue_than_one_request_holds(store: Store, phone: Phone, now: datetime) -> None:
    made = [phone.ride() for _ in range(120)]
    assert take(store, phone, made, now).counts == {"ok": 120}


def test_words_of_somebody_else_are_not_taken_in_the_owners_name(
    store: Store, phone: Phone, stranger: Phone, now: datetime
) -> None:
    mine, theirs = phone.ride(), stranger.ride()
    done = take(store, phone, [mine, theirs], now)
    assert said(done) == ["ok", "not_yours"]
    assert not done.complete
    assert authors(store, [mine, theirs]) == {phone.person.person_id}
    with store.read() as tx:
        assert tx.edits.known([theirs["edit_id"]]) == {}


def test_damaged_words_are_refused_and_nothing_is_set_aside(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    done = take(store, phone, [{**ride, "body": ride["body"] + " "}, {**ride, "kind": "burn"}], now)
    assert said(done) == ["resend", "needs_fix"]
    with store.read() as tx:
        assert tx.quarantine.waiting(phone.person.person_id) == []


def test_of_somebody_who_is_switched_off_they_are_held(store: Store, phone: Phone, now: datetime) -> None:
    with store.write() as tx:
        tx.people.save_person(replace(phone.person, active=False))
    done = take(store, phone, phone.outing(), now)
    assert said(done) == ["held"] * 3
    assert done.complete
    assert tables(store)["entries"] == []


def test_a_file_of_nobody_is_refused(store: Store, phone: Phone, now: datetime) -> None:
    with pytest.raises(Invalid, match="unsent_person"):
        take(store, phone, phone.outing(), now, person_id=some_id())


def test_drafts_are_counted_and_passed_over(store: Store, phone: Phone, now: datetime) -> None:
    file = unsent_file(phone, [phone.ride()])
    file["entries"].append({"words": "half a thought", "state": "draft"})
    done = import_unsent(store, read_unsent_file(file), load_packs(), now=now)
    assert (said(done), done.drafts, done.complete) == (["ok"], 1, True)


def test_it_is_in_the_audit_without_a_word(store: Store, phone: Phone, now: datetime) -> None:
    take(store, phone, phone.outing(), now)
    with store.read() as tx:
        [entry] = tx.audit.about("person", phone.person.person_id)
    assert (entry.act, entry.actor_id) == ("import_unsent", "operator")
    assert entry.detail == {"device_id": phone.device_id, "ok": 3}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"fieldlog_unsent": 2},
        {"fieldlog_unsent": 1, "entries": {}},
        {"fieldlog_unsent": 1, "entries": [7]},
    ],
)
def test_another_kind_of_file_is_refused(raw: object) -> None:
    with pytest.raises(Invalid, match="unsent_file"):
        read_unsent_file(raw)


@pytest.mark.parametrize("missing", ["person_id", "device_id", "entries"])
def test_what_the_file_must_say(phone: Phone, missing: str) -> None:
    file = unsent_file(phone, [])
    del file[missing]
    with pytest.raises(Invalid, match="unsent_file"):
        read_unsent_file(file)
