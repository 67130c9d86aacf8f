"""The floor: the same rows, written by `sqlite3` alone, as durably as ours."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.support.phone import Item

COLUMNS = (
    "edit_id",
    "entry_id",
    "entry_type",
    "kind",
    "base_edit_ids",
    "author_id",
    "device_id",
    "device_seq",
    "occurred_at",
    "occurred_offset",
    "schema_v",
    "enc",
    "key_id",
    "body",
    "body_sha256",
    "content_sha256",
)
INSERT = f"INSERT INTO edits VALUES ({', '.join(f':{name}' for name in COLUMNS)})"


def write_rows(folder: Path, queues: Sequence[Sequence[Item]], batch: int) -> float:
    """Seconds until every queue is in a new file: a connection for each, a durable transaction for each `batch`."""
    file = folder / f"bare-{time.monotonic_ns()}.sqlite"
    with closing(_connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"CREATE TABLE edits (edit_id TEXT PRIMARY KEY, {', '.join(COLUMNS[1:])})")
    rows = [[{**edit, "base_edit_ids": json.dumps(edit["base_edit_ids"])} for edit in edits] for edits in queues]
    with ThreadPoolExecutor(len(queues)) as pool:
        began = time.perf_counter()
        list(pool.map(lambda own: _write(file, own, batch), rows))
        return time.perf_counter() - began


def _write(file: Path, rows: list[dict[str, object]], batch: int) -> None:
    with closing(_connect(file)) as connection:
        for start in range(0, len(rows), batch):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows[start : start + batch])
            connection.execute("COMMIT")


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=120)
    connection.execute("PRAGMA synchronous = FULL")
    return connection
