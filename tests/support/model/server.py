"""The real application over a real SQLite file, with hands to kill, back up and restore it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, cast
from unittest.mock import patch

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from fieldlog.app import create_app
from fieldlog.config import Config, DangerNumber
from fieldlog.domain.entry import Edit
from fieldlog.domain.sealed import Opener
from fieldlog.domain.sync_wire import Refusal, read_edit
from fieldlog.operations import sync
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.operations.upkeep import back_up, keys_beside
from fieldlog.storage import open_store, put_back
from fieldlog.storage.protocol import Store
from fieldlog.storage.sqlite.edits import SqliteEdits
from fieldlog.storage.sqlite.epoch import EpochFile
from tests.support.model.book import Answer
from tests.support.seal import key_ring


class Killed(BaseException):
    """The process is gone: nothing between here and the operating system may catch it."""


@dataclass
class Server:
    """One database file in a folder, and the copies that were made of it."""

    folder: Path
    backups: list[Path] = field(default_factory=list)
    restored: int = 0
    older: bool = False  # than the phones: it knows no promises yet
    _store: Store | None = None
    _keys: SealKeys | None = None

    @property
    def file(self) -> Path:
        return self.folder / "fieldlog.sqlite"

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = open_store(f"sqlite:///{self.file}")
        return self._store

    @property
    def keys(self) -> SealKeys:
        """The key ring, read anew after a restart."""
        if self._keys is None:
            self._keys = key_ring(self.folder)
        return self._keys

    def ask(self, path: str, data: bytes, cookie: str | None, *, kill: str = "") -> Answer:
        """One request, as a phone's `fetch` would make it. Raises Killed where it is told to."""
        app = _app(self.store, self.keys)
        headers = {"X-Fieldlog": "1", "Sec-Fetch-Site": "same-origin"}
        if cookie is not None:
            headers["Cookie"] = f"fieldlog={_signed(cookie)}"
        with _death(kill), _age(self.older):
            response = app.test_client(use_cookies=False).post(
                path, data=data, headers=headers, content_type="application/json"
            )
        if response.status_code in range(300, 400):
            return Answer(0, None, redirected=True)
        return Answer(response.status_code, response.get_json(silent=True))

    def restart(self) -> None:
        """What was not committed is gone; the file is opened anew."""
        self.close()

    def back_up(self) -> None:
        target = self.folder / f"backup-{len(self.backups)}.sqlite"
        back_up(self.store, self.keys, target, now=datetime.now(UTC))
        self.backups.append(target)

    def restore(self, index: int, *, elsewhere: bool) -> None:
        """Put a copy in the place of the database; `elsewhere`: on a new machine, where only the copy is."""
        self.close()
        copy = self.backups[index % len(self.backups)]
        if elsewhere:
            for old in self.folder.glob(f"{self.file.name}*"):
                old.unlink()
        # The ring that is here goes on opening: what was rotated in since the backup is in no copy yet.
        self.keys.take_in(keys_beside(copy))
        put_back(f"sqlite:///{self.file}", copy, now=datetime.now(UTC))
        self.restored += 1

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = self._keys = None

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        """What is in the file, past every method."""
        with self.store.read() as tx:
            conn = tx.edits.conn  # type: ignore[attr-defined]
            return [tuple(row) for row in conn.execute(sql, params)]


@contextmanager
def _age(older: bool) -> Iterator[None]:
    """A server that does not know every type of entry that phones do, nor any way of sealing them."""

    def dated(raw: Any, opener: Opener | None) -> Edit | Refusal:
        found = read_edit(raw)
        if isinstance(found, Edit) and found.entry_type == "promise":
            return Refusal("needs_fix", "item_unreadable", "entry_type", found.edit_id)
        return found

    with patch.object(sync, "read_edit", dated) if older else nullcontext():
        yield


@contextmanager
def _death(moment: str) -> Iterator[None]:
    """Die after the first item of a request was written, or right after the commit, before anything else."""
    if moment == "before_commit":
        add = SqliteEdits.add

        def dies(self: SqliteEdits, edit: Edit) -> bool:
            add(self, edit)
            raise Killed

        with patch.object(SqliteEdits, "add", dies):
            yield
    elif moment == "after_commit":
        with patch.object(EpochFile, "write", side_effect=Killed):
            yield
    else:
        yield


@cache
def _only_app() -> Flask:
    """Making one takes a second, so there is one, and each server lends it its store."""
    config = Config(
        database="sqlite:///:memory:",
        secret_key="only-for-tests-" + "0" * 32,
        seal_keys=str(Path(mkdtemp()) / "nobody's.keys"),
        agency="Prairie County",
        danger_numbers=(DangerNumber("Emergency", "911"),),
        public_url="http://localhost",
        secure_cookies=False,
    )
    return create_app(config, cast(Store, object()))


def _app(store: Store, keys: SealKeys) -> Flask:
    app = _only_app()
    app.extensions["fieldlog.store"] = store
    app.extensions["fieldlog.seal_keys"] = keys
    return app


@cache
def _signed(token: str) -> str:
    signer = cast(SecureCookieSessionInterface, Flask("cookie").session_interface)
    app = _only_app()
    found = SecureCookieSessionInterface.get_signing_serializer(signer, app)
    assert found is not None
    return str(found.dumps({"_user_id": token, "_fresh": True, "_permanent": True}))
