"""From a stored person to the actor that every operation asks for."""

from __future__ import annotations

from fieldlog.domain.people import Person, scopes
from fieldlog.domain.permissions import Actor
from fieldlog.storage.protocol import Store, Transaction

# Stands in the audit where a command was run at the server; no person has this id.
OPERATOR = "operator"


def actor_of(tx: Transaction, person: Person) -> Actor:
    """The person with the units that each of their roles reaches now."""
    return Actor(
        person_id=person.person_id,
        name=person.name,
        active=person.active,
        reach=scopes(person.grants, tx.people.units()),
    )


def load_actor(store: Store, person_id: str) -> Actor:
    """The actor for an id. Raises NotFound."""
    with store.read() as tx:
        return actor_of(tx, tx.people.person(person_id))


def operator(store: Store) -> Actor:
    """Whoever runs commands on the server itself: they hold the file, so an admin's reach over every unit."""
    with store.read() as tx:
        units = frozenset(unit.unit_id for unit in tx.people.units())
    return Actor(person_id=OPERATOR, name="command line", reach={"admin": units})
