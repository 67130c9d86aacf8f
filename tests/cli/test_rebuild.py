"""`fieldlog rebuild`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldlog.domain.sync_wire import read_request
from fieldlog.operations.packs import load_packs
from fieldlog.operations.sync import receive
from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run
from tests.support.people import Cast
from tests.support.phone import Phone


@pytest.fixture
def note(store: Store) -> str:
    """What a leader saw, as their phone sent it."""
    cast = Cast(store)
    unit = cast.unit("Mill Creek unit")
    leader = cast.person("leader", unit)
    phone = Phone(leader, unit)
    sent = read_request(phone.request(phone.outing(note="Neighbors brought wood")))
    receive(store, cast.actor(leader), sent, load_packs(), now=datetime.now(UTC))
    return "Neighbors brought wood"


def notes(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "var" / "fieldlog.sqlite")) as raw:
        return [row[0] for row in raw.execute("SELECT note FROM observations")]


def test_what_was_lost_from_the_tables_comes_back_from_the_edits(run: Run, folder: Path, note: str) -> None:
    with closing(sqlite3.connect(folder / "var" / "fieldlog.sqlite")) as raw, raw:
        raw.execute("UPDATE observations SET note = 'garbled'")
    said = run("rebuild")
    assert said.code == 0
    assert notes(folder) == [note]
    assert said.out.startswith("3 entries")


def test_twice_is_as_good_as_once(run: Run, folder: Path, note: str) -> None:
    run("rebuild")
    run("rebuild")
    assert notes(folder) == [note]


def test_it_is_in_the_audit(run: Run, store: Store, note: str) -> None:
    run("rebuild")
    with store.read() as tx:
        assert [entry.act for entry in tx.audit.about("server", "server")] == ["rebuild"]
