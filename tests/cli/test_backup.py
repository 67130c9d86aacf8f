"""`fieldlog backup`."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run


def test_the_copy_holds_what_the_database_holds(store: Store, run: Run, folder: Path) -> None:
    assert run("backup", "copy.sqlite").code == 0
    with closing(open_store(f"sqlite:///{folder / 'copy.sqlite'}")) as copy, copy.read() as tx:
        assert tx.people.person_by_email("ada@example.org") is not None


def test_without_a_name_it_goes_to_the_backups_folder(store: Store, run: Run, folder: Path) -> None:
    said = run("backup")
    [made] = (folder / "var" / "backups").glob("fieldlog-*.sqlite")
    assert made.name in said.out
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_no_file_is_overwritten(store: Store, run: Run, folder: Path) -> None:
    (folder / "precious").write_text("keep me")
    said = run("backup", "precious")
    assert said.code == 1
    assert "already" in said.err
    assert (folder / "precious").read_text() == "keep me"


def test_it_is_in_the_audit(store: Store, run: Run) -> None:
    run("backup", "copy.sqlite")
    with store.read() as tx:
        assert [entry.act for entry in tx.audit.about("server", "server")] == ["back_up"]
