"""What comes sealed is stored as if it had come in the clear: same edit, same ack, by whichever door."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fieldlog.domain.people import Person
from fieldlog.domain.unsent_file import read_unsent_file
from fieldlog.operations import gaps
from fieldlog.operations.packs import load_packs
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.operations.sync import Reply
from fieldlog.operations.unsent import Import, import_unsent
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, statuses
from tests.support.seal import key_ring, sealed
from tests.support.unsent import unsent_file

PACKS = load_packs()


@pytest.fixture
def ring(tmp_path: Path) -> SealKeys:
    return key_ring(tmp_path)


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Ana"), agency.unit)


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


def stored(store: Store) -> list[dict[str, Any]]:
    with store.read() as tx:
        rows = tx.edits.conn.execute("SELECT * FROM edits ORDER BY rev")  # type: ignore[attr-defined]
        return [{name: row[name] for name in tuple(row.keys()) if name not in ("rev", "received_at")} for row in rows]


def set_aside(store: Store) -> list[tuple[str, bytes]]:
    with store.read() as tx:
        rows = tx.edits.conn.execute("SELECT code, raw FROM quarantine")  # type: ignore[attr-defined]
        return [(row["code"], row["raw"]) for row in rows]


def test_it_is_stored_as_the_plain_edit(store: Store, phone: Phone, ring: SealKeys, now: datetime) -> None:
    items = phone.outing()
    reply = send(store, phone, [sealed(item, ring.public()) for item in items], now=now, opener=ring)
    assert statuses(reply) == ["ok"] * 3
    assert [result.content_sha256 for result in reply.results] == [item["content_sha256"] for item in items]
    for row, item in zip(stored(store), items, strict=True):
        assert (row["enc"], row["key_id"], row["body"]) == ("plain", None, item["body"])
        assert row["body_sha256"] == row["content_sha256"] == item["content_sha256"]
    with store.read() as tx:
        entry = tx.entries.conn.execute("SELECT note FROM observations").fetchone()  # type: ignore[attr-defined]
    assert entry["note"] == "heat off nine days, a deposit would fix it"


@pytest.mark.parametrize("sealed_first", [True, False])
def test_a_sealed_copy_and_a_plain_one_are_the_same_edit(
    store: Store, phone: Phone, ring: SealKeys, now: datetime, sealed_first: bool
) -> None:
    item = phone.ride()
    copies = [sealed(item, ring.public()), item]
    first, second = copies if sealed_first else reversed(copies)
    assert statuses(send(store, phone, [first], now=now, opener=ring)) == ["ok"]
    again: Reply = send(store, phone, [second, first], now=now, opener=ring)
    assert statuses(again) == ["dup", "dup"]
    assert {result.content_sha256 for result in again.results} == {item["content_sha256"]}
    assert len(stored(store)) == 1
    assert set_aside(store) == []


def test_both_copies_in_one_request(store: Store, phone: Phone, ring: SealKeys, now: datetime) -> None:
    item = phone.ride()
    assert statuses(send(store, phone, [sealed(item, ring.public()), item], now=now, opener=ring)) == ["ok", "dup"]


def test_other_words_under_the_same_id_are_a_clash_sealed_or_not(
    store: Store, phone: Phone, ring: SealKeys, now: datetime
) -> None:
    item = phone.ride()
    other = {**phone.ride(date="2026-05-14"), "edit_id": item["edit_id"]}
    send(store, phone, [item], now=now, opener=ring)
    assert statuses(send(store, phone, [sealed(other, ring.public())], now=now, opener=ring)) == ["clash"]
    assert len(stored(store)) == 1


def test_what_can_not_be_opened_is_kept_and_let_in_once_the_key_is_back(
    store: Store, cast: Cast, phone: Phone, admin: Person, ring: SealKeys, now: datetime, tmp_path: Path
) -> None:
    elsewhere = key_ring(tmp_path / "lost")
    items = phone.outing()
    sent = [sealed(item, elsewhere.public()) for item in items]
    assert [(r.status, r.code) for r in send(store, phone, sent, now=now, opener=ring).results] == [
        ("needs_fix", "item_sealed")
    ] * 3
    assert [code for code, _ in set_aside(store)] == ["item_sealed"] * 3
    assert all(item["body"].encode() in raw for item, (_, raw) in zip(sent, set_aside(store), strict=True))
    assert let_in(store, cast, admin, phone, ring, now) == gaps.Released(0, 3)
    ring.take_in(elsewhere.path)
    assert let_in(store, cast, admin, phone, ring, now) == gaps.Released(3, 0)
    assert [row["body"] for row in stored(store)] == [item["body"] for item in items]
    assert statuses(send(store, phone, items, now=now, opener=ring)) == ["dup"] * 3


def test_a_damaged_item_does_not_hold_up_the_others(store: Store, phone: Phone, ring: SealKeys, now: datetime) -> None:
    good, bad = sealed(phone.ride(), ring.public()), sealed(phone.ride(), ring.public())
    swapped = {**bad, "edit_id": phone.ride()["edit_id"]}
    assert statuses(send(store, phone, [swapped, good], now=now, opener=ring)) == ["needs_fix", "ok"]


def test_somebody_elses_session_does_not_take_it(
    store: Store, cast: Cast, agency: Agency, phone: Phone, ring: SealKeys, now: datetime
) -> None:
    other = Phone(cast.person("leader", agency.unit), agency.unit)
    assert statuses(send(store, other, [sealed(phone.ride(), ring.public())], now=now, opener=ring)) == ["not_yours"]
    assert stored(store) == []


def test_of_somebody_who_is_switched_off_it_is_held(
    store: Store, cast: Cast, phone: Phone, ring: SealKeys, now: datetime
) -> None:
    with store.write() as tx:
        tx.people.save_person(replace(phone.person, active=False))
    assert statuses(send(store, phone, [sealed(phone.ride(), ring.public())], now=now, opener=ring)) == ["held"]


def test_a_file_of_sealed_entries_is_taken_in(store: Store, phone: Phone, ring: SealKeys, now: datetime) -> None:
    items = phone.outing()
    file = [sealed(item, ring.public()) for item in items]
    ring.rotate(now=datetime.now(UTC))
    done = taken_in(store, phone, file, ring, now)
    assert (done.complete, done.counts["ok"]) == (True, 3)
    assert taken_in(store, phone, file, ring, now).counts["dup"] == 3
    assert statuses(send(store, phone, items, now=now, opener=ring)) == ["dup"] * 3
    assert [row["body"] for row in stored(store)] == [item["body"] for item in items]


def test_a_file_sealed_to_another_server_is_not(store: Store, phone: Phone, ring: SealKeys, now: datetime) -> None:
    done = taken_in(store, phone, [sealed(phone.ride(), ring.public())], None, now)
    assert [(r.status, r.code) for r in done.results] == [("needs_fix", "item_sealed")]
    assert stored(store) == []
    assert set_aside(store) == []


def let_in(store: Store, cast: Cast, admin: Person, phone: Phone, ring: SealKeys, now: datetime) -> gaps.Released:
    person_id = phone.person.person_id
    return gaps.release_quarantined(store, cast.actor(admin), person_id, PACKS, opener=ring, now=now)


def taken_in(store: Store, phone: Phone, items: list[Item], ring: SealKeys | None, now: datetime) -> Import:
    return import_unsent(store, read_unsent_file(unsent_file(phone, items)), PACKS, opener=ring, now=now)
