"""Deny by default, and another team's record looks like no record."""

from __future__ import annotations

import pytest

from fieldlog.domain.people import Grant, Unit, scopes, subtree
from fieldlog.domain.permissions import ACTIONS, Actor, can, require
from fieldlog.errors import Forbidden, NotFound

UNITS = [
    Unit("agency", None, "Agency", "urban"),
    Unit("north", "agency", "North", "rural", is_area=True),
    Unit("ridge", "north", "Ridge", "frontier"),
    Unit("south", "agency", "South", "urban", is_area=True),
]


def actor(*grants: Grant, active: bool = True) -> Actor:
    return Actor("p1", "Pat", active, scopes(grants, UNITS))


def test_a_role_reaches_its_unit_and_all_below() -> None:
    assert subtree(UNITS, "north") == {"north", "ridge"}
    supervisor = actor(Grant("supervisor", "north"))
    assert can(supervisor, "see_trends", "ridge")
    assert not can(supervisor, "see_trends", "south")
    assert not can(supervisor, "see_trends", "agency")


def test_a_unit_that_is_gone_gives_nothing() -> None:
    assert subtree(UNITS, "east") == frozenset()


def test_roles_in_two_places_do_not_lend_to_each_other() -> None:
    both = actor(Grant("supervisor", "north"), Grant("editor", "south"))
    assert both.units_for("compose_summary") == {"south"}
    assert not can(both, "see_trends", "south")


def test_admin_alone_reads_no_notes_and_no_trends() -> None:
    admin = actor(Grant("admin", "agency"))
    assert not can(admin, "read_team_observations")
    assert not can(admin, "see_trends")


def test_somebody_without_a_role_may_only_care_for_their_own_things() -> None:
    nobody = actor()
    assert {action for action in ACTIONS if can(nobody, action)} == {
        "sync_own_entries",
        "manage_own_sessions",
        "sign_out",
    }


def test_a_disabled_person_may_only_hand_over_their_entries_and_sign_out() -> None:
    gone = actor(*(Grant(role, "agency") for role in ("leader", "supervisor", "admin")), active=False)
    assert {action for action in ACTIONS if can(gone, action)} == {"sync_own_entries", "sign_out"}
    assert gone.units_for("see_trends") == frozenset()


def test_a_missing_role_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        require(actor(Grant("leader", "north")), "see_trends", "north")


def test_another_teams_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        require(actor(Grant("supervisor", "north")), "see_trends", "south")


def test_an_unknown_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no such action"):
        can(actor(), "fly")
