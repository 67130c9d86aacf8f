"""What a phone hands over while its owner may not log waits, and counts once an admin lets them log again."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldlog.domain.people import Grant, Person
from fieldlog.domain.sync_wire import read_request
from fieldlog.errors import NotFound
from fieldlog.operations import people
from fieldlog.operations.actors import load_actor
from fieldlog.operations.packs import load_packs
from fieldlog.operations.sync import receive
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Phone


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


def hand_over(store: Store, phone: Phone, now: datetime) -> str:
    """Send a whole outing while it is held; returns the observation's id."""
    items = phone.outing()
    reply = receive(
        store, load_actor(store, phone.person.person_id), read_request(phone.request(items)), load_packs(), now=now
    )
    assert {result.status for result in reply.results} == {"held"}
    return str(items[-1]["entry_id"])


def is_read(store: Store, observation_id: str) -> bool:
    with store.read() as tx:
        try:
            tx.entries.observation(observation_id)
        except NotFound:
            return False
    return True


def give(store: Store, cast: Cast, admin: Person, person: Person, role: str, agency: Agency, now: datetime) -> None:
    people.save_person(
        store,
        cast.actor(admin),
        person.person_id,
        name=person.name,
        email=person.email,
        grants=[Grant(role, agency.unit.unit_id)],
        now=now,
    )


def test_switching_an_account_on_lets_its_entries_in(
    store: Store, cast: Cast, agency: Agency, admin: Person, phone: Phone, now: datetime
) -> None:
    people.disable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    seen = hand_over(store, phone, now)
    assert not is_read(store, seen)
    assert people.person_file(store, cast.actor(admin), phone.person.person_id, now=now).held == 3
    people.enable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    assert is_read(store, seen)
    assert people.person_file(store, cast.actor(admin), phone.person.person_id, now=now).held == 0
    with store.read() as tx:
        [entry] = [e for e in tx.audit.about("person", phone.person.person_id) if e.act == "release_held"]
    assert (entry.actor_id, entry.detail) == (admin.person_id, {"edits": 3})


def test_giving_the_role_of_a_leader_back_lets_entries_in(
    store: Store, cast: Cast, agency: Agency, admin: Person, phone: Phone, now: datetime
) -> None:
    give(store, cast, admin, phone.person, "editor", agency, now)
    seen = hand_over(store, phone, now)
    assert not is_read(store, seen)
    give(store, cast, admin, phone.person, "leader", agency, now)
    assert is_read(store, seen)


def test_entries_of_somebody_who_is_no_leader_go_on_waiting(
    store: Store, cast: Cast, agency: Agency, admin: Person, phone: Phone, now: datetime
) -> None:
    people.disable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    give(store, cast, admin, phone.person, "editor", agency, now)
    seen = hand_over(store, phone, now)
    people.enable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    assert not is_read(store, seen)
