"""People, the units they belong to, and the sessions they are signed in with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldlog.errors import Invalid

AREA_CLASSES: Final = ("urban", "suburban", "small_town", "rural", "frontier")
ROLES: Final = ("leader", "supervisor", "editor", "approver", "admin")
LONGEST_NAME: Final = 120
LONGEST_EMAIL: Final = 254  # RFC 5321, section 4.5.3.1


@dataclass(frozen=True)
class Unit:
    """A node of the agency's tree. `is_area`: may be the area of a summary."""

    unit_id: str
    parent_id: str | None
    name: str
    area_class: str
    is_area: bool = False


@dataclass(frozen=True)
class Grant:
    """A role, scoped to a unit and its subtree."""

    role: str
    unit_id: str


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. `password_hash` is argon2's own text."""

    person_id: str
    email: str
    name: str
    password_hash: str
    active: bool
    must_change_password: bool
    created_at: datetime
    grants: frozenset[Grant] = frozenset()


@dataclass(frozen=True)
class Session:
    """A signed-in browser; the token itself is only in its cookie. `revoked_at`: ended from elsewhere."""

    session_id: str
    token_hash: str
    person_id: str
    label: str
    device_id: str | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


def subtree(units: Iterable[Unit], root_id: str) -> frozenset[str]:
    """The ids of a unit and all below it; empty when `root_id` is not among `units`."""
    children: dict[str | None, list[str]] = {}
    known = set()
    for unit in units:
        known.add(unit.unit_id)
        children.setdefault(unit.parent_id, []).append(unit.unit_id)
    found: set[str] = set()
    waiting = [root_id] if root_id in known else []
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting.extend(children.get(unit_id, ()))
    return frozenset(found)


def scopes(grants: Iterable[Grant], units: Iterable[Unit]) -> Mapping[str, frozenset[str]]:
    """For each role held: the ids of every unit in which it holds."""
    units = list(units)
    reach: dict[str, frozenset[str]] = {}
    for grant in grants:
        reach[grant.role] = reach.get(grant.role, frozenset()) | subtree(units, grant.unit_id)
    return reach


def in_tree_order(units: Iterable[Unit]) -> list[tuple[Unit, int]]:
    """Each unit after the one above it, siblings by name, with its depth from 0.

    A unit whose parent is not among `units` counts as a top: an admin of one region sees it so.
    """
    units = list(units)
    known = {unit.unit_id for unit in units}
    below: dict[str | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    ordered: list[tuple[Unit, int]] = []

    def walk(parent_id: str | None, depth: int) -> None:
        for unit in sorted(below.get(parent_id, ()), key=lambda u: (u.name.casefold(), u.unit_id)):
            ordered.append((unit, depth))
            walk(unit.unit_id, depth + 1)

    walk(None, 0)
    return ordered


def has_agency_admin(people: Iterable[Person], units: Iterable[Unit]) -> bool:
    """Is there somebody active who may manage the whole agency?"""
    tops = {unit.unit_id for unit in units if unit.parent_id is None}
    return any(p.active and any(g.role == "admin" and g.unit_id in tops for g in p.grants) for p in people)


def checked_name(text: str) -> str:
    """A name of a person or unit on one line. Raises Invalid("name_missing" | "name_long")."""
    name = " ".join(text.split())
    if not name:
        raise Invalid("name_missing", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid("name_long", field="name", most=LONGEST_NAME)
    return name


def checked_email(text: str) -> str:
    """An address that could be one; nothing is sent to it. Raises Invalid("email_shape")."""
    email = text.strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or len(email) > LONGEST_EMAIL:
        raise Invalid("email_shape", field="email")
    return email
