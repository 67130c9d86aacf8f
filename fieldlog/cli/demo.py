"""`fieldlog demo`: an agency with a year behind it, to look around in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.app import create_app
from fieldlog.cli.serve import address, listen, run
from fieldlog.cli.settings import read_settings, write_settings
from fieldlog.config import DEMO_DANGER_NUMBERS, Config, parse_danger_numbers
from fieldlog.demo import AGENCY, build
from fieldlog.demo.agency import DemoPerson, to_sign_in_as
from fieldlog.i18n import gettext as _
from fieldlog.operations.packs import load_packs
from fieldlog.storage import open_store

KEY = "FIELDLOG_SECRET_KEY"


@click.command(
    help=_(
        "Make a demo agency with a year of believable rides, serve it on this machine, and print whom to sign in "
        "as. The agency is kept in FOLDER; --fresh makes it anew. Nothing of a real agency is touched."
    )
)
@click.option("--port", default=8000, show_default=True, help=_("Port to listen on; a free one if it is taken."))
@click.option("--folder", default="var", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--fresh", is_flag=True, help=_("Throw the old demo away first."))
@click.option("--no-serve", is_flag=True, help=_("Only make it."))
def demo(port: int, folder: Path, fresh: bool, no_serve: bool) -> None:
    """Making it takes some seconds; the second time it only serves."""
    file, key_file, seal_file = folder / "demo.sqlite", folder / "demo.env", folder / "demo.keys"
    if fresh or not key_file.is_file():
        _remove([*folder.glob("demo.sqlite*"), key_file, seal_file])
        _make(file)
        # Written last: a demo that was cut off while it was made has no key, and is made anew.
        write_settings(key_file, {KEY: secrets.token_urlsafe(48)})
    if no_serve:
        return
    try:
        listener = listen("127.0.0.1", port)
    except click.ClickException:
        listener = listen("127.0.0.1", 0)
    config = Config(
        database=_url(file),
        secret_key=read_settings(key_file)[KEY],
        seal_keys=str(seal_file),
        agency=AGENCY,
        danger_numbers=parse_danger_numbers(DEMO_DANGER_NUMBERS),
        public_url=address(listener),
        secure_cookies=False,
    )
    app = create_app(config)
    _introduce(to_sign_in_as())
    run(app, listener)


def _make(file: Path) -> None:
    click.echo(_("Making {agency}, a demo agency with a year of rides …").format(agency=AGENCY))
    try:
        with closing(open_store(_url(file))) as store:
            build(store, load_packs(), now=datetime.now(UTC))
    except BaseException:
        _remove(file.parent.glob("demo.sqlite*"))
        raise


def _introduce(people: Iterable[DemoPerson]) -> None:
    people = list(people)
    click.echo(_("Sign in as one of these; the password of each is {password}").format(password=people[0].password))
    width = max(len(person.email) for person in people)
    for person in people:
        click.echo(f"  {person.email:{width}}  {person.name} ({', '.join(person.roles)})")


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            file.unlink()


def _url(file: Path) -> str:
    return f"sqlite:///{file.resolve()}"
