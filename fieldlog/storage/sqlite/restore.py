"""A copy in the place of a database file, so that a cut at any moment leaves a whole database behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from fieldlog.errors import Conflict, Invalid

BESIDE = ("-wal", "-shm")


def put_back(path: Path, copy: Path, *, now: datetime) -> Path | None:
    """Returns where the replaced database is now; None when there was none.

    Raises Invalid("not_a_backup"), Conflict("database_in_use").
    """
    _check(copy)
    if path.exists() and copy.samefile(path):
        raise Invalid("not_a_backup", path=copy)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _nobody_else(path):
        arriving = path.with_name(path.name + ".arriving")
        shutil.copyfile(copy, arriving)
        os.chmod(arriving, 0o600)
        _sync(arriving)
        kept = _set_aside(path, _free_name(path, now)) if path.exists() else None
        for suffix in BESIDE:  # of the old file: read with the new one, they would spoil it
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        os.replace(arriving, path)
        _sync(path.parent)
    return kept


def _set_aside(path: Path, kept: Path) -> Path:
    """A second name for the file, and for what is not yet written into it."""
    for suffix in ("", "-wal"):
        if (old := path.with_name(path.name + suffix)).exists():
            try:
                os.link(old, kept.with_name(kept.name + suffix))
            except OSError:  # a disk without links
                shutil.copy2(old, kept.with_name(kept.name + suffix))
    _sync(path.parent)
    return kept


def _free_name(path: Path, now: datetime) -> Path:
    name = f"{path.name}.replaced-{now:%Y%m%dT%H%M%SZ}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(each for each in names if not each.exists())


def _check(copy: Path) -> None:
    """Is it a sound database of ours?"""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            sound = conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = conn.execute("SELECT count(*) FROM server").fetchone() == (1,)
    except sqlite3.Error:
        sound = ours = False
    if not (sound and ours):
        raise Invalid("not_a_backup", path=copy)


@contextmanager
def _nobody_else(path: Path) -> Iterator[None]:
    """Every open store shares the epoch file (store.py); having it alone means that there is none."""
    handle = os.open(path.with_name(path.name + ".epoch"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Conflict("database_in_use") from None
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
