"""Units and people for tests, made through the store as the operations see them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from fieldlog.domain.people import Grant, Person, Session, Unit
from fieldlog.domain.permissions import Actor
from fieldlog.operations.actors import load_actor
from fieldlog.operations.ids import new_id, new_token
from fieldlog.operations.passwords import hash_password
from fieldlog.operations.sessions import token_hash
from fieldlog.storage.protocol import Store

PASSWORD = "correct horse battery"


@dataclass
class Cast:
    """Makes the people and units of one test's agency."""

    store: Store
    _number: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def unit(
        self, name: str = "", parent: Unit | None = None, *, area_class: str = "rural", is_area: bool = False
    ) -> Unit:
        """A new unit; a root when no parent is given."""
        made = Unit(
            unit_id=new_id(datetime.now(UTC)),
            parent_id=parent.unit_id if parent else None,
            name=name or f"Unit {next(self._number)}",
            area_class=area_class,
            is_area=is_area,
        )
        with self.store.write() as tx:
            tx.people.add_unit(made)
        return made

    def person(
        self,
        role: str | Iterable[str],
        unit: Unit,
        *,
        name: str = "",
        active: bool = True,
        must_change_password: bool = False,
    ) -> Person:
        """A new person with one role or several in `unit`; everybody's password is PASSWORD."""
        roles = [role] if isinstance(role, str) else list(role)
        number = next(self._number)
        made = Person(
            person_id=new_id(datetime.now(UTC)),
            email=f"{'-'.join(roles) or 'nobody'}-{number}@example.org",
            name=name or f"{' and '.join(roles).capitalize() or 'Nobody'} {number}",
            password_hash=_password_hash(),
            active=active,
            must_change_password=must_change_password,
            created_at=datetime.now(UTC),
            grants=frozenset(Grant(each, unit.unit_id) for each in roles),
        )
        with self.store.write() as tx:
            tx.people.add_person(made)
        return made

    def actor(self, person: Person) -> Actor:
        """The person as operations take them, with what their roles reach now."""
        return load_actor(self.store, person.person_id)

    def session_token(self, person: Person, *, label: str = "Test browser") -> str:
        """Open a session without the half second that a password check is meant to take."""
        token, now = new_token(), datetime.now(UTC)
        session = Session(
            new_id(now), token_hash(token), person.person_id, label, None, now, now, now + timedelta(days=30)
        )
        with self.store.write() as tx:
            tx.sessions.add(session)
        return token


@dataclass(frozen=True)
class Agency:
    """A small tree: agency → region (an area) → two units."""

    root: Unit
    region: Unit
    unit: Unit
    other_unit: Unit


def small_agency(cast: Cast) -> Agency:
    root = cast.unit("Prairie agency")
    region = cast.unit("East region", root, is_area=True)
    return Agency(root, region, cast.unit("Mill Creek unit", region), cast.unit("River unit", region))


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)
