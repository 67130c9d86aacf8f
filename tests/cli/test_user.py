"""`fieldlog user add|disable|enable|reset`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fieldlog.domain.people import Grant, Person
from fieldlog.errors import Invalid
from fieldlog.operations.actors import OPERATOR
from fieldlog.operations.sessions import sign_in
from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run

LEE = ("user", "add", "--name", "Lee Hill", "--email", "lee@example.org", "--role", "leader")


def person(store: Store, email: str) -> Person:
    with store.read() as tx:
        found = tx.people.person_by_email(email)
    assert found is not None
    return found


def try_to_sign_in(store: Store, email: str, password: str) -> str:
    return sign_in(
        store, email=email, password=password, label="test", lifetime=timedelta(days=1), now=datetime.now(UTC)
    )


def test_add_gives_the_roles_in_the_whole_agency(store: Store, run: Run) -> None:
    said = run(*LEE, "--role", "editor")
    with store.read() as tx:
        top = tx.people.units()[0]
    assert person(store, "lee@example.org").grants == {Grant("leader", top.unit_id), Grant("editor", top.unit_id)}
    assert try_to_sign_in(store, "lee@example.org", said.password)


def test_add_is_written_to_the_audit_as_the_operators(store: Store, run: Run) -> None:
    run(*LEE)
    lee = person(store, "lee@example.org")
    with store.read() as tx:
        entry = tx.audit.about("person", lee.person_id)[0]
    assert (entry.actor_id, entry.act) == (OPERATOR, "add_person")


def test_add_refuses_an_email_that_is_taken(store: Store, run: Run) -> None:
    run(*LEE)
    said = run(*LEE)
    assert said.code == 1
    assert "already" in said.err


def test_add_refuses_a_unit_that_is_not_there_and_names_those_that_are(store: Store, run: Run) -> None:
    said = run(*LEE, "--unit", "Nowhere")
    assert said.code == 1
    assert "Prairie County" in said.err


def test_an_unknown_role_is_wrong_usage(store: Store, run: Run) -> None:
    said = run("user", "add", "--name", "Lee", "--email", "lee@example.org", "--role", "king")
    assert said.code == 2
    assert "leader" in said.err


def test_disable_and_enable(store: Store, run: Run) -> None:
    run(*LEE)
    assert run("user", "disable", "LEE@example.org").code == 0
    assert not person(store, "lee@example.org").active
    assert run("user", "enable", "lee@example.org").code == 0
    assert person(store, "lee@example.org").active


def test_the_last_admin_stays(store: Store, run: Run) -> None:
    said = run("user", "disable", "ada@example.org")
    assert said.code == 1
    assert "last admin" in said.err
    assert person(store, "ada@example.org").active


def test_reset_gives_a_new_password_and_takes_the_old(store: Store, run: Run) -> None:
    old = run(*LEE).password
    new = run("user", "reset", "lee@example.org").password
    assert try_to_sign_in(store, "lee@example.org", new)
    with pytest.raises(Invalid):
        try_to_sign_in(store, "lee@example.org", old)


def test_nobody_with_that_email(store: Store, run: Run) -> None:
    said = run("user", "reset", "no@example.org")
    assert said.code == 1
    assert "no@example.org" in said.err


def test_a_server_without_settings_says_how_to_get_them(run: Run) -> None:
    said = run(*LEE)
    assert said.code == 1
    assert "fieldlog init" in said.err
