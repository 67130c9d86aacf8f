"""The agency's own words: pasted, changed, undone; and that nobody else ever reads one."""

from __future__ import annotations

import pytest

from fieldlog.domain.agency_list import MOST_ENTRIES
from fieldlog.domain.permissions import Actor
from fieldlog.errors import Conflict, Forbidden, Invalid
from fieldlog.operations import agency_lists
from fieldlog.operations.agency_lists import finder_of
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.summaries import NOW


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Actor:
    return cast.actor(cast.person("admin", agency.root))


def entries(store: Store, admin: Actor, kind: str) -> tuple[str, ...]:
    return agency_lists.agency_lists(store, admin)[kind].entries


def save(store: Store, admin: Actor, kind: str, text: str) -> tuple[int, int]:
    return agency_lists.save_list(store, admin, kind, text, now=NOW)


def test_a_pasted_column_becomes_a_list(store: Store, admin: Actor) -> None:
    pasted = "  Quail Hollow \r\n\n• Blue Heron Flats,\nquail hollow\n - \nMt. Tabor;"
    assert save(store, admin, "PLACE", pasted) == (3, 0)
    assert entries(store, admin, "PLACE") == ("Blue Heron Flats", "Mt. Tabor", "Quail Hollow")


def test_the_finder_knows_them_at_once(store: Store, admin: Actor) -> None:
    def found() -> list[tuple[int, int, str]]:
        with store.read() as tx:
            return [(f.start, f.end, f.type) for f in finder_of(tx).find("the old quarry bend lot")]

    assert found() == []  # nothing that the finder knows by itself
    save(store, admin, "PLACE", "Quarry Bend")
    assert found() == [(8, 19, "PLACE")]


def test_a_change_is_undone_and_done_again(store: Store, admin: Actor) -> None:
    save(store, admin, "NAME", "Dawes\nOdom")
    assert save(store, admin, "NAME", "Dawes\nTsosie") == (1, 1)
    agency_lists.undo_list(store, admin, "NAME", now=NOW)
    assert entries(store, admin, "NAME") == ("Dawes", "Odom")
    agency_lists.undo_list(store, admin, "NAME", now=NOW)
    assert entries(store, admin, "NAME") == ("Dawes", "Tsosie")


def test_saving_the_same_again_keeps_the_undo(store: Store, admin: Actor) -> None:
    save(store, admin, "NAME", "Dawes")
    assert save(store, admin, "NAME", "dawes") == (1, 1)  # another spelling is a change
    assert save(store, admin, "NAME", "dawes") == (0, 0)
    agency_lists.undo_list(store, admin, "NAME", now=NOW)
    assert entries(store, admin, "NAME") == ("Dawes",)


def test_with_nothing_to_undo_it_says_so(store: Store, admin: Actor) -> None:
    with pytest.raises(Conflict, match="list_undone"):
        agency_lists.undo_list(store, admin, "NAME", now=NOW)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("SECRET", "x", "list_kind"),
        ("PLACE", "the trailer park behind the old feed store", "list_entry_long"),
        ("NAME", "J", "list_entry_short"),
        ("NEVER", "new horizons", "list_never_long"),
        ("NAME", "\n".join(f"name{n}" for n in range(MOST_ENTRIES + 1)), "list_long"),
    ],
)
def test_what_no_list_can_hold_is_refused(store: Store, admin: Actor, kind: str, text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        save(store, admin, kind, text)
    assert agency_lists.agency_lists(store, admin) == {}


@pytest.mark.parametrize("role", ["leader", "supervisor", "editor", "approver"])
def test_only_admins_see_or_change_them(store: Store, cast: Cast, agency: Agency, role: str) -> None:
    other = cast.actor(cast.person(role, agency.root))
    for act in (
        lambda: agency_lists.agency_lists(store, other),
        lambda: save(store, other, "NAME", "Dawes"),
        lambda: agency_lists.undo_list(store, other, "NAME", now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_audit_counts_and_names_nothing(store: Store, admin: Actor) -> None:
    save(store, admin, "NAME", "Dawes\nOdom")
    agency_lists.undo_list(store, admin, "NAME", now=NOW)
    with store.read() as tx:
        acts = tx.audit.about("agency_list", "NAME")
        assert "Dawes" not in repr(tx.audit.newest(9))
    assert [(each.act, dict(each.detail)) for each in acts] == [
        ("save_agency_list", {"added": 2, "removed": 0}),
        ("undo_agency_list", {}),
    ]
    assert {each.actor_id for each in acts} == {admin.person_id}
