"""`fieldlog restore`: a backup in the place of the database, without a step that could be forgotten."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.i18n import gettext as _
from fieldlog.operations.upkeep import keys_beside, note_restore
from fieldlog.storage import put_back


@click.command(
    help=_(
        "Put COPY, made by `fieldlog backup`, in the place of the database, and its keys beside those that are here. "
        "Stop the server first. What was the database until now stays beside it, under another name. Start the "
        "server afterwards: phones then send again whatever the copy lacks."
    )
)
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.confirmation_option(prompt=_("Replace the database by this copy?"))
@pass_settings
def restore(settings: Settings, copy: Path) -> None:
    """The keys first: without them the database would be of less use than before."""
    now = datetime.now(UTC)
    keys = settings.seal_keys()
    beside = keys_beside(copy)
    added = keys.take_in(beside) if beside.is_file() else None
    kept = put_back(settings.config().database, copy, now=now)
    with closing(settings.store()) as store:
        note_restore(store, now=now)
    if kept is not None:
        click.echo(_("What was the database until now is {file}.").format(file=kept))
    if added is None:
        click.echo(_("There are no keys beside the copy ({file}); those that were here are kept.").format(file=beside))
    click.echo(_("Restored. Start the server; phones send again what the copy lacks."))
