"""`fieldlog rebuild`: what entries are now, worked out again from the edits that phones sent."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.i18n import gettext as _
from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections


@click.command(
    help=_(
        "Work out every entry again from the edits that phones sent. Edits are never changed, so this is safe "
        "at any time; it is of use after an upgrade that reads them differently."
    )
)
@pass_settings
def rebuild(settings: Settings) -> None:
    """One transaction: readers see the old state until the new one is whole."""
    with closing(settings.store()) as store:
        count = rebuild_projections(store, load_packs(), now=datetime.now(UTC))
    click.echo(_("{n} entries were made again from their edits.").format(n=count))
