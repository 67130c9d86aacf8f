"""The tree of units: changed only from above, never knotted."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldlog.domain.people import Person, Unit
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations import units
from fieldlog.operations.actors import load_actor
from fieldlog.operations.passwords import matches
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


def stored(store: Store, unit_id: str) -> Unit:
    with store.read() as tx:
        return next(unit for unit in tx.people.units() if unit.unit_id == unit_id)


def move(store: Store, cast: Cast, person: Person, unit: Unit, parent_id: str | None, now: datetime) -> None:
    units.save_unit(
        store,
        cast.actor(person),
        unit.unit_id,
        name=unit.name,
        parent_id=parent_id,
        area_class=unit.area_class,
        is_area=unit.is_area,
        now=now,
    )


def test_a_unit_is_added_below_another(store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime) -> None:
    unit_id = units.add_unit(
        store,
        cast.actor(admin),
        name=" Ridge ",
        parent_id=agency.region.unit_id,
        area_class="frontier",
        is_area=False,
        now=now,
    )
    assert stored(store, unit_id) == Unit(unit_id, agency.region.unit_id, "Ridge", "frontier", False)
    with store.read() as tx:
        entry = tx.audit.newest(1)[0]
    assert (entry.act, entry.actor_id, entry.thing, entry.thing_id) == ("add_unit", admin.person_id, "unit", unit_id)


def test_the_tree_is_told_from_the_top_of_ones_reach(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    def names(person: Person) -> list[tuple[str, int]]:
        return [(u.unit.name, u.depth) for u in units.units_in_scope(store, cast.actor(person), "manage_units")]

    assert names(admin) == [("Prairie agency", 0), ("East region", 1), ("Mill Creek unit", 2), ("River unit", 2)]
    assert names(cast.person("admin", agency.region)) == [("East region", 0), ("Mill Creek unit", 1), ("River unit", 1)]
    assert names(cast.person("leader", agency.root)) == []


def test_a_unit_never_comes_below_itself(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    for below in (agency.unit, agency.region):
        with pytest.raises(Conflict, match="unit_cycle"):
            move(store, cast, admin, agency.region, below.unit_id, now)
    assert stored(store, agency.region.unit_id) == agency.region


def test_the_agency_stays_on_top(store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime) -> None:
    with pytest.raises(Conflict, match="unit_top"):
        move(store, cast, admin, agency.root, agency.region.unit_id, now)
    with pytest.raises(Conflict, match="unit_top"):
        move(store, cast, admin, agency.unit, None, now)


def test_roles_reach_a_moved_unit_from_its_new_place(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    west = cast.unit("West region", agency.root)
    east_supervisor, west_supervisor = cast.person("supervisor", agency.region), cast.person("supervisor", west)
    move(store, cast, admin, agency.unit, west.unit_id, now)
    assert agency.unit.unit_id not in load_actor(store, east_supervisor.person_id).units_for("see_trends")
    assert agency.unit.unit_id in load_actor(store, west_supervisor.person_id).units_for("see_trends")
    with store.read() as tx:
        assert tx.audit.newest(1)[0].detail == {"moved": True}


def test_a_regional_admin_changes_nothing_outside(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    regional, west = cast.person("admin", agency.region), cast.unit("West region", agency.root)
    with pytest.raises(NotFound):
        move(store, cast, regional, west, agency.region.unit_id, now)
    with pytest.raises(NotFound):
        move(store, cast, regional, agency.unit, west.unit_id, now)
    with pytest.raises(NotFound):
        move(store, cast, regional, agency.region, west.unit_id, now)
    with pytest.raises(NotFound):
        units.add_unit(
            store, cast.actor(regional), name="A", parent_id=west.unit_id, area_class="rural", is_area=False, now=now
        )
    renamed = Unit(**{**vars(agency.region), "name": "Eastern region"})
    move(store, cast, regional, renamed, agency.root.unit_id, now)  # their own top may be renamed where it is
    assert stored(store, agency.region.unit_id) == renamed


def test_other_roles_change_no_unit(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    for role in ("leader", "supervisor", "editor", "approver"):
        with pytest.raises(Forbidden):
            move(store, cast, cast.person(role, agency.root), agency.unit, agency.root.unit_id, now)


@pytest.mark.parametrize(
    ("name", "area_class", "error", "code"),
    [
        (" ", "rural", Invalid, "name_missing"),
        ("A", "moon", Invalid, "area_class_unknown"),
        ("mill creek UNIT", "rural", Conflict, "unit_name_taken"),
    ],
)
def test_what_is_no_unit_is_refused(
    store: Store,
    cast: Cast,
    agency: Agency,
    admin: Person,
    now: datetime,
    name: str,
    area_class: str,
    error: type[Exception],
    code: str,
) -> None:
    with pytest.raises(error, match=code):
        units.add_unit(
            store,
            cast.actor(admin),
            name=name,
            parent_id=agency.region.unit_id,
            area_class=area_class,
            is_area=False,
            now=now,
        )
    with store.read() as tx:
        assert len(tx.people.units()) == 4


def test_an_agency_is_founded_once(store: Store, now: datetime) -> None:
    def found() -> str:
        made = units.found_agency(
            store, agency="Prairie", name="Marisol", email="m@example.org", area_class="rural", now=now
        )
        with store.read() as tx:
            assert matches(tx.people.person(made.person_id).password_hash, made.password)
        return made.person_id

    actor = load_actor(store, found())
    assert actor.roles == {"admin"}
    assert [u.unit.name for u in units.units_in_scope(store, actor, "manage_people")] == ["Prairie"]
    with pytest.raises(Conflict, match="founded"):
        found()
