"""The key ring: made once, never silently replaced, rotated without losing a key."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldlog.errors import Conflict, StorageUnavailable
from fieldlog.operations.seal_keys import SealKeys
from tests.support.seal import key_ring

NOW = datetime(2026, 5, 13, tzinfo=UTC)


def kept(path: Path) -> list[str]:
    return [key["key_id"] for key in json.loads(path.read_text())["keys"]]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_once_and_private(tmp_path: Path) -> None:
    ring = key_ring(tmp_path)
    assert mode(ring.path) == 0o600
    assert key_ring(tmp_path).public() == ring.public()
    assert len(ring.public().public_key) == 65
    assert [path.name for path in tmp_path.iterdir()] == ["fieldlog.keys"]


def test_a_rotation_puts_a_new_key_first_and_keeps_the_others(tmp_path: Path) -> None:
    ring = key_ring(tmp_path)
    first = ring.public()
    second = ring.rotate(now=NOW)
    assert ring.public() == second != first
    assert kept(ring.path) == [second.key_id, first.key_id]
    assert mode(ring.path) == 0o600


def test_a_server_that_runs_uses_the_new_key_at_once(tmp_path: Path) -> None:
    server, command = key_ring(tmp_path), key_ring(tmp_path)
    new = command.rotate(now=NOW)
    assert server.public() == new


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"fieldlog_seal_keys": 1', '"fieldlog_seal_keys": 2'),
        lambda text: json.dumps({**json.loads(text), "keys": []}),
        lambda text: text.replace('"private_key": "M', '"private_key": "N'),
        lambda text: text.replace('"key_id": "', '"key_id": "0'),
        lambda text: "[]",
        lambda text: "\x00" * 500,
    ],
)
def test_a_damaged_file_is_said_and_never_replaced(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    path = key_ring(tmp_path).path
    broken = damage(path.read_text())
    path.write_text(broken)
    with pytest.raises(StorageUnavailable) as caught:
        SealKeys.at(path, now=NOW)
    assert caught.value.code == "seal_keys_damaged"
    assert str(path) in caught.value.words
    assert path.read_text() == broken


def test_a_ring_that_goes_bad_while_the_server_runs_stops_no_phone(tmp_path: Path) -> None:
    ring = key_ring(tmp_path)
    before = ring.public()
    ring.path.write_text("oops")
    assert ring.public() == before
    ring.path.unlink()
    assert ring.public() == before


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnavailable, match="seal_keys_un"):
        key_ring(tmp_path / "file")


def test_a_copy_is_private_and_overwrites_nothing(tmp_path: Path) -> None:
    ring, copy = key_ring(tmp_path), tmp_path / "copy.keys"
    ring.rotate(now=NOW)
    ring.copy_to(copy)
    assert (mode(copy), kept(copy)) == (0o600, kept(ring.path))
    with pytest.raises(Conflict, match="backup_exists"):
        ring.copy_to(copy)


def test_keys_of_a_copy_come_behind_those_that_are_here(tmp_path: Path) -> None:
    ring, other = key_ring(tmp_path), key_ring(tmp_path / "other")
    own = ring.public()
    assert ring.take_in(other.path) == 1
    assert ring.take_in(other.path) == 0
    assert kept(ring.path) == [own.key_id, other.public().key_id]
    assert ring.public() == own


def test_rotations_at_once_lose_no_key(tmp_path: Path) -> None:
    ring = key_ring(tmp_path)
    turn = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime;"
        "from fieldlog.operations.seal_keys import SealKeys;"
        "ring = SealKeys.at(Path(sys.argv[1]), now=datetime.now(UTC));"
        "[ring.rotate(now=datetime.now(UTC)) for _ in range(5)]"
    )
    commands = [subprocess.Popen([sys.executable, "-c", turn, str(ring.path)]) for _ in range(4)]
    assert [command.wait(60) for command in commands] == [0] * 4
    assert len(set(kept(ring.path))) == 21
