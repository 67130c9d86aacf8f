"""`fieldlog init`: the settings file, the database, the agency and its first admin."""

from __future__ import annotations

import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.cli.settings import Settings, pass_settings, write_settings
from fieldlog.config import DEMO_DANGER_NUMBERS, parse_danger_numbers
from fieldlog.domain.people import AREA_CLASSES
from fieldlog.i18n import gettext as _
from fieldlog.operations.people import NewPassword
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.operations.units import found_agency
from fieldlog.storage import open_store


@click.command(
    help=_(
        "Set up a real agency: writes the settings file, makes the database, and adds the first admin "
        "with a one-time password. Asks for what the options don't say."
    )
)
@click.option("--agency", prompt=_("Name of the agency"), help=_("Name of the agency, as people know it."))
@click.option("--name", prompt=_("Name of the first admin"), help=_("Name of the first admin."))
@click.option("--email", prompt=_("Email of the first admin"), help=_("Email that the admin signs in with."))
@click.option(
    "--danger-numbers",
    prompt=_("Numbers for the stop screen"),
    default=DEMO_DANGER_NUMBERS,
    show_default=True,
    help=_("Whom to call when somebody is in danger now, as 'Label: number; Label: number'."),
)
@click.option("--area", type=click.Choice(AREA_CLASSES), default="suburban", show_default=True, help=_("Kind of area."))
@click.option("--database", default="var/fieldlog.sqlite", show_default=True, type=click.Path(path_type=Path))
@click.option("--public-url", default="", help=_("Address that readers use, such as https://rides.example.org"))
@pass_settings
def init(
    settings: Settings,
    agency: str,
    name: str,
    email: str,
    danger_numbers: str,
    area: str,
    database: Path,
    public_url: str,
) -> None:
    """Write the settings first: a database without its key would be of no use."""
    parse_danger_numbers(danger_numbers)
    url = f"sqlite:///{database.resolve()}"
    write_settings(
        settings.path,
        {
            "FIELDLOG_DATABASE": url,
            "FIELDLOG_SECRET_KEY": secrets.token_urlsafe(48),
            "FIELDLOG_AGENCY": agency,
            "FIELDLOG_DANGER_NUMBERS": danger_numbers,
            "FIELDLOG_PUBLIC_URL": public_url,
        },
    )
    keys = Path(settings.values.get("FIELDLOG_SEAL_KEYS") or settings.path.resolve().with_suffix(".keys"))
    try:
        admin = _found(url, agency, name, email, area)
        SealKeys.at(keys, now=datetime.now(UTC))
    except BaseException:
        settings.path.unlink()
        raise
    click.echo(_("Settings are in {file}; keep that file private.").format(file=settings.path))
    click.echo(_("Keys for what phones send sealed are in {file}; keep that file private too.").format(file=keys))
    click.echo(_("The database is {file}.").format(file=database))
    click.echo(
        _("{email} signs in with this one-time password: {password}").format(email=email, password=admin.password)
    )
    click.echo(_("Next: `fieldlog doctor`, then `fieldlog serve`."))


def _found(url: str, agency: str, name: str, email: str, area: str) -> NewPassword:
    with closing(open_store(url)) as store:
        return found_agency(store, agency=agency, name=name, email=email, area_class=area, now=datetime.now(UTC))
