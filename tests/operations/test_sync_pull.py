"""What comes back to a phone: the person's own entries and the office's answers, nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldlog.domain.entry import Answer, Edit
from fieldlog.operations import sync
from fieldlog.operations.sync import Reply
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, some_id


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


@pytest.fixture
def tablet(phone: Phone) -> Phone:
    """A second device of the same person."""
    return Phone(phone.person, phone.unit)


def pulled(reply: Reply) -> list[str]:
    return [change.edit_id if isinstance(change, Edit) else change.answer_id for change in reply.changes]


def ids(*items: Item) -> list[str]:
    return [item["edit_id"] for item in items]


def test_what_one_device_sent_the_other_pulls_once(store: Store, phone: Phone, tablet: Phone, now: datetime) -> None:
    items = phone.outing()
    send(store, phone, items, now=now)
    first = send(store, tablet, [], now=now)
    assert pulled(first) == ids(*items)
    assert not first.more
    again = send(store, tablet, [], now=now, cursor=first.cursor, epoch=first.state.epoch)
    assert (pulled(again), again.cursor) == ([], first.cursor)


def test_what_was_just_sent_is_not_sent_back(store: Store, phone: Phone, tablet: Phone, now: datetime) -> None:
    theirs, mine = tablet.ride(), phone.ride()
    send(store, tablet, [theirs], now=now)
    assert pulled(send(store, phone, [mine], now=now)) == ids(theirs)


def test_a_clashing_phone_hears_what_the_server_has(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    send(store, phone, [ride], now=now)
    other = {**phone.ride(date="2026-05-14"), "edit_id": ride["edit_id"]}
    assert pulled(send(store, phone, [other], now=now)) == ids(ride)


def test_nobody_pulls_what_others_wrote(store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime) -> None:
    colleague = Phone(cast.person(["leader", "supervisor", "admin"], agency.root), agency.unit)
    send(store, phone, phone.outing(sharing="community"), now=now)
    assert pulled(send(store, colleague, [], now=now)) == []


def test_answers_and_edits_share_one_cursor(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    supervisor = cast.person("supervisor", agency.unit, name="Sam Supervisor")
    ride, visit, seen = phone.outing()
    first = send(store, phone, [ride, visit, seen], now=now)
    with store.write() as tx:
        rev = tx.next_rev()
        to_id = phone.person.person_id
        answer = Answer(some_id(), rev, seen["entry_id"], to_id, supervisor.person_id, "Sam Supervisor", "Thanks", now)
        tx.entries.add_answer(answer)
    later = phone.ride()
    tablet = Phone(phone.person, phone.unit)
    send(store, tablet, [later], now=now)
    reply = send(store, phone, [], now=now, cursor=first.cursor, epoch=first.state.epoch)
    assert pulled(reply) == [answer.answer_id, later["edit_id"]]
    assert reply.changes[0] == answer


def test_a_long_pull_comes_in_pages_and_misses_nothing(
    store: Store, phone: Phone, tablet: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "MOST_CHANGES", 7)
    items = [phone.ride() for _ in range(20)]
    send(store, phone, items, now=now)
    found, cursor, epoch, pages = [], 0, "", 0
    while True:
        reply = send(store, tablet, [], now=now, cursor=cursor, epoch=epoch)
        found += pulled(reply)
        cursor, epoch, pages = reply.cursor, reply.state.epoch, pages + 1
        if not reply.more:
            break
    assert (found, pages, cursor) == (ids(*items), 3, reply.state.rev)


def test_a_page_is_cut_by_size_too(store: Store, phone: Phone, tablet: Phone, now: datetime) -> None:
    visit = phone.visit(phone.ride())
    items = [phone.observation(visit, note="n" * 60_000) for _ in range(12)]
    send(store, phone, items[:6], now=now)
    send(store, phone, items[6:], now=now)
    first = send(store, tablet, [], now=now)
    assert first.more
    assert 0 < len(first.changes) < 12
    rest = send(store, tablet, [], now=now, cursor=first.cursor, epoch=first.state.epoch)
    assert pulled(first) + pulled(rest) == ids(*items)


def test_on_a_new_epoch_an_old_cursor_counts_for_nothing(store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    send(store, phone, [ride], now=now)
    reply = send(store, phone, [], now=now, cursor=999, epoch="of the lost server")
    assert pulled(reply) == ids(ride)
