"""Where settings come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldlog.cli.settings import Settings, read_settings
from fieldlog.config import ConfigError


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "fieldlog.env").write_text("FIELDLOG_AGENCY=From the file\nFIELDLOG_PACK=from_the_file\n")
    monkeypatch.setenv("FIELDLOG_AGENCY", "From the environment")
    values = Settings.at("fieldlog.env").values
    assert values["FIELDLOG_AGENCY"] == "From the environment"
    assert values["FIELDLOG_PACK"] == "from_the_file"


def test_comments_blank_lines_and_quotes(folder: Path) -> None:
    (folder / "f").write_text("# a comment\n\nFIELDLOG_AGENCY='Prairie = County'\n")
    assert read_settings(folder / "f") == {"FIELDLOG_AGENCY": "Prairie = County"}


def test_a_line_that_is_no_setting_is_named(folder: Path) -> None:
    (folder / "f").write_text("FIELDLOG_AGENCY=ok\nwhat is this\n")
    with pytest.raises(ConfigError, match="line 2"):
        read_settings(folder / "f")
