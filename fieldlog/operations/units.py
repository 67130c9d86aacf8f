"""The agency's tree of units: who works where, and which part of it a summary may speak for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from fieldlog.domain.people import (
    AREA_CLASSES,
    Grant,
    Person,
    Unit,
    checked_email,
    checked_name,
    in_tree_order,
    subtree,
)
from fieldlog.domain.permissions import Actor, require
from fieldlog.errors import Conflict, Invalid, NotFound
from fieldlog.operations.ids import new_id, new_one_time_password
from fieldlog.operations.passwords import hash_password
from fieldlog.operations.people import NewPassword
from fieldlog.storage.protocol import Store, Transaction


@dataclass(frozen=True)
class UnitInTree:
    """A unit with its depth below the top of what the reader may see (0 is the top)."""

    unit: Unit
    depth: int


def units_in_scope(store: Store, actor: Actor, action: str) -> list[UnitInTree]:
    """The units in which the actor may do `action`, each below its parent."""
    reach = actor.units_for(action)
    with store.read() as tx:
        units = tx.people.units()
    return [UnitInTree(unit, depth) for unit, depth in in_tree_order(u for u in units if u.unit_id in reach)]


def unit_in_reach(store: Store, actor: Actor, unit_id: str) -> Unit:
    """One unit to manage. Raises NotFound."""
    require(actor, "manage_units", unit_id)
    with store.read() as tx:
        return _unit(tx.people.units(), unit_id)


def add_unit(
    store: Store, actor: Actor, *, name: str, parent_id: str, area_class: str, is_area: bool, now: datetime
) -> str:
    """A new unit below one in reach; returns its id. Raises Invalid, NotFound, Conflict("unit_name_taken")."""
    require(actor, "manage_units", parent_id)
    unit = Unit(new_id(now), parent_id, checked_name(name), _area_class(area_class), is_area)
    with store.write() as tx:
        _refuse_same_name(tx.people.units(), unit)
        tx.people.add_unit(unit)
        _note(tx, actor, "add_unit", unit, now)
    return unit.unit_id


def save_unit(
    store: Store,
    actor: Actor,
    unit_id: str,
    *,
    name: str,
    parent_id: str | None,
    area_class: str,
    is_area: bool,
    now: datetime,
) -> None:
    """Rename or move a unit; all below it moves along, and roles reach what is below them now.

    Raises Invalid, NotFound, Conflict("unit_cycle" | "unit_top" | "unit_name_taken").
    """
    require(actor, "manage_units", unit_id)
    with store.write() as tx:
        units = tx.people.units()
        before = _unit(units, unit_id)
        if parent_id != before.parent_id:
            _check_move(actor, units, before, parent_id)
        after = replace(
            before,
            name=checked_name(name),
            parent_id=parent_id,
            area_class=_area_class(area_class),
            is_area=is_area,
        )
        if after == before:
            return
        _refuse_same_name(units, after)
        tx.people.save_unit(after)
        _note(tx, actor, "save_unit", after, now, moved=after.parent_id != before.parent_id)


def found_agency(store: Store, *, agency: str, name: str, email: str, area_class: str, now: datetime) -> NewPassword:
    """The top unit and its first admin, in an empty database. Raises Invalid, Conflict("founded")."""
    password = new_one_time_password()
    top = Unit(new_id(now), None, checked_name(agency), _area_class(area_class))
    person = Person(
        person_id=new_id(now),
        email=checked_email(email),
        name=checked_name(name),
        password_hash=hash_password(password),
        active=True,
        must_change_password=True,
        created_at=now,
        grants=frozenset({Grant("admin", top.unit_id)}),
    )
    with store.write() as tx:
        if tx.people.units() or tx.people.people():
            raise Conflict("founded")
        tx.people.add_unit(top)
        tx.people.add_person(person)
        tx.audit.add(at=now, actor_id=person.person_id, act="found_agency", thing="unit", thing_id=top.unit_id)
    return NewPassword(person.person_id, password)


def _check_move(actor: Actor, units: list[Unit], unit: Unit, parent_id: str | None) -> None:
    if parent_id is None or unit.parent_id is None:
        raise Conflict("unit_top", field="parent_id")
    require(actor, "manage_units", parent_id)
    if parent_id in subtree(units, unit.unit_id):
        raise Conflict("unit_cycle", field="parent_id")


def _refuse_same_name(units: list[Unit], unit: Unit) -> None:
    for other in units:
        same_place = other.parent_id == unit.parent_id and other.unit_id != unit.unit_id
        if same_place and other.name.casefold() == unit.name.casefold():
            raise Conflict("unit_name_taken", field="name")


def _area_class(code: str) -> str:
    if code not in AREA_CLASSES:
        raise Invalid("area_class_unknown", field="area_class")
    return code


def _unit(units: list[Unit], unit_id: str) -> Unit:
    found = next((unit for unit in units if unit.unit_id == unit_id), None)
    if found is None:
        raise NotFound("unit_not_found")
    return found


def _note(tx: Transaction, actor: Actor, act: str, unit: Unit, now: datetime, **detail: object) -> None:
    tx.audit.add(at=now, actor_id=actor.person_id, act=act, thing="unit", thing_id=unit.unit_id, **detail)
