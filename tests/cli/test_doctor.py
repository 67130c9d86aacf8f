"""`fieldlog doctor`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run


@pytest.fixture
def public(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDLOG_PUBLIC_URL", "https://rides.example.org")


@pytest.mark.usefixtures("public")
def test_a_sound_server_needs_nothing(run: Run) -> None:
    said = run("doctor")
    assert said.code == 0, said.out
    assert "Nothing to do" in said.out


def test_plain_http_is_pointed_out(store: Store, run: Run) -> None:
    said = run("doctor")
    assert said.code == 1
    assert "https" in said.out


@pytest.mark.usefixtures("public")
def test_a_database_that_others_can_read_is_pointed_out(run: Run, folder: Path) -> None:
    (folder / "var" / "fieldlog.sqlite").chmod(0o644)
    assert "chmod 600" in run("doctor").out


@pytest.mark.usefixtures("public")
def test_a_missing_pack_is_pointed_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDLOG_PACK", "nobodys_pack")
    said = run("doctor")
    assert said.code == 1
    assert "nobodys_pack" in said.out


@pytest.mark.usefixtures("public")
def test_an_agency_without_an_admin_is_pointed_out(run: Run, folder: Path) -> None:
    with sqlite3.connect(folder / "var" / "fieldlog.sqlite") as raw:
        raw.execute("UPDATE people SET active = 0")
    raw.close()
    assert "Nobody can manage" in run("doctor").out
