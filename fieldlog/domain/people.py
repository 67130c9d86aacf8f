"""People, the units they belong to, and the sessions they are signed in with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

AREA_CLASSES: Final = ("urban", "suburban", "small_town", "rural", "frontier")
ROLES: Final = ("leader", "supervisor", "editor", "approver", "admin")


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
    """A signed-in browser; the token itself is only in its cookie."""

    session_id: str
    token_hash: str
    person_id: str
    label: str
    device_id: str | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


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
