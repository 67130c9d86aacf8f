"""`fieldlog pack …`: packs of issues, cues and prompts."""

from __future__ import annotations

from pathlib import Path

import click

from fieldlog.i18n import gettext as _
from fieldlog.operations.packs import check_pack, load_packs


@click.group(help=_("Look after packs: the issues, cues and prompts that leaders choose from."))
def pack() -> None:
    """Only a group."""


@pack.command(help=_("Say whether the pack in FILE could be used, or every line and key at which it can't."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Checked beside the packs that this server keeps: a code that was used once is never used again."""
    found = check_pack(file, load_packs())
    click.echo(
        _("{file} is sound: {code}, version {version}, {issues} issues.").format(
            file=file.name, code=found.code, version=found.version, issues=len(found.issues)
        )
    )
