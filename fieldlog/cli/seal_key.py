"""`fieldlog seal-key …`: the keys that open what phones send sealed."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.i18n import gettext as _
from fieldlog.operations.upkeep import rotate_seal_key


@click.group(name="seal-key", help=_("The keys that open what phones send sealed."))
def seal_key() -> None:
    """Only a group."""


@seal_key.command(
    help=_(
        "Put a new key first. Phones seal to it from their next contact on; what was sealed to earlier keys still "
        "opens, since they are kept. The server may be running. Make a backup afterwards."
    )
)
@pass_settings
def rotate(settings: Settings) -> None:
    """Never takes a key away."""
    keys = settings.seal_keys()
    with closing(settings.store()) as store:
        new = rotate_seal_key(store, keys, now=datetime.now(UTC))
    click.echo(
        _("Phones now seal to key {key}; earlier keys are kept in {file}.").format(key=new.key_id, file=keys.path)
    )
    click.echo(_("Next: `fieldlog backup`, so that a copy holds the new key."))
