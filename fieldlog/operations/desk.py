"""What waits for somebody at a desk: one fact sheet per role held, each only within its own reach."""

from __future__ import annotations

from dataclasses import dataclass

from fieldlog.domain.people import Person
from fieldlog.domain.permissions import Actor, can
from fieldlog.storage.protocol import Store, Transaction


@dataclass(frozen=True)
class PeopleFacts:
    """For an admin: how many accounts and units there are in reach, and what is still missing."""

    people: int
    leaders: int
    waiting_for_password: int
    units: int
    areas: int


@dataclass(frozen=True)
class DeskFacts:
    """None where the role is not held."""

    people: PeopleFacts | None


def desk_facts(store: Store, actor: Actor) -> DeskFacts:
    """Everything that the first page at a desk says, in one read."""
    with store.read() as tx:
        return DeskFacts(people=_people(tx, actor) if can(actor, "manage_people") else None)


def _people(tx: Transaction, actor: Actor) -> PeopleFacts:
    reach = actor.units_for("manage_people")
    units = [unit for unit in tx.people.units() if unit.unit_id in reach]

    def within(person: Person, role: str | None = None) -> bool:
        return any(g.unit_id in reach and role in (None, g.role) for g in person.grants)

    people = [person for person in tx.people.people() if person.active and within(person)]
    return PeopleFacts(
        people=len(people),
        leaders=sum(within(person, "leader") for person in people),
        waiting_for_password=sum(person.must_change_password for person in people),
        units=len(units),
        areas=sum(unit.is_area for unit in units),
    )
