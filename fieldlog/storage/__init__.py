"""`open_store` is the only place that picks an engine."""

from __future__ import annotations

from fieldlog.storage.protocol import Store


class UnknownEngine(ValueError):
    """The database URL names no engine that Fieldlog has."""


def open_store(url: str) -> Store:
    """Open `sqlite:///relative.db` or `sqlite:////absolute.db`, making it when it is new.

    Raises UnknownEngine, StorageUnavailable.
    """
    scheme, separator, path = url.partition(":///")
    if scheme != "sqlite" or not separator or not path:
        raise UnknownEngine(f"FIELDLOG_DATABASE must look like sqlite:////path/to/fieldlog.sqlite, not {url!r}.")
    from pathlib import Path

    from fieldlog.storage.sqlite.store import SqliteStore

    return SqliteStore(Path(path))
