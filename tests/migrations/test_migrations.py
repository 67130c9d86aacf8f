"""A database of an earlier version becomes what a new one is, with what was in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from tests.support.phone import unstored_phone

HERE = Path(__file__).parent
PHONE = unstored_phone()
PERSON = PHONE.person.person_id
NOW = "2026-05-13T14:02:00.000Z"
Shape = dict[str, object]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first schema made it, with a session and a quarantine."""
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((HERE / "first_schema.sql").read_text())
        raw.execute("INSERT INTO server (only_row, epoch) VALUES (1, 'first')")
        raw.execute("INSERT INTO people VALUES (?, 'a@example.org', 'Ana', '', 1, 0, ?)", (PERSON, NOW))
        raw.execute(
            "INSERT INTO sessions VALUES ('hash', 'session', ?, 'Chrome', 'phone', ?, ?, ?)", (PERSON, NOW, NOW, NOW)
        )
        refused = PHONE.promise()
        for edit_id, item in ((refused["edit_id"], json.dumps(refused)), ("", "[]"), ("deep", '{"body": NaN}')):
            raw.execute(
                "INSERT INTO quarantine (person_id, device_id, edit_id, code, raw, raw_sha256, received_at)"
                " VALUES (?, ?, ?, 'item_unreadable', ?, ?, ?)",
                (PERSON, PHONE.device_id, edit_id, item.encode(), f"hash of {item}", NOW),
            )
        raw.commit()
    return path


@pytest.fixture
def migrated(old: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{old}")
    yield store
    store.close()


def shape(path: Path) -> tuple[dict[str, list[Shape]], dict[str, str]]:
    """Every table with its columns, and the SQL of everything else."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        things = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        tables = {
            row["name"]: [dict(column) for column in raw.execute(f"PRAGMA table_info({row['name']})")]
            for row in things
            if row["type"] == "table"
        }
        keys = {name: [dict(key) for key in raw.execute(f"PRAGMA foreign_key_list({name})")] for name in tables}
        # In a migrated table the order of its keys may differ, not what they say.
        for name, found in keys.items():
            tables[name] += sorted(({"from": key["from"], "to": key["table"]} for key in found), key=str)
        others = {row["name"]: " ".join((row["sql"] or "").split()) for row in things if row["type"] != "table"}
    return tables, others


def test_a_migrated_database_has_the_shape_of_a_new_one(migrated: Store, old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.sqlite"
    open_store(f"sqlite:///{new}").close()
    assert shape(old) == shape(new)


def test_a_second_start_migrates_nothing(migrated: Store, old: Path) -> None:
    before = shape(old)
    open_store(f"sqlite:///{old}").close()
    assert shape(old) == before


def test_sessions_are_still_there_and_not_revoked(migrated: Store) -> None:
    with migrated.read() as tx:
        [session] = tx.sessions.of_person(PERSON)
    assert (session.session_id, session.revoked_at) == ("session", None)


def test_what_was_set_aside_is_outlined_and_kept_word_for_word(migrated: Store) -> None:
    with migrated.read() as tx:
        raws = [item.raw for item in tx.quarantine.waiting(PERSON)]
        rows = tx.quarantine.conn.execute(  # type: ignore[attr-defined]
            "SELECT author_id, device_seq, content_sha256 FROM quarantine ORDER BY quarantine_id"
        ).fetchall()
    refused = json.loads(raws[0])
    assert raws[1:] == [b"[]", b'{"body": NaN}']
    assert [tuple(row) for row in rows] == [(PERSON, refused["device_seq"], refused["content_sha256"])] + [
        ("", None, "")
    ] * 2
