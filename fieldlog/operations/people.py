"""Accounts and roles. An admin acts within the units of their own admin role, never above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fieldlog.domain.people import (
    ROLES,
    Grant,
    Person,
    Session,
    checked_email,
    checked_name,
    has_agency_admin,
)
from fieldlog.domain.permissions import Actor, require
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations.ids import new_id, new_one_time_password
from fieldlog.operations.passwords import check_password, hash_password
from fieldlog.operations.projections import release_held
from fieldlog.storage.protocol import AuditEntry, Store, Transaction


@dataclass(frozen=True)
class NewPassword:
    """For whom, and the one-time password: shown once, kept nowhere."""

    person_id: str
    password: str


@dataclass(frozen=True)
class Change:
    """What was done to an account, by whom. `given` and `taken` are roles."""

    act: str
    by: str
    at: datetime
    given: tuple[Grant, ...] = ()
    taken: tuple[Grant, ...] = ()


@dataclass(frozen=True)
class PersonFile:
    """What an admin sees of one person.

    `whole`: every role of theirs lies within the admin's units, so that the account itself
    (name, email, password, on or off, phones) is the admin's to change. `held`: how many of their
    entries wait until they may log again. `history`: newest change first.
    """

    person: Person
    whole: bool
    sessions: tuple[Session, ...]
    held: int
    history: tuple[Change, ...]


def change_own_password(store: Store, actor: Actor, *, old: str, new: str, keep_session_id: str, now: datetime) -> None:
    """Choose a new password; every session of this person but `keep_session_id` ends.

    Raises Invalid("wrong_sign_in" | "too_many_tries" | "password_short" | "password_same").
    """
    require(actor, "manage_own_sessions")
    with store.read() as tx:
        person = tx.people.person(actor.person_id)
    check_password(store, person.email, person, old, now=now)
    if new == old:
        raise Invalid("password_same", field="new")
    password_hash = hash_password(new)
    with store.write() as tx:
        person = tx.people.person(actor.person_id)
        tx.people.save_person(replace(person, password_hash=password_hash, must_change_password=False))
        tx.sessions.revoke_all(person.person_id, at=now, but=keep_session_id)
        _note(tx, actor, "change_own_password", person, now)


def list_people(store: Store, actor: Actor) -> list[Person]:
    """Everybody with a role in the admin's units, by name."""
    require(actor, "manage_people")
    with store.read() as tx:
        return [person for person in tx.people.people() if _knows(actor, person)]


def person_file(store: Store, actor: Actor, person_id: str, *, now: datetime) -> PersonFile:
    """One person with the browsers they are signed in on. Raises NotFound out of reach."""
    with store.read() as tx:
        person = _in_reach(tx, actor, person_id)
        names = {each.person_id: each.name for each in tx.people.people()}
        return PersonFile(
            person=person,
            whole=_wholly(actor, person),
            sessions=tuple(s for s in tx.sessions.of_person(person_id) if s.expires_at > now),
            held=len({link.entry_id for link in tx.edits.held_of(person_id)}),
            history=tuple(_change(entry, names) for entry in reversed(tx.audit.about("person", person_id))),
        )


def add_person(
    store: Store, actor: Actor, *, name: str, email: str, grants: Iterable[Grant], now: datetime
) -> NewPassword:
    """A new account, with a one-time password that its owner must change.

    Raises Invalid, NotFound for a unit out of reach, Conflict("email_taken").
    """
    require(actor, "manage_people")
    grants = frozenset(grants)
    _check_grants(actor, grants, kept=frozenset())
    password = new_one_time_password()
    person = Person(
        person_id=new_id(now),
        email=checked_email(email),
        name=checked_name(name),
        password_hash=hash_password(password),
        active=True,
        must_change_password=True,
        created_at=now,
        grants=grants,
    )
    with store.write() as tx:
        tx.people.add_person(person)
        _note(tx, actor, "add_person", person, now, given=_spelled(grants))
    return NewPassword(person.person_id, password)


def save_person(
    store: Store, actor: Actor, person_id: str, *, name: str, email: str, grants: Iterable[Grant], now: datetime
) -> None:
    """Change the name, the email and the roles within the admin's units; other roles stay as they are.

    Raises Invalid, NotFound, Forbidden("beyond_reach"), Conflict("email_taken" | "last_admin").
    """
    name, email, grants = checked_name(name), checked_email(email), frozenset(grants)
    with store.write() as tx:
        before = _in_reach(tx, actor, person_id)
        kept = frozenset(g for g in before.grants if g.unit_id not in actor.units_for("manage_people"))
        _check_grants(actor, grants, kept=kept)
        if (name, email) != (before.name, before.email):
            _need_whole(actor, before)
        after = replace(before, name=name, email=email, grants=kept | grants)
        if after == before:
            return
        _save(tx, before, after)
        _let_in(tx, actor, after, now)
        _note(
            tx,
            actor,
            "save_person",
            after,
            now,
            given=_spelled(after.grants - before.grants),
            taken=_spelled(before.grants - after.grants),
            renamed=(name, email) != (before.name, before.email),
        )


