"""What phones say they have made and the server doesn't have: counts for the office, never content."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldlog.domain.entry import Edit
from fieldlog.domain.people import Person
from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.sealed import Opener
from fieldlog.domain.sync_wire import read_edit
from fieldlog.domain.taxonomy import Packs
from fieldlog.errors import NotFound
from fieldlog.operations.actors import actor_of
from fieldlog.operations.intake import Intake
from fieldlog.storage.protocol import Quarantined, Store, Tally, Transaction


@dataclass(frozen=True)
class PhoneGap:
    """One phone of one person. `label`: the browser, "" when it is signed in nowhere. All numbers are saved versions.

    `missing`: not arrived in any form. `aside`: what arrived and could not be stored, by code (a key of
    `errors.WORDS`); `seen`: what of it an admin has looked at, by reason (`domain/set_aside.py`).
    """

    label: str
    made: int
    stored: int
    missing: int
    aside: Mapping[str, int]
    seen: Mapping[str, int]
    last_heard: datetime


@dataclass(frozen=True)
class PersonGaps:
    """The phones of one person, longest silence first. `held`: versions that wait until they may log again."""

    person_id: str
    name: str
    active: bool
    held: int
    phones: tuple[PhoneGap, ...]

    @property
    def missing(self) -> int:
        """What is on their phones only."""
        return sum(phone.missing for phone in self.phones)

    @property
    def aside(self) -> Counter[str]:
        """What could not be stored and waits for somebody to look at it, by code."""
        return sum((Counter(phone.aside) for phone in self.phones), Counter())

    @property
    def seen(self) -> Counter[str]:
        """What could not be stored and an admin has looked at, by reason."""
        return sum((Counter(phone.seen) for phone in self.phones), Counter())


@dataclass(frozen=True)
class GapTotals:
    """`heard`: phones that have ever synced. `behind`: those that hold something. `aside`: items to be looked at."""

    heard: int
    behind: int
    aside: int


@dataclass(frozen=True)
class Released:
    """How many items of the quarantine are edits now, and how many stay where they are."""

    let_in: int
    left: int


def sync_gaps(store: Store, actor: Actor) -> list[PersonGaps]:
    """Everybody in reach who has synced; those with something missing or set aside come first, then by name."""
    require(actor, "see_sync_gaps")
    with store.read() as tx:
        people = [person for person in tx.people.people() if in_reach(actor, person, "see_sync_gaps")]
        tallies = tx.devices.tallies(person.person_id for person in people)
        found = [_gaps(tx, person, [t for t in tallies if t.device.person_id == person.person_id]) for person in people]
    return sorted(
        (gaps for gaps in found if gaps.phones), key=lambda gaps: not (gaps.missing or gaps.aside or gaps.held)
    )


def total_gaps(people: list[PersonGaps]) -> GapTotals:
    """The few numbers that fit on a desk."""
    phones = [phone for person in people for phone in person.phones]
    return GapTotals(len(phones), sum(phone.missing > 0 for phone in phones), sum(p.aside.total() for p in people))


def release_quarantined(
    store: Store, actor: Actor, person_id: str, packs: Packs, *, opener: Opener | None = None, now: datetime
) -> Released:
    """Send what was set aside from a person's phones through the intake again, each under its own author.

    For what can be read now (a newer server, a key that was brought back), or was written by somebody else who uses the same phone. What still
    can't be stored stays; the raw words stay in any case. Raises NotFound out of reach.
    """
    require(actor, "release_quarantine")
    let_in = 0
    with store.write() as tx:
        if not in_reach(actor, tx.people.person(person_id), "release_quarantine"):
            raise NotFound("not_found")
        waiting = tx.quarantine.waiting(person_id)
        by_author: dict[str, list[tuple[object, Edit]]] = {}
        for item in waiting:
            raw: object = json.loads(item.raw)
            edit = read_edit(raw, opener)
            if isinstance(edit, Edit) and _may_be(tx, actor, item, edit):
                by_author.setdefault(edit.author_id, []).append((raw, edit))
        for author_id, items in by_author.items():
            author = actor_of(tx, tx.people.person(author_id))
            results = Intake(tx, author, "", list(items), now, keeps=False).take_all(packs)
            let_in += sum(result.status in ("ok", "dup", "held") for result in results)
        done = Released(let_in, len(waiting) - let_in)
        if waiting:
            tx.audit.add(
                at=now,
                actor_id=actor.person_id,
                act="release_quarantined",
                thing="person",
                thing_id=person_id,
                let_in=done.let_in,
                left=done.left,
            )
    return done


def _may_be(tx: Transaction, actor: Actor, item: Quarantined, edit: Edit) -> bool:
    """May these words be stored under the author that they name?

    Nobody's session may put words into another's mouth: they must have come from the very phone
    that they were made on, and their author must have synced from it.
    """
    if edit.author_id == item.person_id:
        return True
    try:
        author = tx.people.person(edit.author_id)
    except NotFound:
        return False
    shared = item.device_id == edit.device_id and tx.devices.get(edit.device_id, edit.author_id) is not None
    return shared and in_reach(actor, author, "release_quarantine")


def _gaps(tx: Transaction, person: Person, tallies: list[Tally]) -> PersonGaps:
    labels = {s.device_id: s.label for s in tx.sessions.of_person(person.person_id)} if tallies else {}
    return PersonGaps(
        person.person_id,
        person.name,
        person.active,
        len(tx.edits.held_of(person.person_id)),
        tuple(
            PhoneGap(
                labels.get(tally.device.device_id, ""),
                tally.device.max_device_seq,
                tally.stored,
                tally.missing,
                tally.aside,
                tally.seen,
                tally.device.last_seen_at,
            )
            for tally in tallies
        ),
    )


def in_reach(actor: Actor, person: Person, action: str) -> bool:
    """Does the person hold a role where the actor may do this?"""
    reach = actor.units_for(action)
    return any(grant.unit_id in reach for grant in person.grants)
