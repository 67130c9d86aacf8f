"""Help that teaches: every command says what it does, and wrong usage says what is right."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from fieldlog import __version__
from fieldlog.cli import fieldlog
from tests.cli.conftest import Run


def all_commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from all_commands(command, *above, name)


@pytest.mark.parametrize("command", list(all_commands(fieldlog)), ids=" ".join)
def test_every_command_explains_itself(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, "--help")
    assert said.code == 0
    assert len(said.out.splitlines()) > 4


def test_a_typing_error_is_wrong_usage(run: Run) -> None:
    said = run("srve")
    assert said.code == 2
    assert "srve" in said.err


def test_the_version(run: Run) -> None:
    assert __version__ in run("--version").out