def disable_person(store: Store, actor: Actor, person_id: str, *, now: datetime) -> None:
    """Switch an account off. Reads stop at once; phones stay signed in so that they can hand over entries.

    Raises NotFound, Forbidden("beyond_reach"), Conflict("not_yourself" | "last_admin").
    """
    with store.write() as tx:
        before = _account_in_reach(tx, actor, person_id)
        if person_id == actor.person_id:
            raise Conflict("not_yourself")
        if before.active:
            _save(tx, before, replace(before, active=False))
            _note(tx, actor, "disable_person", before, now)


def enable_person(store: Store, actor: Actor, person_id: str, *, now: datetime) -> None:
    """Switch an account on again. Raises NotFound, Forbidden("beyond_reach")."""
    with store.write() as tx:
        before = _account_in_reach(tx, actor, person_id)
        if not before.active:
            after = replace(before, active=True)
            _save(tx, before, after)
            _let_in(tx, actor, after, now)
            _note(tx, actor, "enable_person", before, now)


def reset_password(store: Store, actor: Actor, person_id: str, *, now: datetime) -> NewPassword:
    """A one-time password for somebody who lost theirs; every session of theirs ends.

    Entries on their phones stay there and go once they sign in. Raises NotFound, Forbidden("beyond_reach").
    """
    require(actor, "manage_people")
    password = new_one_time_password()
    password_hash = hash_password(password)  # slow on purpose, so not inside the transaction
    with store.write() as tx:
        before = _account_in_reach(tx, actor, person_id)
        tx.people.save_person(replace(before, password_hash=password_hash, must_change_password=True))
        tx.sessions.revoke_all(person_id, at=now)
        tx.sessions.clear_failures(before.email)
        _note(tx, actor, "reset_password", before, now)
    return NewPassword(person_id, password)


def revoke_session(store: Store, actor: Actor, person_id: str, session_id: str, *, now: datetime) -> None:
    """Sign out one browser of somebody else's, which clears what it had sent. Raises NotFound, Forbidden("beyond_reach")."""
    with store.write() as tx:
        person = _account_in_reach(tx, actor, person_id)
        tx.sessions.revoke(person_id, session_id, at=now)
        _note(tx, actor, "revoke_session", person, now, session_id=session_id)


def _save(tx: Transaction, before: Person, after: Person) -> None:
    """Store the change unless it would leave the agency without an admin."""
    people, units = tx.people.people(), tx.people.units()
    others = [p for p in people if p.person_id != after.person_id]
    if has_agency_admin([*others, before], units) and not has_agency_admin([*others, after], units):
        raise Conflict("last_admin")
    tx.people.save_person(after)


def _let_in(tx: Transaction, actor: Actor, after: Person, now: datetime) -> None:
    """What their phone sent while they could not log counts from now on, once they can."""
    if after.active and any(grant.role == "leader" for grant in after.grants):
        release_held(tx, after.person_id, by=actor.person_id, now=now)


def _check_grants(actor: Actor, grants: frozenset[Grant], *, kept: frozenset[Grant]) -> None:
    if not grants | kept:
        raise Invalid("role_missing", field="grants")
    for grant in grants:
        if grant.role not in ROLES:
            raise Invalid("role_unknown", field="grants")
        require(actor, "manage_people", grant.unit_id)


def _knows(actor: Actor, person: Person) -> bool:
    reach = actor.units_for("manage_people")
    return any(grant.unit_id in reach for grant in person.grants)


def _wholly(actor: Actor, person: Person) -> bool:
    reach = actor.units_for("manage_people")
    return all(grant.unit_id in reach for grant in person.grants)


def _in_reach(tx: Transaction, actor: Actor, person_id: str) -> Person:
    require(actor, "manage_people")
    person = tx.people.person(person_id)
    if not _knows(actor, person):
        raise NotFound("not_found")
    return person


def _account_in_reach(tx: Transaction, actor: Actor, person_id: str) -> Person:
    person = _in_reach(tx, actor, person_id)
    _need_whole(actor, person)
    return person


def _need_whole(actor: Actor, person: Person) -> None:
    # Who may set the password of somebody with more power could sign in as them.
    if not _wholly(actor, person):
        raise Forbidden("beyond_reach")


def _spelled(grants: Iterable[Grant]) -> list[str]:
    return sorted(f"{grant.role} {grant.unit_id}" for grant in grants)


def _read_back(spelled: object) -> tuple[Grant, ...]:
    return tuple(Grant(*each.split(" ", 1)) for each in spelled) if isinstance(spelled, list) else ()


def _change(entry: AuditEntry, names: Mapping[str, str]) -> Change:
    given, taken = _read_back(entry.detail.get("given")), _read_back(entry.detail.get("taken"))
    return Change(entry.act, names.get(entry.actor_id, ""), entry.at, given, taken)


def _note(tx: Transaction, actor: Actor, act: str, person: Person, now: datetime, **detail: object) -> None:
    tx.audit.add(at=now, actor_id=actor.person_id, act=act, thing="person", thing_id=person.person_id, **detail)
