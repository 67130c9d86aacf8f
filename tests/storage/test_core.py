"""The seam itself: all or nothing, one writer at a time, and epochs that notice a restore."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from fieldlog.domain.people import Unit
from fieldlog.errors import Conflict, StorageUnavailable
from fieldlog.storage import UnknownEngine, open_store
from fieldlog.storage.protocol import Store


def unit(unit_id: str) -> Unit:
    return Unit(unit_id, None, unit_id, "rural")


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    with suppress(RuntimeError), store.write() as tx:
        tx.people.add_unit(unit("a"))
        raise RuntimeError
    with store.read() as tx:
        assert tx.people.units() == []


def test_a_savepoint_undoes_only_itself(store: Store) -> None:
    with store.write() as tx:
        tx.people.add_unit(unit("a"))
        with suppress(RuntimeError), tx.savepoint():
            tx.people.add_unit(unit("b"))
            raise RuntimeError
        tx.people.add_unit(unit("c"))
    with store.read() as tx:
        assert [u.unit_id for u in tx.people.units()] == ["a", "c"]


def test_engine_errors_do_not_escape(store: Store) -> None:
    with store.write() as tx:
        tx.people.add_unit(unit("a"))
    with pytest.raises(Conflict), store.write() as tx:
        tx.people.add_unit(unit("a"))


def test_read_then_write_on_many_threads_never_locks_and_never_doubles(store: Store) -> None:
    """A deferred transaction that reads and then writes fails under another writer; ours must not."""

    def take_numbers(_: int) -> list[int]:
        taken = []
        for _n in range(25):
            with store.write() as tx:
                before = tx.server_state().rev
                taken.append(tx.next_rev())
                assert taken[-1] == before + 1
        return taken

    with ThreadPoolExecutor(8) as pool:
        numbers = [n for batch in pool.map(take_numbers, range(8)) for n in batch]
    assert sorted(numbers) == list(range(1, 201))


def test_a_backup_holds_everything_and_says_so(store: Store, tmp_path: Path) -> None:
    with store.write() as tx:
        tx.people.add_unit(unit("a"))
        tx.next_rev()
    copy = tmp_path / "backup.sqlite"
    store.backup(copy)
    with store.read() as tx:
        assert tx.server_state().backed_up_rev == 1
    assert sqlite3.connect(copy).execute("SELECT unit_id FROM units").fetchall() == [("a",)]
    with pytest.raises(Conflict, match="backup_exists"):
        store.backup(copy)


def test_a_sound_database_has_no_complaints(store: Store) -> None:
    assert store.check() == []


def test_a_restored_database_starts_a_new_epoch_and_reuses_no_number(tmp_path: Path) -> None:
    path, backup = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    store = open_store(f"sqlite:///{path}")
    store.backup(backup)
    with store.write() as tx:
        before, last = tx.server_state().epoch, tx.next_rev()
    store.close()
    shutil.copy(backup, path)
    for leftover in tmp_path.glob("a.sqlite-*"):
        leftover.unlink()
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        assert tx.server_state().epoch != before
        assert tx.next_rev() > last
    store.close()


def test_opening_again_keeps_the_epoch(tmp_path: Path) -> None:
    epochs = set()
    for _ in range(3):
        store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")
        with store.write() as tx:
            tx.next_rev()
            epochs.add(tx.server_state().epoch)
        store.close()
    assert len(epochs) == 1


def test_acknowledged_means_on_the_disk(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with store.read() as tx:
        conn = tx.people.conn  # type: ignore[attr-defined]  # the pragma is the engine's own
        assert conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert conn.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    store.close()


@pytest.mark.parametrize("url", ["postgres://x", "sqlite://", "sqlite:///", "fieldlog.sqlite"])
def test_refuses_an_engine_that_it_does_not_have(url: str) -> None:
    with pytest.raises(UnknownEngine):
        open_store(url)


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"not a database, but long enough to be read as one" * 50)
    with pytest.raises(StorageUnavailable):
        open_store(f"sqlite:///{path}")


def epoch_of(path: Path) -> str:
    store = open_store(f"sqlite:///{path}")
    with store.read() as tx:
        state = tx.server_state()
    store.close()
    return state.epoch


def test_a_copy_put_back_where_nothing_else_is_left_starts_a_new_epoch_too(tmp_path: Path) -> None:
    """After a fire there is a backup and no epoch file beside it; phones must notice all the same."""
    path, backup = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    store = open_store(f"sqlite:///{path}")
    store.backup(backup)
    store.close()
    (tmp_path / "elsewhere").mkdir()
    places = [tmp_path / "elsewhere" / name for name in ("copy.sqlite", "moved.sqlite")]
    shutil.copy(backup, places[0])
    shutil.copy(path, places[1])
    epochs = [epoch_of(path), *map(epoch_of, places)]
    assert len(set(epochs)) == 3
    assert [epoch_of(place) for place in [path, *places]] == epochs  # and keeps it from then on
