"""The epoch file beside the database: how a restored database is noticed.

It holds the epoch and the highest `rev` that was ever given out. A database whose
`rev` is behind it came from a backup: it starts a new epoch, on which phones begin
again at cursor 0 and ask what is missing.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_WIDTH = 80  # one fixed-width line, so that a rewrite is a single small write


class EpochFile:
    """One line, `epoch rev`, padded with spaces."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # Held together with every other store on this database; a restore wants it alone, and waits for nobody.
        fcntl.flock(self._fd, fcntl.LOCK_SH)
        self._written: tuple[str, int] | None = None

    def read(self) -> tuple[str, int] | None:
        """The epoch and the highest rev; None when the file is new or unreadable."""
        words = os.pread(self._fd, _WIDTH, 0).decode("ascii", "replace").split()
        if len(words) != 2 or not words[1].isdigit():
            return None
        return words[0], int(words[1])

    def write(self, epoch: str, rev: int) -> None:
        """Remember; costs nothing when nothing changed."""
        if self._written != (epoch, rev):
            os.pwrite(self._fd, f"{epoch} {rev}".ljust(_WIDTH - 1).encode("ascii") + b"\n", 0)
            self._written = (epoch, rev)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)
