"""`fieldlog pack check`."""

from __future__ import annotations

from pathlib import Path

from fieldlog.operations.packs import SHIPPED
from tests.cli.conftest import Run


def test_the_pack_that_ships_is_sound(run: Run) -> None:
    said = run("pack", "check", str(SHIPPED / "child_welfare.toml"))
    assert said.code == 0
    assert "sound" in said.out


def test_a_broken_pack_is_refused_by_its_line(run: Run, folder: Path) -> None:
    (folder / "broken.toml").write_text('code = "mine"\nversion = [\n')
    said = run("pack", "check", "broken.toml")
    assert said.code == 1
    assert "broken.toml" in said.err
    assert "line " in said.err


def test_a_file_that_is_not_there_is_wrong_usage(run: Run) -> None:
    assert run("pack", "check", "nowhere.toml").code == 2
