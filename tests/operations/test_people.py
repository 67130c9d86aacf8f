"""Accounts and roles: an admin acts within their units, every act is audited, the last admin stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from fieldlog.domain.people import Grant, Person
from fieldlog.errors import Conflict, FieldlogError, Forbidden, Invalid, NotFound
from fieldlog.operations import people
from fieldlog.operations.passwords import matches
from fieldlog.storage.protocol import Store
from tests.support.people import PASSWORD, Agency, Cast


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


@pytest.fixture
def regional(cast: Cast, agency: Agency, admin: Person) -> Person:
    """An admin of the region only."""
    return cast.person("admin", agency.region)


def stored(store: Store, person_id: str) -> Person:
    with store.read() as tx:
        return tx.people.person(person_id)


def last_act(store: Store) -> tuple[str, str, str]:
    with store.read() as tx:
        entry = tx.audit.newest(1)[0]
    return entry.act, entry.actor_id, entry.thing_id


def test_a_new_person_gets_a_password_that_must_be_changed(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    grants = [Grant("leader", agency.unit.unit_id), Grant("editor", agency.region.unit_id)]
    made = people.add_person(
        store, cast.actor(admin), name="  June \n Okafor ", email=" june@example.org ", grants=grants, now=now
    )
    person = stored(store, made.person_id)
    assert (person.name, person.email, person.grants) == ("June Okafor", "june@example.org", frozenset(grants))
    assert person.must_change_password
    assert matches(person.password_hash, made.password)
    assert last_act(store) == ("add_person", admin.person_id, made.person_id)
    with store.read() as tx:
        assert made.password not in repr(tx.audit.newest(1))


@pytest.mark.parametrize(
    ("name", "email", "roles", "code"),
    [
        ("", "a@example.org", ["leader"], "name_missing"),
        ("x" * 121, "a@example.org", ["leader"], "name_long"),
        ("A", "example.org", ["leader"], "email_shape"),
        ("A", "a b@example.org", ["leader"], "email_shape"),
        ("A", "a@example.org", [], "role_missing"),
        ("A", "a@example.org", ["king"], "role_unknown"),
    ],
)
def test_what_is_no_person_is_refused(
    store: Store,
    cast: Cast,
    agency: Agency,
    admin: Person,
    now: datetime,
    name: str,
    email: str,
    roles: list[str],
    code: str,
) -> None:
    grants = [Grant(role, agency.unit.unit_id) for role in roles]
    with pytest.raises(Invalid, match=code):
        people.add_person(store, cast.actor(admin), name=name, email=email, grants=grants, now=now)
    assert len(people.list_people(store, cast.actor(admin))) == 1


def test_one_email_is_one_person_whatever_its_case(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    taken = cast.person("leader", agency.unit)
    grants = [Grant("leader", agency.unit.unit_id)]
    with pytest.raises(Conflict, match="email_taken"):
        people.add_person(store, cast.actor(admin), name="A", email=taken.email.upper(), grants=grants, now=now)
    with pytest.raises(Conflict, match="email_taken"):
        people.save_person(
            store, cast.actor(admin), admin.person_id, name="A", email=taken.email, grants=admin.grants, now=now
        )


@pytest.mark.parametrize("role", ["leader", "supervisor", "editor", "approver"])
def test_only_admins_manage_people(store: Store, cast: Cast, agency: Agency, now: datetime, role: str) -> None:
    actor, other = cast.actor(cast.person(role, agency.root)), cast.person("leader", agency.unit).person_id
    for act in (
        lambda: people.list_people(store, actor),
        lambda: people.person_file(store, actor, other, now=now),
        lambda: people.add_person(store, actor, name="A", email="a@example.org", grants=[], now=now),
        lambda: people.save_person(store, actor, other, name="A", email="a@example.org", grants=[], now=now),
        lambda: people.disable_person(store, actor, other, now=now),
        lambda: people.enable_person(store, actor, other, now=now),
        lambda: people.reset_password(store, actor, other, now=now),
        lambda: people.revoke_session(store, actor, other, "none", now=now),
    ):
        with pytest.raises(Forbidden):
            act()


def test_nobody_gives_a_role_above_or_beside_their_own_reach(
    store: Store, cast: Cast, agency: Agency, regional: Person, now: datetime
) -> None:
    leader = stored(store, cast.person("leader", agency.unit).person_id)
    for role in ("admin", "leader"):
        grants = [Grant(role, agency.root.unit_id)]
        with pytest.raises(NotFound):
            people.add_person(store, cast.actor(regional), name="A", email="a@example.org", grants=grants, now=now)
        with pytest.raises(NotFound):
            people.save_person(
                store,
                cast.actor(regional),
                leader.person_id,
                name=leader.name,
                email=leader.email,
                grants=grants,
                now=now,
            )
    assert stored(store, leader.person_id) == leader


def test_people_elsewhere_look_like_nobody(
    store: Store, cast: Cast, agency: Agency, admin: Person, regional: Person, now: datetime
) -> None:
    elsewhere = cast.person("leader", cast.unit("West region", agency.root))
    actor = cast.actor(regional)
    assert elsewhere.person_id not in {p.person_id for p in people.list_people(store, actor)}
    for act in (people.disable_person, people.enable_person, people.reset_password, people.person_file):
        with pytest.raises(NotFound):
            act(store, actor, elsewhere.person_id, now=now)


def test_a_regional_admin_takes_over_nobody_with_a_role_above(
    store: Store, cast: Cast, agency: Agency, regional: Person, now: datetime
) -> None:
    """Or else a new password for somebody with more power would be that power."""
    both = stored(store, cast.person("leader", agency.unit).person_id)
    both = replace(both, grants=both.grants | {Grant("admin", agency.root.unit_id)})
    with store.write() as tx:
        tx.people.save_person(both)
    cast.session_token(both)
    actor = cast.actor(regional)
    file = people.person_file(store, actor, both.person_id, now=now)
    assert not file.whole
    for act in (people.disable_person, people.enable_person, people.reset_password):
        with pytest.raises(Forbidden, match="beyond_reach"):
            act(store, actor, both.person_id, now=now)
    with pytest.raises(Forbidden, match="beyond_reach"):
        people.revoke_session(store, actor, both.person_id, file.sessions[0].session_id, now=now)
    with pytest.raises(Forbidden, match="beyond_reach"):
        people.save_person(store, actor, both.person_id, name=both.name, email="mine@example.org", grants=[], now=now)
    assert stored(store, both.person_id) == both


def test_roles_out_of_reach_stay_as_they_are(
    store: Store, cast: Cast, agency: Agency, regional: Person, now: datetime
) -> None:
    above = Grant("editor", agency.root.unit_id)
    person = cast.person("leader", agency.unit)
    with store.write() as tx:
        tx.people.save_person(replace(person, grants=person.grants | {above}))
    people.save_person(
        store, cast.actor(regional), person.person_id, name=person.name, email=person.email, grants=[], now=now
    )
    assert stored(store, person.person_id).grants == {above}
    assert last_act(store) == ("save_person", regional.person_id, person.person_id)


def test_a_change_of_roles_is_audited_with_what_was_given_and_taken(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    person = cast.person("leader", agency.unit)
    grants = [Grant("supervisor", agency.region.unit_id)]
    for _ in range(2):  # the second changes nothing, and says nothing
        people.save_person(
            store, cast.actor(admin), person.person_id, name=person.name, email=person.email, grants=grants, now=now
        )
    with store.read() as tx:
        [entry] = tx.audit.about("person", person.person_id)
    assert entry.detail == {
        "given": [f"supervisor {agency.region.unit_id}"],
        "taken": [f"leader {agency.unit.unit_id}"],
        "renamed": False,
    }


def test_the_last_admin_of_the_agency_stays(
    store: Store, cast: Cast, agency: Agency, admin: Person, regional: Person, now: datetime
) -> None:
    leader = [Grant("leader", agency.root.unit_id)]
    with pytest.raises(Conflict, match="last_admin"):
        people.save_person(
            store, cast.actor(admin), admin.person_id, name=admin.name, email=admin.email, grants=leader, now=now
        )
    second = cast.person("admin", agency.root)
    people.disable_person(store, cast.actor(admin), second.person_id, now=now)
    with pytest.raises(Conflict, match="last_admin"):  # one that is switched off doesn't count
        people.save_person(
            store, cast.actor(admin), admin.person_id, name=admin.name, email=admin.email, grants=leader, now=now
        )
    people.enable_person(store, cast.actor(admin), second.person_id, now=now)
    people.save_person(
        store, cast.actor(admin), admin.person_id, name=admin.name, email=admin.email, grants=leader, now=now
    )
    with pytest.raises(Conflict):
        people.disable_person(store, cast.actor(second), second.person_id, now=now)


def test_nobody_switches_off_their_own_account(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    cast.person("admin", agency.root)
    with pytest.raises(Conflict, match="not_yourself"):
        people.disable_person(store, cast.actor(admin), admin.person_id, now=now)


def test_switching_off_keeps_the_sessions_so_that_phones_can_hand_over(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    person = stored(store, cast.person("leader", agency.unit).person_id)
    cast.session_token(person)
    for act in (people.disable_person, people.disable_person):
        act(store, cast.actor(admin), person.person_id, now=now)
    assert not stored(store, person.person_id).active
    assert last_act(store) == ("disable_person", admin.person_id, person.person_id)
    with store.read() as tx:
        assert len(tx.sessions.of_person(person.person_id)) == 1
        assert len(tx.audit.about("person", person.person_id)) == 1
    people.enable_person(store, cast.actor(admin), person.person_id, now=now)
    assert stored(store, person.person_id) == person
    assert last_act(store) == ("enable_person", admin.person_id, person.person_id)


def test_a_new_password_ends_every_session_and_the_wait_after_wrong_ones(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    person = cast.person("leader", agency.unit)
    cast.session_token(person)
    with store.write() as tx:
        tx.sessions.add_failure(person.email, now)
    made = people.reset_password(store, cast.actor(admin), person.person_id, now=now)
    after = stored(store, person.person_id)
    assert matches(after.password_hash, made.password)
    assert not matches(after.password_hash, PASSWORD)
    assert after.must_change_password
    assert last_act(store) == ("reset_password", admin.person_id, person.person_id)
    with store.read() as tx:
        assert tx.sessions.of_person(person.person_id) == []
        assert tx.sessions.failures_since(person.email, now) == 0


def test_one_time_passwords_differ_and_can_be_read_out(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    person = cast.person("leader", agency.unit)
    made = {people.reset_password(store, cast.actor(admin), person.person_id, now=now).password for _ in range(3)}
    assert len(made) == 3
    assert all(len(password) == 14 and not set(password) & set("il1o0") for password in made)


def test_an_admin_signs_out_a_lost_phone_and_only_that(
    store: Store, cast: Cast, agency: Agency, admin: Person, now: datetime
) -> None:
    person = cast.person("leader", agency.unit)
    cast.session_token(person, label="Lost")
    cast.session_token(person, label="Kept")
    file = people.person_file(store, cast.actor(admin), person.person_id, now=now)
    [lost] = [session for session in file.sessions if session.label == "Lost"]
    people.revoke_session(store, cast.actor(admin), person.person_id, lost.session_id, now=now)
    file = people.person_file(store, cast.actor(admin), person.person_id, now=now)
    assert [session.label for session in file.sessions] == ["Kept"]
    assert last_act(store) == ("revoke_session", admin.person_id, person.person_id)
    with pytest.raises(NotFound):
        people.revoke_session(store, cast.actor(admin), person.person_id, lost.session_id, now=now)


def test_guessing_the_old_password_in_a_stolen_session_is_slowed_down(
    store: Store, cast: Cast, agency: Agency, now: datetime
) -> None:
    person = stored(store, cast.person("leader", agency.unit).person_id)
    codes = []
    for guess in range(9):
        with pytest.raises(FieldlogError) as caught:
            people.change_own_password(
                store, cast.actor(person), old=f"guess {guess}", new="three plain words", keep_session_id="", now=now
            )
        codes.append(caught.value.code)
    assert codes[-2:] == ["wrong_sign_in", "too_many_tries"]
    assert stored(store, person.person_id) == person


def test_changing_ones_password_is_audited(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit, must_change_password=True)
    people.change_own_password(
        store, cast.actor(person), old=PASSWORD, new="three plain words", keep_session_id="", now=now
    )
    assert not stored(store, person.person_id).must_change_password
    assert last_act(store) == ("change_own_password", person.person_id, person.person_id)
