"""`fieldlog doctor`: is this server fit to be relied on?"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.config import DEMO_DANGER_NUMBERS, Config, parse_danger_numbers
from fieldlog.errors import StorageUnavailable
from fieldlog.i18n import gettext as _
from fieldlog.operations import upkeep
from fieldlog.operations.packs import load_packs
from fieldlog.operations.seal_key_file import read_key_file
from fieldlog.storage.protocol import Store

LEAST_FREE_BYTES = 500 * 1024 * 1024

Check = Callable[[Config, Store], Iterator[str]]


@click.command(help=_("Check settings, database, packs and people. Exit code 1 when something needs to be done."))
@pass_settings
def doctor(settings: Settings) -> int:
    """Every check runs, so that one visit is enough."""
    config = settings.config()
    problems = 0
    with closing(settings.store()) as store:
        for title, check in _checks().items():
            found = list(check(config, store))
            problems += len(found)
            click.echo(f"{'ok  ' if not found else 'LOOK'}  {title}")
            for words in found:
                click.echo(f"      {words}")
    click.echo(_("Nothing to do.") if not problems else _("{n} to look at.").format(n=problems))
    return 1 if problems else 0


def _checks() -> dict[str, Check]:
    return {
        _("Settings"): _settings,
        _("Database"): _database,
        _("Private files"): _private,
        _("Keys for sealed entries"): _seal_keys,
        _("Disk"): _disk,
        _("Packs"): _packs,
        _("People"): _people,
        _("Backups"): _backups,
    }


def _settings(config: Config, store: Store) -> Iterator[str]:
    if config.danger_numbers == parse_danger_numbers(DEMO_DANGER_NUMBERS):
        yield _("FIELDLOG_DANGER_NUMBERS holds only the nationwide numbers. Put your agency's own beside them.")
    if not config.public_url.startswith("https://"):
        yield _("FIELDLOG_PUBLIC_URL is not an https address. Phones install the app only over https.")
    if not config.secure_cookies:
        yield _("FIELDLOG_SECURE_COOKIES is off. Turn it on as soon as https works.")


def _database(config: Config, store: Store) -> Iterator[str]:
    yield from upkeep.database_problems(store)


def _private(config: Config, store: Store) -> Iterator[str]:
    file = _database_file(config)
    for each in (file, Path(config.seal_keys)):
        if each.exists() and each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield _("Others on this machine can read {file}. Run: chmod 600 {file}").format(file=each)


def _seal_keys(config: Config, store: Store) -> Iterator[str]:
    """Looks only: making a new ring here would hide that the old one is gone."""
    file = Path(config.seal_keys)
    try:
        read_key_file(file)
    except FileNotFoundError:
        yield _(
            "There is no {file}. Put the copy of your last backup there (the file that ends in .keys); if there never "
            "was one, `fieldlog serve` makes it."
        ).format(file=file)
    except StorageUnavailable as error:
        yield _(error.words)


def _disk(config: Config, store: Store) -> Iterator[str]:
    free = shutil.disk_usage(_database_file(config).parent).free
    if free < LEAST_FREE_BYTES:
        yield _("Only {n} MB are free where the database lies.").format(n=free // 1024 // 1024)


def _packs(config: Config, store: Store) -> Iterator[str]:
    if config.pack not in {pack.code for pack in load_packs()}:
        yield _("FIELDLOG_PACK is {pack}, and there is no such pack.").format(pack=config.pack)


def _people(config: Config, store: Store) -> Iterator[str]:
    if not upkeep.has_admin(store):
        yield _("Nobody can manage the agency. Run `fieldlog user add … --role admin`.")


def _backups(config: Config, store: Store) -> Iterator[str]:
    if upkeep.never_backed_up(store):
        yield _("There has never been a backup. Run `fieldlog backup` every night.")


def _database_file(config: Config) -> Path:
    return Path(config.database.partition(":///")[2])
