"""`fieldlog demo`."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from fieldlog.cli import main
from fieldlog.demo.agency import to_sign_in_as


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo agency, made once for this file."""
    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--no-serve", "--folder", str(folder)]) == 0
    return folder


def rides(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "demo.sqlite")) as raw:
        return int(raw.execute("SELECT count(*) FROM rides").fetchone()[0])


def test_a_year_of_rides_is_there(made: Path) -> None:
    assert rides(made) > 100


def test_its_key_is_private(made: Path) -> None:
    assert stat.S_IMODE((made / "demo.env").stat().st_mode) == 0o600


def test_the_second_time_it_is_left_as_it_is(made: Path) -> None:
    before = (made / "demo.sqlite").stat().st_ino
    assert main(["demo", "--no-serve", "--folder", str(made)]) == 0
    assert (made / "demo.sqlite").stat().st_ino == before


def test_one_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "demo.sqlite").write_bytes(b"half a database")
    assert main(["demo", "--no-serve", "--folder", str(tmp_path)]) == 0
    assert rides(tmp_path) > 100


def test_it_serves_and_says_whom_to_sign_in_as(made: Path) -> None:
    command = [sys.executable, "-m", "fieldlog", "demo", "--port", "0", "--folder", str(made)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    said = ""
    began = time.monotonic()
    while "http://" not in said and time.monotonic() - began < 30:
        said += process.stdout.readline()
    address = next(word for word in said.split() if word.startswith("http://"))
    with urllib.request.urlopen(f"{address}sign-in") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert [person.email for person in to_sign_in_as() if person.email not in said] == []
    assert {role for person in to_sign_in_as() for role in person.roles} == {
        "leader",
        "supervisor",
        "editor",
        "approver",
        "admin",
    }
