"""`fieldlog init`."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldlog.cli.settings import Settings
from fieldlog.operations.sessions import sign_in
from fieldlog.storage.protocol import Store
from tests.cli.conftest import INIT, NUMBERS, Run


def test_the_first_admin_can_sign_in_with_the_password_it_prints(store: Store, admin_password: str) -> None:
    assert sign_in(
        store,
        email="ada@example.org",
        password=admin_password,
        label="test",
        lifetime=timedelta(days=1),
        now=datetime.now(UTC),
    )
    with store.read() as tx:
        person = tx.people.person_by_email("ada@example.org")
    assert person is not None
    assert person.must_change_password


def test_the_settings_it_writes_are_good_and_private(admin_password: str, folder: Path) -> None:
    config = Settings.at("fieldlog.env").config()
    assert config.agency == "Prairie County"
    assert [each.label for each in config.danger_numbers] == ["Emergency", "Our hotline"]
    assert stat.S_IMODE((folder / "fieldlog.env").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "var" / "fieldlog.sqlite").stat().st_mode) == 0o600


def test_it_overwrites_no_settings(run: Run, admin_password: str, folder: Path) -> None:
    before = (folder / "fieldlog.env").read_text()
    said = run("init", *INIT, *NUMBERS)
    assert said.code == 1
    assert "is there already" in said.err
    assert (folder / "fieldlog.env").read_text() == before


def test_it_takes_over_no_database(run: Run, admin_password: str, folder: Path) -> None:
    said = run("--settings", "second.env", "init", *INIT, *NUMBERS)
    assert said.code == 1
    assert not (folder / "second.env").exists()


def test_a_stop_screen_without_a_number_is_refused_before_anything_is_made(run: Run, folder: Path) -> None:
    said = run("init", *INIT, "--danger-numbers", "call somebody")
    assert said.code == 1
    assert "FIELDLOG_DANGER_NUMBERS" in said.err
    assert list(folder.iterdir()) == []


def test_an_email_that_is_none_leaves_no_settings_behind(run: Run, folder: Path) -> None:
    said = run("init", "--agency", "P", "--name", "Ada", "--email", "nonsense", *NUMBERS)
    assert said.code == 1
    assert not (folder / "fieldlog.env").exists()
