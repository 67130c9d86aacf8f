"""`open_store` is the only place that picks an engine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldlog.storage.protocol import Store


class UnknownEngine(ValueError):
    """The database URL names no engine that Fieldlog has."""


def open_store(url: str) -> Store:
    """Open `sqlite:///relative.db` or `sqlite:////absolute.db`, making it when it is new.

    Raises UnknownEngine, StorageUnavailable.
    """
    from fieldlog.storage.sqlite.store import SqliteStore

    return SqliteStore(_sqlite_path(url))


def put_back(url: str, copy: Path, *, now: datetime) -> Path | None:
    """Put a backup in the place of the database; returns where the replaced one is now, None when there was none.

    Raises UnknownEngine, Invalid("not_a_backup"), Conflict("database_in_use") while a server or a command has it open.
    """
    from fieldlog.storage.sqlite import restore

    return restore.put_back(_sqlite_path(url), copy, now=now)


def _sqlite_path(url: str) -> Path:
    scheme, separator, path = url.partition(":///")
    if scheme != "sqlite" or not separator or not path:
        raise UnknownEngine(f"FIELDLOG_DATABASE must look like sqlite:////path/to/fieldlog.sqlite, not {url!r}.")
    return Path(path)
