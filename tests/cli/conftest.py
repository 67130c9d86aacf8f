"""A folder of its own for each test, with an agency that `fieldlog init` made."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldlog.cli import main
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store

INIT = ["--agency", "Prairie County", "--name", "Ada Boss", "--email", "ada@example.org"]
NUMBERS = ["--danger-numbers", "Emergency: 911; Our hotline: 555-0100"]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def password(self) -> str:
        """The one-time password that it printed."""
        found = re.search(r"one-time password: (\S+)", self.out)
        assert found, self.out + self.err
        return found[1]


Run = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and no FIELDLOG_… in the environment."""
    for name in [name for name in os.environ if name.startswith("FIELDLOG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `fieldlog …` as a shell would."""

    def call(*args: str) -> Said:
        capsys.readouterr()
        code = main(list(args))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def admin_password(run: Run) -> str:
    """An agency with one admin, ada@example.org; her one-time password."""
    return run("init", *INIT, *NUMBERS).password


@pytest.fixture
def store(folder: Path, admin_password: str) -> Iterator[Store]:
    """The agency's database."""
    opened = open_store(f"sqlite:///{folder / 'var' / 'fieldlog.sqlite'}")
    yield opened
    opened.close()
