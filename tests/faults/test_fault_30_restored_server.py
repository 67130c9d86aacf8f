"""Row 30: the server was restored from yesterday's backup. Phones send everything that is missing again, no duplicates."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.faults.line import Line


def test_phones_fill_the_gap(own_line: Line, tmp_path: Path) -> None:
    server = own_line.world.server
    phone = own_line.handset()
    phone.until_sent()
    server.stop()
    for name in backup_files(server.file):
        shutil.copy(name, tmp_path / f"backup-{name.name}")
    server.start()

    phone.log("after the backup was taken")
    phone.change("after the backup was taken", "and changed once more")
    own_line.keep()
    phone.until_sent()
    assert own_line.server_has(phone) == len(own_line.saved)

    server.stop()
    for name in backup_files(server.file):
        name.unlink()
    for name in tmp_path.glob("backup-*"):
        shutil.copy(name, server.folder / name.name.removeprefix("backup-"))
    server.start()
    assert own_line.server_has(phone) < len(own_line.saved)
    own_line.check()
    phone.nudge()
    own_line.proxy.until(lambda: own_line.server_has(phone) == len(own_line.saved), seconds=10)
    own_line.settle()


def backup_files(file: Path) -> list[Path]:
    """The database and what SQLite keeps beside it; the epoch file is not part of a backup."""
    return [path for path in file.parent.glob(f"{file.name}*") if not path.name.endswith(".epoch")]
