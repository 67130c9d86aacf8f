"""What the pages about people may show; never a password's hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldlog.domain.people import Person, Session
from fieldlog.i18n import gettext as _
from fieldlog.operations.people import Change, PersonFile
from fieldlog.operations.units import UnitInTree
from fieldlog.web.people.labels import ACTS, roles_in_words
from fieldlog.web.times import ago

MOST_HISTORY = 12


@dataclass(frozen=True)
class PersonCard:
    """One person in the list."""

    person_id: str
    name: str
    email: str
    active: bool
    waits_for_password: bool
    roles: list[str]


@dataclass(frozen=True)
class PhoneRow:
    """A browser that somebody is signed in on."""

    session_id: str
    label: str
    signed_in: str
    last_contact: str
    is_this: bool


@dataclass(frozen=True)
class ChangeLine:
    """Something that was done to an account: what, by whom, when, and which roles it was about."""

    words: str
    by: str
    when: str
    given: list[str]
    taken: list[str]


@dataclass(frozen=True)
class PersonPage:
    """One person, as an admin sees them. `whole`: the account itself is this admin's to change."""

    card: PersonCard
    whole: bool
    is_self: bool
    has_other_roles: bool
    phones: list[PhoneRow]
    held: int
    history: list[ChangeLine]


def person_card(person: Person, unit_names: Mapping[str, str]) -> PersonCard:
    return PersonCard(
        person.person_id,
        person.name,
        person.email,
        person.active,
        person.must_change_password,
        roles_in_words(person.grants, unit_names),
    )


def person_page(file: PersonFile, units: Iterable[UnitInTree], own_id: str, now: datetime) -> PersonPage:
    names = unit_names(units)
    return PersonPage(
        card=person_card(file.person, names),
        whole=file.whole,
        is_self=file.person.person_id == own_id,
        has_other_roles=any(grant.unit_id not in names for grant in file.person.grants),
        phones=phone_rows(file.sessions, now),
        held=file.held,
        history=[_change_line(change, names, now) for change in file.history[:MOST_HISTORY]],
    )


def phone_rows(sessions: Iterable[Session], now: datetime, this_session_id: str = "") -> list[PhoneRow]:
    """Newest contact first, as the sessions come."""
    return [
        PhoneRow(
            each.session_id,
            each.label,
            ago(each.created_at, now),
            ago(each.last_seen_at, now),
            each.session_id == this_session_id,
        )
        for each in sessions
    ]


def _change_line(change: Change, names: Mapping[str, str], now: datetime) -> ChangeLine:
    return ChangeLine(
        _(ACTS.get(change.act, change.act)),
        change.by or _("the command line"),
        ago(change.at, now),
        roles_in_words(change.given, names),
        roles_in_words(change.taken, names),
    )


def unit_names(units: Iterable[UnitInTree]) -> Mapping[str, str]:
    return {each.unit.unit_id: each.unit.name for each in units}


def fitting(cards: Iterable[PersonCard], words: str) -> list[PersonCard]:
    """Those whose name, email or role holds every word that was searched for."""
    wanted = words.casefold().split()
    return [c for c in cards if all(w in " ".join([c.name, c.email, *c.roles]).casefold() for w in wanted)]
