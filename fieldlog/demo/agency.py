"""The demo agency: its tree of units and its people, founded through the same operations as a real one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldlog.domain.people import Grant
from fieldlog.domain.permissions import Actor
from fieldlog.operations import people, units
from fieldlog.operations.actors import load_actor
from fieldlog.storage.protocol import Store

AGENCY: Final = "Cedar Ridge Family Services"
PASSWORD: Final = "demo-ride-along"
FOUNDER: Final = "admin@cedarridge.example"

# key: (name, key of the parent, kind of area, may be the area of a summary)
UNITS: Final[dict[str, tuple[str, str, str, bool]]] = {
    "north": ("North region", "top", "rural", True),
    "south": ("South region", "top", "suburban", True),
    "pine": ("Pine Valley unit", "north", "rural", False),
    "plains": ("High Plains unit", "north", "frontier", False),
    "river": ("Riverside unit", "south", "small_town", False),
    "mill": ("Mill District unit", "south", "urban", False),
    "lake": ("Lake Road unit", "south", "suburban", False),
}

# key: (name, email, roles with the unit that they hold in)
PEOPLE: Final[dict[str, tuple[str, str, tuple[tuple[str, str], ...]]]] = {
    "leader": ("Jordan Ellis", "leader@cedarridge.example", (("leader", "north"),)),
    "leader2": ("Sam Ortega", "leader2@cedarridge.example", (("leader", "south"),)),
    "leader3": ("Dana Whitlock", "leader3@cedarridge.example", (("leader", "top"), ("supervisor", "south"))),
    "supervisor": ("Casey Morgan", "supervisor@cedarridge.example", (("supervisor", "top"),)),
    "supervisor2": ("Robin Hale", "supervisor2@cedarridge.example", (("supervisor", "north"),)),
    "editor": ("Lee Sandoval", "editor@cedarridge.example", (("editor", "top"),)),
    "approver": ("Morgan Tate", "approver@cedarridge.example", (("approver", "top"),)),
}
FOUNDER_NAME: Final = "Alex Kimura"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as."""

    name: str
    email: str
    password: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Cast:
    """The founded agency: ids of the units and actors, by key."""

    units: dict[str, str]
    actors: dict[str, Actor]
    people: tuple[DemoPerson, ...]


def found(store: Store, *, now: datetime) -> Cast:
    """Found the agency, add its units and people, and give everybody the demo password."""
    first = units.found_agency(store, agency=AGENCY, name=FOUNDER_NAME, email=FOUNDER, area_class="suburban", now=now)
    admin = _with_demo_password(store, first, now)
    with store.read() as tx:
        ids = {"top": tx.people.units()[0].unit_id}
    for key, (name, parent, area, is_area) in UNITS.items():
        ids[key] = units.add_unit(
            store, admin, name=name, parent_id=ids[parent], area_class=area, is_area=is_area, now=now
        )
        admin = load_actor(store, admin.person_id)  # now reaches the new unit too
    actors = {"admin": admin}
    for key, (name, email, roles) in PEOPLE.items():
        grants = [Grant(role, ids[unit]) for role, unit in roles]
        added = people.add_person(store, admin, name=name, email=email, grants=grants, now=now)
        actors[key] = _with_demo_password(store, added, now)
    return Cast(ids, actors, to_sign_in_as())


def _with_demo_password(store: Store, new: people.NewPassword, now: datetime) -> Actor:
    actor = load_actor(store, new.person_id)
    later = now + timedelta(minutes=5)
    people.change_own_password(store, actor, old=new.password, new=PASSWORD, keep_session_id="", now=later)
    return actor


def to_sign_in_as() -> tuple[DemoPerson, ...]:
    """Everybody in the demo, in the order of the chain."""
    added = (
        DemoPerson(name, email, PASSWORD, tuple(role for role, _ in roles)) for name, email, roles in PEOPLE.values()
    )
    return (*added, DemoPerson(FOUNDER_NAME, FOUNDER, PASSWORD, ("admin",)))
