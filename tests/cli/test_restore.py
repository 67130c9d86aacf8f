"""`fieldlog restore`."""

from __future__ import annotations

import io
import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from fieldlog.domain.people import Unit
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run


@pytest.fixture
def database(admin_password: str, folder: Path) -> Path:
    return folder / "var" / "fieldlog.sqlite"


def add_unit(database: Path, name: str) -> None:
    with closing(open_store(f"sqlite:///{database}")) as store, store.write() as tx:
        tx.people.add_unit(Unit(name, None, name, "rural"))
        tx.next_rev()


def units(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as raw:
        return {name for (name,) in raw.execute("SELECT name FROM units")} - {"Prairie County"}


def test_the_copy_takes_the_place_and_the_replaced_database_stays(run: Run, folder: Path, database: Path) -> None:
    add_unit(database, "before")
    run("backup", "copy.sqlite")
    add_unit(database, "after")
    said = run("restore", "--yes", "copy.sqlite")
    assert said.code == 0, said.err
    assert units(database) == {"before"}
    [kept] = [path for path in database.parent.glob("*.replaced-*") if path.suffix != "-wal"]
    assert str(kept.name) in said.out
    assert units(kept) == {"before", "after"}
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_what_was_not_yet_written_into_the_replaced_file_stays_too(run: Run, folder: Path, database: Path) -> None:
    """As a server that was killed leaves it: the newest is in the -wal file only."""
    run("backup", "copy.sqlite")
    with closing(sqlite3.connect(database, isolation_level=None)) as killed:
        killed.execute("PRAGMA wal_autocheckpoint = 0")
        killed.execute("INSERT INTO units VALUES ('late', NULL, 'late', 'rural', 0)")
        wal = database.with_name("fieldlog.sqlite-wal")
        assert wal.stat().st_size > 0
        run("restore", "--yes", "copy.sqlite")
        [kept] = [path for path in database.parent.glob("*.replaced-*") if not path.name.endswith("-wal")]
        assert units(kept) == {"late"}
        assert units(database) == set()


def test_phones_notice(run: Run, folder: Path, database: Path) -> None:
    def state() -> tuple[str, int]:
        with closing(open_store(f"sqlite:///{database}")) as store, store.read() as tx:
            return tx.server_state().epoch, tx.server_state().rev

    run("backup", "copy.sqlite")
    add_unit(database, "after")
    epoch, rev = state()
    run("restore", "--yes", "copy.sqlite")
    assert state()[0] != epoch
    assert state()[1] >= rev


def test_it_refuses_while_somebody_has_the_database_open(run: Run, folder: Path, store: Store) -> None:
    run("backup", "copy.sqlite")
    with store.write() as tx:
        tx.people.add_unit(Unit("after", None, "after", "rural"))
    said = run("restore", "--yes", "copy.sqlite")
    assert (said.code, "Stop it first" in said.err) == (1, True)
    with store.read() as tx:
        assert "after" in {unit.name for unit in tx.people.units()}
    assert not list((folder / "var").glob("*.replaced-*"))


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_what_is_no_backup_is_refused(run: Run, folder: Path, database: Path, content: bytes) -> None:
    add_unit(database, "kept")
    (folder / "copy.sqlite").write_bytes(content)
    said = run("restore", "--yes", "copy.sqlite")
    assert (said.code, "not a sound copy" in said.err) == (1, True)
    assert units(database) == {"kept"}


def test_the_database_itself_is_no_copy(run: Run, database: Path) -> None:
    assert run("restore", "--yes", str(database)).code == 1
    assert database.exists()


def test_it_asks_first(run: Run, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("backup", "copy.sqlite")
    add_unit(database, "kept")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    said = run("restore", "copy.sqlite")
    assert (said.code, "nothing was changed" in said.err) == (1, True)
    assert units(database) == {"kept"}


def test_keys_of_the_copy_are_added_and_none_is_lost(run: Run, folder: Path, database: Path) -> None:
    run("backup", "copy.sqlite")
    old = (folder / "copy.sqlite.keys").read_text()
    (folder / "fieldlog.keys").unlink()  # the disk burned; the server came up anew
    run("seal-key", "rotate")
    said = run("restore", "--yes", "copy.sqlite")
    assert "no keys" not in said.out
    ring = (folder / "fieldlog.keys").read_text()
    assert all(f'"{name}"' in ring for name in _key_ids(old))
    assert len(_key_ids(ring)) == 3


def test_a_copy_without_keys_says_so(run: Run, folder: Path, database: Path) -> None:
    run("backup", "copy.sqlite")
    (folder / "copy.sqlite.keys").unlink()
    assert "There are no keys beside the copy" in run("restore", "--yes", "copy.sqlite").out


def test_it_is_in_the_audit(run: Run, folder: Path, database: Path) -> None:
    run("backup", "copy.sqlite")
    run("restore", "--yes", "copy.sqlite")
    with closing(open_store(f"sqlite:///{database}")) as store, store.read() as tx:
        assert tx.audit.newest(1)[0].act == "restore"


def _key_ids(ring: str) -> list[str]:
    return [key["key_id"] for key in json.loads(ring)["keys"]]
