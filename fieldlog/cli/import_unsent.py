"""`fieldlog import-unsent`: entries that left a phone in a file."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.domain.unsent_file import UnsentFile, read_unsent_file
from fieldlog.errors import WORDS, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.i18n import ngettext
from fieldlog.operations.packs import load_packs
from fieldlog.operations.unsent import HERE_NOW, Import
from fieldlog.operations.unsent import import_unsent as take_in


@click.command(
    name="import-unsent",
    help=_(
        "Take in FILE, the entries that a phone could not send and that its owner saved to a file.\n\n"
        "The same checks as in sync: author and hash, and an entry that is here already is not doubled. The file "
        "itself stays as it is. Exit code 1 when some entry was not taken."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_settings
@click.pass_context
def import_unsent(context: click.Context, settings: Settings, file: Path) -> None:
    """The server may be running."""
    wanted = _read(file)
    with closing(settings.store()) as store:
        done = take_in(store, wanted, load_packs(), opener=settings.seal_keys_if_there(), now=datetime.now(UTC))
    _report(done)
    if not done.complete:
        context.exit(1)


def _read(file: Path) -> UnsentFile:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise Invalid("unsent_file", what="JSON") from None
    return read_unsent_file(raw)


def _report(done: Import) -> None:
    counts = done.counts
    click.echo(_("From the phone of {name}:").format(name=done.person))
    ok, dup, held = (counts[status] for status in HERE_NOW)
    for n, words in (
        (ok, _("{n} taken in")),
        (dup, ngettext("{n} was here already", "{n} were here already", dup)),
        (held, _("{n} taken in, to wait until its owner may log again")),
        (done.drafts, ngettext("{n} draft left in the file", "{n} drafts left in the file", done.drafts)),
    ):
        if n:
            click.echo("  " + words.format(n=n))
    for number, result in enumerate(done.results, start=1):
        if result.status not in HERE_NOW:
            reason = _(WORDS[result.code]) if result.code else result.status
            click.echo("  " + _("entry {n} was not taken: {reason}").format(n=number, reason=reason), err=True)
    if not done.results:
        click.echo("  " + _("nothing to take in"))
