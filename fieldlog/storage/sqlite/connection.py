"""Connections: one per thread, tuned for "an acknowledged edit is on the disk"."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldlog.errors import Conflict, StorageUnavailable

BUSY_SECONDS = 10.0


def connect(path: Path) -> Database:
    """Open the file in WAL mode with full durability; sqlite-utils' plugins stay out."""
    conn = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    return Database(conn, execute_plugins=False)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the engine's errors into ours, once, here."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Conflict("conflict") from error
    except sqlite3.Error as error:
        raise StorageUnavailable("storage_unavailable") from error


class Sql:
    """Plain SQL with named parameters on one connection; the base of every topic."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def rows(self, sql: str, **params: object) -> list[sqlite3.Row]:
        """Every row, fetched: an open cursor would hold the read snapshot."""
        return self.conn.execute(sql, params).fetchall()

    def one(self, sql: str, **params: object) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self.conn.execute(sql, params).fetchone()
        return row

    def run(self, sql: str, **params: object) -> int:
        """Change rows; returns how many."""
        return self.conn.execute(sql, params).rowcount


def to_text(moment: datetime) -> str:
    """UTC text that sorts by time: 2026-04-01T14:02:00.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text)


def maybe_from_text(text: str | None) -> datetime | None:
    """`from_text` for a column that may be NULL."""
    return None if text is None else from_text(text)


def to_json(value: Mapping[str, object] | list[Any] | tuple[Any, ...]) -> str:
    """Compact JSON for a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
