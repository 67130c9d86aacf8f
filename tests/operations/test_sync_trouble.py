"""When many come at once, and when the disk is full: nothing doubled, nothing acked that is not there."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from fieldlog.errors import StorageUnavailable
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, send, statuses


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit), agency.unit)


def test_the_same_queue_from_eight_tabs_at_once_is_stored_once(store: Store, phone: Phone, now: datetime) -> None:
    items = [item for _ in range(10) for item in phone.outing()]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: send(store, phone, items, now=now), range(8)))
    verdicts: dict[str, Counter[str]] = {item["edit_id"]: Counter() for item in items}
    for reply in replies:
        for result in reply.results:
            verdicts[result.edit_id][result.status] += 1
    assert all(counted == {"ok": 1, "dup": 7} for counted in verdicts.values())
    with store.read() as tx:
        assert tx.server_state().rev == len(items)


def test_many_phones_at_once_lose_nothing(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    phones = [Phone(cast.person("leader", agency.unit), agency.unit) for _ in range(8)]
    queues = [[item for _ in range(5) for item in each.outing()] for each in phones]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda pair: send(store, pair[0], pair[1], now=now), zip(phones, queues, strict=True)))
    assert {status for reply in replies for status in statuses(reply)} == {"ok"}
    revs = [result.rev for reply in replies for result in reply.results]
    assert sorted(rev or 0 for rev in revs) == list(range(1, 8 * 15 + 1))


def test_a_full_disk_acks_nothing_and_keeps_nothing_by_half(store: Store, phone: Phone, now: datetime) -> None:
    with store.read() as tx:  # the engine's own way to run out of room
        conn = tx.edits.conn  # type: ignore[attr-defined]
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages + 3}")
    items = phone.outing(note="n" * 9_000) + [phone.ride() for _ in range(40)]
    with pytest.raises(StorageUnavailable):
        send(store, phone, items, now=now)
    with store.read() as tx:
        assert tx.edits.known([item["edit_id"] for item in items]) == {}
        assert tx.server_state().rev == 0
    conn.execute("PRAGMA max_page_count = 100000")
    assert set(statuses(send(store, phone, items, now=now))) == {"ok"}
    assert store.check() == []
