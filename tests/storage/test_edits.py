"""The set of edits and the quarantine."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync_wire import read_edit
from fieldlog.errors import Conflict
from fieldlog.storage.protocol import KnownEdit, Quarantined, Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, some_id


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


def edit_of(item: Item, rev: int, now: datetime, status: str = "ok") -> Edit:
    edit = read_edit(item)
    assert isinstance(edit, Edit)
    return replace(edit, rev=rev, received_at=now, status=status)


def test_an_edit_comes_back_as_it_went_in(store: Store, phone: Phone, now: datetime) -> None:
    item = phone.again(phone.ride())
    edit = edit_of(item, 1, now)
    with store.write() as tx:
        assert tx.edits.add(edit)
    with store.read() as tx:
        assert tx.edits.get([edit.edit_id, some_id()]) == [edit]


def test_a_known_id_is_never_written_over(store: Store, phone: Phone, now: datetime) -> None:
    edit = edit_of(phone.ride(), 1, now)
    other = replace(edit, rev=2, body="{}", content_sha256="0" * 64)
    with store.write() as tx:
        assert tx.edits.add(edit)
        assert not tx.edits.add(other)
        assert tx.edits.get([edit.edit_id]) == [edit]
        assert tx.edits.known([edit.edit_id, some_id()]) == {
            edit.edit_id: KnownEdit(edit.author_id, edit.content_sha256, "ok", 1)
        }


def test_a_row_that_no_table_takes_is_a_conflict_and_the_transaction_goes_on(
    store: Store, phone: Phone, now: datetime
) -> None:
    good, bad = edit_of(phone.ride(), 1, now), replace(edit_of(phone.ride(), 2, now), author_id="nobody")
    with store.write() as tx:
        with pytest.raises(Conflict), tx.savepoint():
            tx.edits.add(bad)
        tx.edits.add(good)
    with store.read() as tx:
        assert set(tx.edits.known([good.edit_id, bad.edit_id])) == {good.edit_id}


def test_links_are_of_whole_entries(store: Store, phone: Phone, now: datetime) -> None:
    first = phone.ride()
    second, other = phone.again(first), phone.ride()
    with store.write() as tx:
        for rev, item in enumerate([second, other, first], 1):
            tx.edits.add(edit_of(item, rev, now))
        found = {link.edit_id: link for link in tx.edits.links([first["entry_id"]])}
    assert set(found) == {first["edit_id"], second["edit_id"]}
    assert found[second["edit_id"]].base_edit_ids == (first["edit_id"],)


def test_an_author_reads_own_edits_by_rev_and_no_held_ones(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    other = Phone(cast.person("leader", agency.unit), agency.unit)
    a, b, c, held, foreign = phone.ride(), phone.ride(), phone.ride(), phone.ride(), other.ride()
    with store.write() as tx:
        for rev, item in enumerate([a, b, c, held, foreign], 1):
            tx.edits.add(edit_of(item, rev, now, "held" if item is held else "ok"))
        me = phone.person.person_id
        assert [edit.rev for edit in tx.edits.of_author(me, after=0, limit=9)] == [1, 2, 3]
        assert [edit.rev for edit in tx.edits.of_author(me, after=1, limit=1)] == [2]
        assert [edit.rev for edit in tx.edits.of_author(me, after=0, limit=9, without=[b["edit_id"]])] == [1, 3]


def test_a_held_edit_is_let_in_under_a_new_rev(store: Store, phone: Phone, now: datetime) -> None:
    held = edit_of(phone.ride(), 1, now, "held")
    with store.write() as tx:
        tx.edits.add(held)
        assert [link.edit_id for link in tx.edits.held_of(held.author_id)] == [held.edit_id]
        tx.edits.release(held.edit_id, 9)
        assert tx.edits.held_of(held.author_id) == []
        assert tx.edits.get([held.edit_id]) == [replace(held, status="ok", rev=9)]


def test_entry_ids_come_once_each(store: Store, phone: Phone, now: datetime) -> None:
    items = [phone.ride() for _ in range(600)]  # more than one handful
    items += [phone.again(items[0])]
    with store.write() as tx:
        for rev, item in enumerate(items, 1):
            tx.edits.add(edit_of(item, rev, now))
        found = [entry_id for handful in tx.edits.entry_ids() for entry_id in handful]
    assert sorted(found) == sorted({item["entry_id"] for item in items})


def test_quarantine_keeps_the_same_words_once(store: Store, phone: Phone, now: datetime) -> None:
    item = Quarantined(phone.person.person_id, phone.device_id, "", "item_unreadable", b"\x00raw", "0" * 64, now)
    with store.write() as tx:
        assert tx.quarantine.add(item)
        assert not tx.quarantine.add(item)
        assert tx.quarantine.add(replace(item, raw=b"other", raw_sha256="1" * 64))
        assert [kept.raw for kept in tx.quarantine.waiting(phone.person.person_id)] == [b"\x00raw", b"other"]
        assert tx.quarantine.waiting(some_id()) == []
