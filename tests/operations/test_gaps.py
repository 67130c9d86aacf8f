"""The office sees gaps as counts, and lets in what was set aside, each under its own author."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fieldlog.domain.people import Person
from fieldlog.domain.sync_wire import Refusal
from fieldlog.errors import Forbidden, NotFound
from fieldlog.operations import people, sync
from fieldlog.operations.gaps import PersonGaps, Released, release_quarantined, sync_gaps
from fieldlog.operations.packs import load_packs
from fieldlog.storage.protocol import Store
from tests.operations.test_projections import tables
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, statuses

PACKS = load_packs()


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Ana"), agency.unit)


@pytest.fixture
def other(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Ben"), agency.unit)


def seen(store: Store, cast: Cast, viewer: Person) -> list[PersonGaps]:
    return sync_gaps(store, cast.actor(viewer))


def release(store: Store, cast: Cast, admin: Person, person: Person, now: datetime) -> Released:
    return release_quarantined(store, cast.actor(admin), person.person_id, PACKS, now=now)


def unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is older than the phone."""
    monkeypatch.setattr(
        sync, "read_edit", lambda raw, _: Refusal("needs_fix", "item_unreadable", "body", raw["edit_id"])
    )


def authors(store: Store, *items: Item) -> list[str | None]:
    with store.read() as tx:
        known = tx.edits.known([item["edit_id"] for item in items])
    return [known[item["edit_id"]].author_id if item["edit_id"] in known else None for item in items]


def test_made_17_we_have_15(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    rides = [phone.ride() for _ in range(17)]
    send(store, phone, rides[:15], now=now - timedelta(days=3))
    [person] = seen(store, cast, admin)
    [gap] = person.phones
    assert (gap.made, gap.stored, gap.missing, gap.last_heard) == (17, 15, 2, now - timedelta(days=3))
    send(store, phone, rides, now=now)
    assert seen(store, cast, admin)[0].missing == 0


def test_what_is_set_aside_is_not_missing(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    send(store, phone, [phone.ride(), {**phone.ride(), "kind": "burn"}], now=now)
    [person] = seen(store, cast, admin)
    assert (person.missing, dict(person.aside)) == (0, {"item_unreadable": 1})


def test_what_is_held_is_counted(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    people.disable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    send(store, phone, phone.outing(), now=now)
    [person] = seen(store, cast, admin)
    assert (person.active, person.held, person.missing) == (False, 3, 0)


def test_two_phones_of_one_person_and_one_phone_of_two(
    store: Store, cast: Cast, admin: Person, phone: Phone, other: Phone, now: datetime
) -> None:
    second = Phone(phone.person, phone.unit)
    shared = Phone(other.person, other.unit, device_id=phone.device_id)
    for each, made in ((phone, 1), (second, 2), (shared, 3)):
        send(store, each, [each.ride() for _ in range(made)], now=now)
    counted = {p.name: sorted((g.made, g.stored) for g in p.phones) for p in seen(store, cast, admin)}
    assert counted == {"Ana": [(1, 1), (2, 2)], "Ben": [(3, 3)]}


def test_trouble_comes_first(
    store: Store, cast: Cast, admin: Person, phone: Phone, other: Phone, now: datetime
) -> None:
    send(store, phone, [phone.ride()], now=now)
    other.ride()
    send(store, other, [other.ride()], now=now)
    assert [person.name for person in seen(store, cast, admin)] == ["Ben", "Ana"]


def test_a_supervisor_sees_their_own_units_only(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    send(store, phone, [phone.ride()], now=now)
    assert len(seen(store, cast, cast.person("supervisor", agency.unit))) == 1
    assert seen(store, cast, cast.person("supervisor", agency.other_unit)) == []
    with pytest.raises(Forbidden):
        seen(store, cast, phone.person)


# ------------------------------------------------------------------ release


def test_what_a_newer_server_reads_is_let_in(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = phone.outing()
    with monkeypatch.context() as older:
        unreadable(older)
        assert statuses(send(store, phone, items, now=now)) == ["needs_fix"] * 3
    assert release(store, cast, admin, phone.person, now) == Released(3, 0)
    assert authors(store, *items) == [phone.person.person_id] * 3
    assert len(tables(store)["observations"]) == 1
    assert seen(store, cast, admin)[0].aside == {}
    assert statuses(send(store, phone, items, now=now)) == ["dup"] * 3  # the phone hears its ack
    assert release(store, cast, admin, phone.person, now) == Released(0, 0)  # once is enough


def test_the_raw_words_stay_in_any_case(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        unreadable(older)
        send(store, phone, phone.outing(), now=now)
    release(store, cast, admin, phone.person, now)
    with store.read() as tx:
        assert tx.edits.conn.execute("SELECT count(*) FROM quarantine").fetchone()[0] == 3  # type: ignore[attr-defined]


def test_what_still_does_not_fit_stays_and_is_not_doubled(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    ride = phone.ride()
    clash = {**phone.ride(date="2026-05-14"), "edit_id": ride["edit_id"]}
    send(store, phone, [ride, {**phone.ride(), "kind": "burn"}, clash], now=now)
    before = seen(store, cast, admin)
    assert before[0].aside == {"item_unreadable": 1, "item_clash": 1}
    assert release(store, cast, admin, phone.person, now) == Released(0, 2)
    assert seen(store, cast, admin) == before


def test_a_mix_up_on_a_shared_phone_ends_under_the_real_author(
    store: Store, cast: Cast, admin: Person, phone: Phone, other: Phone, now: datetime
) -> None:
    shared = Phone(other.person, other.unit, device_id=phone.device_id)
    send(store, phone, [], now=now)
    ride = phone.ride()
    assert statuses(send(store, shared, [ride], now=now)) == ["not_yours"]
    assert release(store, cast, admin, other.person, now) == Released(1, 0)
    assert authors(store, ride) == [phone.person.person_id]


def test_nobody_puts_words_into_anothers_mouth(
    store: Store, cast: Cast, admin: Person, phone: Phone, other: Phone, now: datetime
) -> None:
    """From a phone that the named author never used, or that it was not made on."""
    send(store, phone, [], now=now)
    forged = phone.ride()
    own_phone = {**phone.ride(), "device_id": other.device_id}
    assert statuses(send(store, other, [forged, own_phone], now=now)) == ["not_yours"] * 2
    assert release(store, cast, admin, other.person, now) == Released(0, 2)
    assert authors(store, forged, own_phone) == [None, None]


def test_of_somebody_who_is_switched_off_it_is_held(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        unreadable(older)
        send(store, phone, phone.outing(), now=now)
    people.disable_person(store, cast.actor(admin), phone.person.person_id, now=now)
    assert release(store, cast, admin, phone.person, now) == Released(3, 0)
    assert tables(store)["entries"] == []
    assert seen(store, cast, admin)[0].held == 3


def test_releasing_is_in_the_audit(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    release(store, cast, admin, phone.person, now)
    with store.read() as tx:
        [entry] = [e for e in tx.audit.about("person", phone.person.person_id) if e.act == "release_quarantined"]
    assert (entry.actor_id, entry.detail) == (admin.person_id, {"let_in": 0, "left": 1})


def test_only_an_admin_of_their_units_releases(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        release(store, cast, cast.person("supervisor", agency.root), phone.person, now)
    with pytest.raises(NotFound):
        release(store, cast, cast.person("admin", agency.other_unit), phone.person, now)
