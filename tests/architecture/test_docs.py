"""What the documents name is there: settings, commands, make targets, files."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import click
import pytest

from fieldlog.cli import fieldlog
from fieldlog.config import Config

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
# Read by the command line and the tests, not by the server.
OTHER_SETTINGS = {"FIELDLOG_SETTINGS", "FIELDLOG_CHROMIUM", "FIELDLOG_REQUIRE_BROWSER"}
SETTINGS = {f"FIELDLOG_{field.name.upper()}" for field in dataclasses.fields(Config)}

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@each_document
def test_settings_that_are_named_exist(document: Path) -> None:
    named = set(re.findall(r"FIELDLOG_[A-Z_]+[A-Z]", document.read_text()))
    assert named <= SETTINGS | OTHER_SETTINGS


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r"`(FIELDLOG_[A-Z_]+)`", (ROOT / "docs" / "deploy.md").read_text()))
    assert named >= SETTINGS


@each_document
def test_commands_that_are_named_exist(document: Path) -> None:
    for line in re.findall(r"(?:^|`|bin/)fieldlog +([a-z][^`#\n]*)", document.read_text(), re.MULTILINE):
        assert _exists(fieldlog, line.split()), f"fieldlog {line}"


def test_every_command_is_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    assert not [name for name in fieldlog.commands if f"`{name}" not in text and f"fieldlog {name}" not in text]


@each_document
def test_make_targets_that_are_named_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", document.read_text(), re.MULTILINE))
    assert named <= targets


@each_document
def test_files_that_are_linked_exist(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.name} links {target}"


def _exists(group: click.Group, words: list[str]) -> bool:
    found = group.commands.get(words[0])
    if not isinstance(found, click.Group):
        return found is not None
    return len(words) > 1 and _exists(found, words[1:])
