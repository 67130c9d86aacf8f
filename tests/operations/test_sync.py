"""Accept first, judge later: what becomes of each item that a phone sends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fieldlog.domain.people import Person
from fieldlog.domain.sync_wire import read_request
from fieldlog.errors import Conflict, Forbidden, NotFound
from fieldlog.operations.actors import load_actor
from fieldlog.operations.packs import load_packs
from fieldlog.operations.sync import Reply, missing_edits, receive
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, send, some_id, statuses


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


@pytest.fixture
def stranger(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.other_unit), agency.other_unit)


def stored(store: Store, *edit_ids: str) -> set[str]:
    with store.read() as tx:
        return {edit.edit_id for edit in tx.edits.get(edit_ids)}


def quarantined(store: Store, person: Person) -> list[tuple[str, object]]:
    with store.read() as tx:
        return [(item.code, json.loads(item.raw)) for item in tx.quarantine.waiting(person.person_id)]


def test_what_is_stored_is_acked_with_its_hash_and_rev(store: Store, phone: Phone, now: datetime) -> None:
    items = phone.outing()
    reply = send(store, phone, items, now=now)
    assert statuses(reply) == ["ok", "ok", "ok"]
    assert [result.edit_id for result in reply.results] == [item["edit_id"] for item in items]
    assert [result.content_sha256 for result in reply.results] == [item["content_sha256"] for item in items]
    assert [result.rev for result in reply.results] == [1, 2, 3]
    assert stored(store, *(item["edit_id"] for item in items)) == {item["edit_id"] for item in items}


def test_sent_again_is_dup_and_still_one_row(store: Store, phone: Phone, now: datetime) -> None:
    items = phone.outing()
    first = send(store, phone, items, now=now)
    again = send(store, phone, [*reversed(items), items[0]], now=now)
    assert statuses(again) == ["dup"] * 4
    assert [result.rev for result in again.results] == [3, 2, 1, 1]
    assert again.state.rev == first.state.rev


def test_the_same_item_twice_in_one_request_is_stored_once(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    assert statuses(send(store, phone, [ride, ride], now=now)) == ["ok", "dup"]


def test_a_known_id_with_other_content_is_a_clash_and_changes_nothing(
    store: Store, phone: Phone, now: datetime
) -> None:
    ride = phone.ride()
    other = {**phone.ride(date="2026-05-14"), "edit_id": ride["edit_id"]}
    send(store, phone, [ride], now=now)
    reply = send(store, phone, [other], now=now)
    assert statuses(reply) == ["clash"]
    assert reply.results[0].content_sha256 is None
    assert quarantined(store, phone.person) == [("item_clash", other)]
    with store.read() as tx:
        assert [edit.body for edit in tx.edits.get([ride["edit_id"]])] == [ride["body"]]


def test_another_persons_id_is_a_clash(store: Store, phone: Phone, stranger: Phone, now: datetime) -> None:
    ride = phone.ride()
    send(store, phone, [ride], now=now)
    copied = {**ride, "author_id": stranger.person.person_id}
    assert statuses(send(store, stranger, [copied], now=now)) == ["clash"]


def test_an_edit_written_by_somebody_else_is_not_stored_under_either(
    store: Store, phone: Phone, stranger: Phone, now: datetime
) -> None:
    ride = stranger.ride()
    reply = send(store, phone, [ride], now=now)
    assert statuses(reply) == ["not_yours"]
    assert reply.results[0].code == "item_other_author"
    assert stored(store, ride["edit_id"]) == set()
    assert quarantined(store, phone.person) == [("item_other_author", ride)]
    assert statuses(send(store, stranger, [ride], now=now)) == ["ok"]  # its author's phone still delivers it


def test_the_first_edit_claims_an_entry_for_its_author(
    store: Store, phone: Phone, stranger: Phone, now: datetime
) -> None:
    ride = phone.ride()
    taken = stranger.edit("ride", json.loads(stranger.ride()["body"]), entry_id=ride["entry_id"])
    assert statuses(send(store, phone, [ride], now=now)) == ["ok"]
    reply = send(store, stranger, [taken], now=now)
    assert statuses(reply) == ["not_yours"]
    assert reply.results[0].code == "item_other_owner"
    assert quarantined(store, stranger.person) == [("item_other_owner", taken)]
    with store.read() as tx:
        assert {link.author_id for link in tx.edits.links([ride["entry_id"]])} == {phone.person.person_id}


def test_an_entry_keeps_its_kind(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    other = {**phone.promise(), "entry_id": ride["entry_id"]}
    assert statuses(send(store, phone, [ride, other], now=now)) == ["ok", "needs_fix"]


def test_entries_of_another_person_on_this_phone_are_refused_whole(
    store: Store, phone: Phone, stranger: Phone, now: datetime
) -> None:
    """The cookie was swapped in another tab: the phone sends A's entries in B's session."""
    ride = phone.ride()
    actor = load_actor(store, stranger.person.person_id)
    with pytest.raises(Conflict, match="other_person"):
        receive(store, actor, read_request(phone.request([ride])), load_packs(), now=now)
    assert stored(store, ride["edit_id"]) == set()


def test_one_bad_item_of_twenty_holds_nobody_up(store: Store, phone: Phone, now: datetime) -> None:
    items = [phone.ride() for _ in range(20)]
    items[7] = {**items[7], "entry_type": "poem"}
    reply = send(store, phone, items, now=now)
    assert statuses(reply) == ["ok"] * 7 + ["needs_fix"] + ["ok"] * 12
    assert (reply.results[7].code, reply.results[7].field) == ("item_unreadable", "entry_type")
    assert quarantined(store, phone.person) == [("item_unreadable", items[7])]
    send(store, phone, items, now=now)
    assert len(quarantined(store, phone.person)) == 1


def test_an_oversized_note_is_kept_aside_word_for_word(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    large = phone.observation(phone.visit(ride), note="long " * 20_000)
    assert statuses(send(store, phone, [ride, large], now=now)) == ["ok", "needs_fix"]
    assert quarantined(store, phone.person) == [("item_too_large", large)]


def test_a_damaged_item_is_asked_for_again_and_leaves_no_trace(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    damaged = {**ride, "body": ride["body"][:-9]}
    assert statuses(send(store, phone, [damaged], now=now)) == ["resend"]
    assert quarantined(store, phone.person) == []
    assert statuses(send(store, phone, [ride], now=now)) == ["ok"]


def test_setting_aside_is_in_the_audit_without_a_word_of_it(store: Store, phone: Phone, now: datetime) -> None:
    item = {**phone.ride(), "kind": "burn"}
    send(store, phone, [item], now=now)
    with store.read() as tx:
        entries = tx.audit.about("edit", item["edit_id"])
    assert [(entry.act, entry.detail) for entry in entries] == [("quarantine_edit", {"code": "item_unreadable"})]


def test_broken_business_rules_are_stored_ok(store: Store, phone: Phone, now: datetime) -> None:
    ride, visit, seen = phone.outing(lean="sideways", issues=["no_such_issue"])
    assert statuses(send(store, phone, [ride, visit, seen], now=now)) == ["ok", "ok", "ok"]


def test_a_clock_that_is_years_wrong_changes_nothing(store: Store, phone: Phone, now: datetime) -> None:
    early, late = {**phone.ride(), "occurred_at": "1970-01-01T00:00:00Z"}, phone.ride()
    late["occurred_at"] = "2099-01-01T00:00:00Z"
    assert statuses(send(store, phone, [early, late], now=now)) == ["ok", "ok"]


# ------------------------------------------------------------------ switched off


def switched(store: Store, person: Person, *, active: bool) -> None:
    with store.write() as tx:
        tx.people.save_person(replace(tx.people.person(person.person_id), active=active))


def test_a_switched_off_person_hands_over_and_reads_nothing(store: Store, phone: Phone, now: datetime) -> None:
    before = send(store, phone, [phone.ride()], now=now)
    switched(store, phone.person, active=False)
    ride = phone.ride()
    reply = send(store, phone, [ride], now=now, cursor=0)
    assert statuses(reply) == ["held"]
    assert (reply.changes, reply.cursor, reply.more) == ((), 0, False)
    assert reply.state.rev > before.state.rev
    assert statuses(send(store, phone, [ride], now=now)) == ["held"]
    with pytest.raises(Forbidden, match="disabled"):
        missing_edits(store, load_actor(store, phone.person.person_id), [ride["edit_id"]])


def test_held_entries_are_in_no_page_until_they_are_let_in(store: Store, phone: Phone, now: datetime) -> None:
    switched(store, phone.person, active=False)
    ride, visit, seen = phone.outing()
    send(store, phone, [ride, visit, seen], now=now)
    with store.read() as tx, pytest.raises(NotFound):
        tx.entries.observation(seen["entry_id"])
    switched(store, phone.person, active=True)
    assert statuses(send(store, phone, [seen], now=now)) == ["dup"]  # resending lets everything in
    with store.read() as tx:
        assert tx.entries.observation(seen["entry_id"]).seen.note


def test_who_lost_the_role_is_held_but_still_reads_their_own(store: Store, phone: Phone, now: datetime) -> None:
    send(store, phone, [phone.ride()], now=now)
    with store.write() as tx:
        tx.people.save_person(replace(phone.person, grants=frozenset()))
    reply = send(store, phone, [phone.ride()], now=now)
    assert statuses(reply) == ["held"]
    assert len(reply.changes) == 1


# ------------------------------------------------------------------ the phone's row


def device_and_rev(store: Store, phone: Phone) -> tuple[object, int]:
    with store.read() as tx:
        return tx.devices.get(phone.device_id, phone.person.person_id), tx.server_state().rev


def test_the_phone_is_remembered_with_what_it_has_made(store: Store, phone: Phone, now: datetime) -> None:
    send(store, phone, [phone.ride()], now=now, max_device_seq=17)
    with store.read() as tx:
        device = tx.devices.get(phone.device_id, phone.person.person_id)
    assert device is not None
    assert (device.max_device_seq, device.app_version, device.last_seen_at) == (17, "test", now)


def test_a_pull_without_news_writes_only_a_sign_of_life(store: Store, phone: Phone, now: datetime) -> None:
    send(store, phone, [phone.ride()], now=now)
    before = device_and_rev(store, phone)
    send(store, phone, [], now=now + timedelta(minutes=1))
    assert device_and_rev(store, phone) == before
    send(store, phone, [], now=now + timedelta(minutes=6))
    assert device_and_rev(store, phone) != before


def test_the_session_is_bound_to_the_phone(store: Store, cast: Cast, phone: Phone, now: datetime) -> None:
    cast.session_token(phone.person)
    with store.read() as tx:
        session = tx.sessions.of_person(phone.person.person_id)[0]
    actor = load_actor(store, phone.person.person_id)
    receive(store, actor, read_request(phone.request([])), load_packs(), session=session, now=now)
    with store.read() as tx:
        assert tx.sessions.of_person(phone.person.person_id)[0].device_id == phone.device_id


# ------------------------------------------------------------------ have


def test_have_names_what_is_missing(store: Store, phone: Phone, stranger: Phone, now: datetime) -> None:
    mine, theirs, nobodys = phone.ride(), stranger.ride(), some_id()
    send(store, phone, [mine], now=now)
    send(store, stranger, [theirs], now=now)
    actor = load_actor(store, phone.person.person_id)
    asked = [mine["edit_id"], theirs["edit_id"], nobodys]
    assert missing_edits(store, actor, asked) == [theirs["edit_id"], nobodys]


def test_a_purged_edit_counts_as_present(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    send(store, phone, [ride], now=now)
    with store.write() as tx:  # a purge leaves the id only; its operation comes with retention
        tx.edits.conn.execute(  # type: ignore[attr-defined]
            "UPDATE edits SET status = 'purged', body = '', content_sha256 = '' WHERE edit_id = ?", (ride["edit_id"],)
        )
    assert missing_edits(store, load_actor(store, phone.person.person_id), [ride["edit_id"]]) == []
    reply: Reply = send(store, phone, [ride], now=now)
    assert statuses(reply) == ["dup"]
    assert reply.results[0].content_sha256 == ride["content_sha256"]
