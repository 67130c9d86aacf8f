"""`fieldlog user …`: accounts, for the day when nobody can sign in to manage them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import click

from fieldlog.cli.settings import Settings, pass_settings
from fieldlog.domain.people import ROLES, Grant
from fieldlog.domain.permissions import Actor
from fieldlog.i18n import gettext as _
from fieldlog.operations import people
from fieldlog.operations.actors import operator
from fieldlog.operations.units import units_in_scope
from fieldlog.storage.protocol import Store


@click.group(help=_("Add people, switch accounts off and on, and reset passwords."))
def user() -> None:
    """Only a group."""


@user.command(
    help=_(
        "Add a person and print a one-time password for them.\n\n"
        'Example: fieldlog user add --name "Ana Ruiz" --email ana@example.org --role leader --unit "Mill Creek unit"'
    )
)
@click.option("--name", required=True, help=_("How others see them."))
@click.option("--email", required=True, help=_("What they sign in with."))
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help=_("May be repeated."))
@click.option("--unit", help=_("Name of the unit in which the roles hold; the whole agency if not given."))
@pass_settings
def add(settings: Settings, name: str, email: str, roles: tuple[str, ...], unit: str | None) -> None:
    """One unit for all roles; the web page gives each role a unit of its own."""
    with closing(settings.store()) as store:
        actor = operator(store)
        unit_id = _unit_named(store, actor, unit)
        grants = [Grant(role, unit_id) for role in roles]
        new = people.add_person(store, actor, name=name, email=email, grants=grants, now=_now())
    click.echo(_("{email} signs in with this one-time password: {password}").format(email=email, password=new.password))


@user.command(help=_("Switch an account off. Their phone may still hand over what it holds, and reads nothing."))
@click.argument("email")
@pass_settings
def disable(settings: Settings, email: str) -> None:
    """Reads stop with the next request."""
    _switch(settings, email, people.disable_person)
    click.echo(_("{email} is switched off.").format(email=email))


@user.command(help=_("Switch an account on again."))
@click.argument("email")
@pass_settings
def enable(settings: Settings, email: str) -> None:
    """The undo of `disable`."""
    _switch(settings, email, people.enable_person)
    click.echo(_("{email} is switched on.").format(email=email))


@user.command(help=_("Print a new one-time password for somebody; every phone and browser of theirs is signed out."))
@click.argument("email")
@pass_settings
def reset(settings: Settings, email: str) -> None:
    """Entries on their phones stay there and go once they sign in."""
    with closing(settings.store()) as store:
        actor = operator(store)
        new = people.reset_password(store, actor, _person_id(store, actor, email), now=_now())
    click.echo(_("{email} signs in with this one-time password: {password}").format(email=email, password=new.password))


def _switch(settings: Settings, email: str, act: Callable[..., None]) -> None:
    with closing(settings.store()) as store:
        actor = operator(store)
        act(store, actor, _person_id(store, actor, email), now=_now())


def _person_id(store: Store, actor: Actor, email: str) -> str:
    for person in people.list_people(store, actor):
        if person.email.casefold() == email.strip().casefold():
            return person.person_id
    raise click.ClickException(_("Nobody here signs in with {email}.").format(email=email))


def _unit_named(store: Store, actor: Actor, name: str | None) -> str:
    tree = units_in_scope(store, actor, "manage_people")
    if not tree:
        raise click.ClickException(_("There is no agency in this database yet. Run `fieldlog init` first."))
    if name is None:
        return tree[0].unit.unit_id
    found = [each.unit for each in tree if each.unit.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        known = ", ".join(each.unit.name for each in tree)
        raise click.ClickException(
            _("There is not exactly one unit called {name}. Units: {known}").format(name=name, known=known)
        )
    return found[0].unit_id


def _now() -> datetime:
    return datetime.now(UTC)
