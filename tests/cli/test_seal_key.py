"""`fieldlog seal-key`, and what else the command line does with the key ring."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from fieldlog.storage.protocol import Store
from tests.cli.conftest import INIT, NUMBERS, Run


def key_ids(path: Path) -> list[str]:
    return [key["key_id"] for key in json.loads(path.read_text())["keys"]]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def ring(admin_password: str, folder: Path) -> Path:
    return folder / "fieldlog.keys"


def test_init_makes_a_private_ring_beside_the_settings(ring: Path) -> None:
    assert mode(ring) == 0o600
    assert len(key_ids(ring)) == 1


def test_init_keeps_a_ring_that_is_there(run: Run, folder: Path) -> None:
    (folder / "mine.keys").write_text("damaged")
    said = run("--settings", "mine.env", "init", *INIT, *NUMBERS)
    assert (said.code, "is damaged" in said.err) == (1, True)
    assert (folder / "mine.keys").read_text() == "damaged"
    assert not (folder / "mine.env").exists()


def test_a_rotation_puts_a_new_key_first(run: Run, ring: Path, store: Store) -> None:
    before = key_ids(ring)
    said = run("seal-key", "rotate")
    assert said.code == 0, said.err
    new = key_ids(ring)
    assert new[1:] == before
    assert new[0] in said.out
    with store.read() as tx:
        assert (tx.audit.newest(1)[0].act, tx.audit.newest(1)[0].detail) == ("rotate_seal_key", {"key_id": new[0]})


def test_a_damaged_ring_stops_the_start_with_one_sentence(run: Run, ring: Path) -> None:
    ring.write_text("{")
    said = run("serve", "--port", "0")
    assert said.code == 1
    assert said.err == (
        f"Error: The file of keys, {ring}, is damaged. Put the copy of your last backup in its place "
        "(the file that ends in .keys); nothing was changed.\n"
    )
    assert ring.read_text() == "{"


def test_another_place_can_be_named(run: Run, ring: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDLOG_SEAL_KEYS", str(folder / "safe" / "ring"))
    assert run("seal-key", "rotate").code == 0
    assert mode(folder / "safe" / "ring") == 0o600
    assert len(key_ids(ring)) == 1


def test_a_backup_has_the_keys_beside_it(run: Run, ring: Path, folder: Path) -> None:
    run("seal-key", "rotate")
    said = run("backup", "copy.sqlite")
    copy = folder / "copy.sqlite.keys"
    assert copy.name in said.out
    assert mode(copy) == 0o600
    assert copy.read_text() == ring.read_text()


def test_a_backup_overwrites_no_keys_either(run: Run, ring: Path, folder: Path) -> None:
    (folder / "copy.sqlite.keys").write_text("keep me")
    said = run("backup", "copy.sqlite")
    assert (said.code, "already" in said.err) == (1, True)
    assert (folder / "copy.sqlite.keys").read_text() == "keep me"
    assert not (folder / "copy.sqlite").exists()


def test_doctor_looks_and_makes_nothing(run: Run, ring: Path) -> None:
    ring.chmod(0o644)
    assert f"chmod 600 {ring}" in run("doctor").out
    ring.write_text("oops")
    assert "is damaged" in run("doctor").out
    ring.unlink()
    assert f"There is no {ring}" in run("doctor").out
    assert not ring.exists()


def test_a_backup_from_another_folder_makes_no_ring_there_and_says_what_it_lacks(
    run: Run, ring: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a nightly job does that has its settings from the environment."""
    for line in (folder / "fieldlog.env").read_text().splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    said = run("backup", "copy.sqlite")
    assert (said.code, "no copy of them" in said.err) == (1, True)
    assert [path.name for path in Path().iterdir()] == ["copy.sqlite"]
    monkeypatch.setenv("FIELDLOG_SEAL_KEYS", str(ring))
    assert run("backup", "copy2.sqlite").code == 0
    assert Path("copy2.sqlite.keys").is_file()


def test_taking_in_a_file_makes_no_ring(run: Run, ring: Path, folder: Path) -> None:
    ring.unlink()
    (folder / "unsent.json").write_text('{"fieldlog_unsent": 1, "person_id": "x", "device_id": "y", "entries": []}')
    run("import-unsent", "unsent.json")
    assert not ring.exists()
