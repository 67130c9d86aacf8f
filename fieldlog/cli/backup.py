"""`fieldlog backup`: a copy of the database and of its keys, taken while the server runs."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.i18n import gettext as _
from fieldlog.operations.upkeep import back_up, keys_beside


@click.command(
    help=_(
        "Copy the database to TARGET (by default var/backups/fieldlog-<time>.sqlite) while the server runs, and "
        "beside it, as TARGET.keys, the keys that open what phones send sealed.\n\n"
        "Phones keep what they sent until a backup holds it, so run this every night and keep the copies on "
        "another disk. To restore, stop the server, run `fieldlog restore TARGET`, and start it: phones then send "
        "again whatever the copy lacks."
    )
)
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
@pass_settings
def backup(settings: Settings, target: Path | None) -> None:
    """Never overwrites a file. A database without its keys is copied all the same, and said to be without."""
    now = datetime.now(UTC)
    path = target or Path("var/backups") / f"fieldlog-{now:%Y%m%dT%H%M%SZ}.sqlite"
    keys = settings.seal_keys_if_there()
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(settings.store()) as store:
        back_up(store, keys, path, now=now)
    if keys is None:
        click.echo(_("Copied to {path}.").format(path=path))
        missing = settings.config().seal_keys
        words = _("The keys for sealed entries are not in {file}, so there is no copy of them. Set FIELDLOG_SEAL_KEYS.")
        raise click.ClickException(words.format(file=missing))
    click.echo(_("Copied to {path}, with the keys in {keys}.").format(path=path, keys=keys_beside(path)))
