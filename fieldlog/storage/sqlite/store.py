"""The SQLite engine: reads see a snapshot, writes take turns."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from fieldlog.errors import Conflict
from fieldlog.storage.protocol import ServerState
from fieldlog.storage.sqlite.agency_lists import SqliteAgencyLists
from fieldlog.storage.sqlite.audit import SqliteAudit
from fieldlog.storage.sqlite.connection import Sql, connect, translated
from fieldlog.storage.sqlite.devices import SqliteDevices
from fieldlog.storage.sqlite.edits import SqliteEdits
from fieldlog.storage.sqlite.entries import SqliteEntries
from fieldlog.storage.sqlite.epoch import EpochFile
from fieldlog.storage.sqlite.migrations import prepare
from fieldlog.storage.sqlite.people import SqlitePeople
from fieldlog.storage.sqlite.publications import SqlitePublications
from fieldlog.storage.sqlite.quarantine import SqliteQuarantine
from fieldlog.storage.sqlite.sessions import SqliteSessions
from fieldlog.storage.sqlite.summaries import SqliteSummaries
from fieldlog.storage.sqlite.trends import SqliteTrends


class SqliteTransaction:
    """Every topic over one connection, inside one transaction."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._sql = Sql(conn)
        self.people = SqlitePeople(conn)
        self.sessions = SqliteSessions(conn)
        self.audit = SqliteAudit(conn)
        self.trends = SqliteTrends(conn)
        self.edits = SqliteEdits(conn)
        self.entries = SqliteEntries(conn)
        self.quarantine = SqliteQuarantine(conn)
        self.devices = SqliteDevices(conn)
        self.summaries = SqliteSummaries(conn)
        self.publications = SqlitePublications(conn)
        self.agency_lists = SqliteAgencyLists(conn)

    def server_state(self) -> ServerState:
        row = self._sql.rows("SELECT epoch, rev, backed_up_rev FROM server")[0]
        return ServerState(row["epoch"], row["rev"], row["backed_up_rev"])

    def next_rev(self) -> int:
        row = self._sql.one("UPDATE server SET rev = rev + 1 RETURNING rev")
        assert row is not None  # the row is made with the schema
        return int(row["rev"])

    def begin_epoch(self) -> None:
        self._sql.run("UPDATE server SET epoch = :epoch", epoch=_new_epoch())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self._sql.run("SAVEPOINT item")
        try:
            yield
        except BaseException:
            self._sql.run("ROLLBACK TO item")
            self._sql.run("RELEASE item")
            raise
        self._sql.run("RELEASE item")


class SqliteStore:
    """One file, one writer at a time, one connection per thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._write_lock = threading.Lock()
        self._connections: list[Database] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # made by SQLite it would be readable by everybody on the machine
        # The command line writes to the same file as the server; this lock makes them take turns.
        self._lock_fd = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        self._epoch_file = EpochFile(path.with_name(path.name + ".epoch"))
        with translated(), self._turn():
            prepare(self._database())
            self._settle_epoch()

    @contextmanager
    def read(self) -> Iterator[SqliteTransaction]:
        with translated(), self._transaction("BEGIN") as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[SqliteTransaction]:
        with translated(), self._turn():
            # IMMEDIATE: a read that later writes would fail at once under another writer.
            with self._transaction("BEGIN IMMEDIATE") as tx:
                yield tx
                state = tx.server_state()
            self._epoch_file.write(state.epoch, state.rev)

    def backup(self, target: Path) -> None:
        if target.exists():
            raise Conflict("backup_exists", path=target)
        with translated():
            copy = sqlite3.connect(target)
            os.chmod(target, 0o600)
            try:
                self._database().conn.backup(copy, pages=-1)
                rev = copy.execute("SELECT rev FROM server").fetchone()[0]
                # Wherever it is put back, and whatever lies beside it there: phones notice.
                copy.execute("UPDATE server SET epoch = ?", (_new_epoch(),))
                copy.commit()
            finally:
                copy.close()
            with self.write() as tx:
                tx._sql.run("UPDATE server SET backed_up_rev = max(backed_up_rev, :rev)", rev=rev)

    def check(self) -> list[str]:
        with translated():
            conn = self._database().conn
            found = [row[0] for row in conn.execute("PRAGMA integrity_check").fetchall()]
            broken = conn.execute("PRAGMA foreign_key_check").fetchall()
        problems = [] if found == ["ok"] else found
        return problems + [f"{row[0]}: a row points to a missing row in {row[2]}" for row in broken]

    def close(self) -> None:
        for db in self._connections:
            db.close()
        self._connections.clear()
        self._local = threading.local()
        self._epoch_file.close()
        os.close(self._lock_fd)

    def _database(self) -> Database:
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self.path)
            self._connections.append(db)
        return db

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._write_lock:
            fcntl.flock(self._lock_fd, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._lock_fd, fcntl.LOCK_UN)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SqliteTransaction]:
        conn = self._database().conn
        conn.execute(begin)
        try:
            yield SqliteTransaction(conn)
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise

    def _settle_epoch(self) -> None:
        """Give a new or restored database an epoch of its own."""
        with self._transaction("BEGIN IMMEDIATE") as tx:
            if not tx._sql.rows("SELECT 1 FROM server"):
                tx._sql.run("INSERT INTO server (only_row, epoch) VALUES (1, :epoch)", epoch=_new_epoch())
            state = tx.server_state()
            # Without its epoch file a database comes from elsewhere, and nobody knows how old it is.
            known = self._epoch_file.read() or ("", state.rev)
            if known[0] != state.epoch or known[1] > state.rev:
                # Numbers that were given out before the restore must not be given out again.
                tx._sql.run(
                    "UPDATE server SET epoch = :epoch, rev = :rev",
                    epoch=_new_epoch(),
                    rev=max(known[1], state.rev),
                )
            state = tx.server_state()
        self._epoch_file.write(state.epoch, state.rev)


def _new_epoch() -> str:
    return secrets.token_hex(8)
