"""What a phone hears of its own session: whose it is, that it was ended from elsewhere, and how to end it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fieldlog.config import Config
from fieldlog.domain.people import Person
from fieldlog.domain.sealed import key_id_of
from fieldlog.operations import people, sessions
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.storage.protocol import Store
from tests.support.api import OURS, error_of, post, statuses
from tests.support.client import CheckedClient
from tests.support.people import PASSWORD, Agency, Cast
from tests.support.phone import Phone
from tests.support.seal import sealed

CALLS = [
    ("POST", "/api/v1/sync"),
    ("POST", "/api/v1/have"),
    ("GET", "/api/v1/me"),
    ("POST", "/api/v1/sign-out"),
]


@pytest.fixture
def person(cast: Cast, agency: Agency) -> Person:
    return cast.person("leader", agency.unit)


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


@pytest.fixture
def phone(client: CheckedClient, person: Person, agency: Agency) -> Phone:
    """A phone whose owner is signed in, and that has synced."""
    client.sign_in(person)
    made = Phone(person, agency.unit)
    post(client, made.request([]))
    return made


def now() -> datetime:
    return datetime.now(UTC)


def call(client: CheckedClient, method: str, path: str) -> TestResponse:
    return client.open(path, method=method, headers=OURS, json={"ids": []} if method == "POST" else None)


def me(client: CheckedClient) -> dict[str, object]:
    answer = client.get("/api/v1/me", headers=OURS)
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def session_of(store: Store, person: Person) -> str:
    with store.read() as tx:
        [session] = tx.sessions.of_person(person.person_id)
    return session.session_id


# ------------------------------------------------------------------ me


def test_the_public_key_is_the_one_that_opens(app: Flask, client: CheckedClient, phone: Phone) -> None:
    seal = me(client)["seal"]
    assert isinstance(seal, dict)
    point = base64.b64decode(seal["public_key"], validate=True)
    assert (len(point), point[0], seal["key_id"]) == (65, 4, key_id_of(point))
    ring: SealKeys = app.extensions["fieldlog.seal_keys"]
    ride = phone.ride()
    assert statuses(post(client, phone.request([sealed(ride, ring.public())]))) == ["ok"]
    assert statuses(post(client, phone.request([ride]))) == ["dup"]


def test_a_rotated_key_is_told_at_once(app: Flask, client: CheckedClient, phone: Phone) -> None:
    before = me(client)["seal"]
    new = app.extensions["fieldlog.seal_keys"].rotate(now=now())
    after = me(client)["seal"]
    assert isinstance(after, dict)
    assert before != after
    assert after["key_id"] == new.key_id


def test_phone_days_are_those_of_the_settings(config: Config, store: Store, person: Person) -> None:
    from fieldlog.app import create_app

    app = create_app(replace(config, phone_days=30), store)
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.sign_in(person)
    assert me(client)["phone_days"] == 30


def test_before_the_first_sync_no_phone_is_known(client: CheckedClient, person: Person) -> None:
    client.sign_in(person)
    assert (me(client)["device_id"], me(client)["device"]) == (None, None)


def test_what_a_cleared_phone_has_lost_has_a_number(client: CheckedClient, phone: Phone) -> None:
    made = [phone.ride() for _ in range(5)]
    burn = {**phone.ride(), "kind": "burn"}
    post(client, phone.request([*made[:3], burn]))
    assert (me(client)["device_id"], me(client)["device"]) == (phone.device_id, {"made": 6, "missing": 2})
    post(client, phone.request(made))
    assert me(client)["device"] == {"made": 6, "missing": 0}


def test_the_numbers_are_of_this_person_on_this_phone(
    client: CheckedClient, cast: Cast, agency: Agency, phone: Phone
) -> None:
    phone.ride()
    post(client, phone.request([phone.ride()]))
    other = Phone(cast.person("leader", agency.unit), agency.unit, device_id=phone.device_id)
    client.sign_in(other.person)
    post(client, other.request([other.ride()]))
    assert me(client)["device"] == {"made": 1, "missing": 0}


# ------------------------------------------------------------------ ended from elsewhere


def by_owner(store: Store, cast: Cast, person: Person, admin: Person) -> None:
    sessions.revoke_own_session(store, cast.actor(person), session_of(store, person), now=now())


def by_admin(store: Store, cast: Cast, person: Person, admin: Person) -> None:
    people.revoke_session(store, cast.actor(admin), person.person_id, session_of(store, person), now=now())


def by_new_password(store: Store, cast: Cast, person: Person, admin: Person) -> None:
    people.reset_password(store, cast.actor(admin), person.person_id, now=now())


def by_own_new_password(store: Store, cast: Cast, person: Person, admin: Person) -> None:
    people.change_own_password(
        store, cast.actor(person), old=PASSWORD, new="three plain words", keep_session_id="", now=now()
    )


Revoke = Callable[[Store, Cast, Person, Person], None]


@pytest.mark.parametrize("revoke", [by_owner, by_admin, by_new_password, by_own_new_password])
def test_every_call_hears_that_it_was_revoked_and_whose_it_was(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone, revoke: Revoke
) -> None:
    revoke(store, cast, person, admin)
    for _again in range(2):
        for method, path in CALLS:
            answer = call(client, method, path)
            assert (answer.status_code, error_of(answer)) == (401, "revoked"), path
            assert answer.get_json()["user_id"] == person.person_id
    with store.read() as tx:
        assert tx.sessions.of_person(person.person_id) == []


def test_nothing_is_stored_through_it(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    by_admin(store, cast, person, admin)
    ride = phone.ride()
    post(client, phone.request([ride]))
    with store.read() as tx:
        assert tx.edits.known([ride["edit_id"]]) == {}


def test_pages_just_ask_to_sign_in(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    by_owner(store, cast, person, admin)
    assert client.get("/phones/").headers["Location"] == "/sign-in?next=/phones/"


def test_signing_in_again_on_it_gives_a_fresh_session_and_sends_the_rest(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    by_owner(store, cast, person, admin)
    ride = phone.ride()
    client.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert statuses(post(client, phone.request([ride]))) == ["ok"]
    with store.read() as tx:
        assert len(tx.sessions.of_person(person.person_id)) == 1


def test_of_somebody_switched_off_too(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    """Switched off, a phone may hand over what it holds; signed out from elsewhere, it may not any more."""
    people.disable_person(store, cast.actor(admin), person.person_id, now=now())
    assert statuses(post(client, phone.request([phone.ride()]))) == ["held"]
    by_admin(store, cast, person, admin)
    answer = post(client, phone.request([]))
    assert (error_of(answer), answer.get_json()["user_id"]) == ("revoked", person.person_id)


def test_once_it_would_have_expired_it_is_forgotten(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    by_owner(store, cast, person, admin)
    with store.write() as tx:
        tx.sessions.conn.execute("UPDATE sessions SET expires_at = '2026-01-01T00:00:00.000Z'")  # type: ignore[attr-defined]
    answer = call(client, "GET", "/api/v1/me")
    assert (error_of(answer), "user_id" in answer.get_json()) == ("not_signed_in", False)
    client.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    with store.read() as tx:
        rows = tx.sessions.conn.execute("SELECT count(*) FROM sessions").fetchone()[0]  # type: ignore[attr-defined]
    assert rows == 1


@pytest.mark.parametrize("cookie", [None, "made up"])
def test_who_was_never_signed_in_is_not_told_of_anybody(client: CheckedClient, cookie: str | None) -> None:
    if cookie is not None:
        with client.session_transaction() as session:
            session["_user_id"] = cookie
    answer = call(client, "GET", "/api/v1/me")
    assert (error_of(answer), "user_id" in answer.get_json()) == ("not_signed_in", False)


def test_an_expired_session_is_not_a_revoked_one(client: CheckedClient, store: Store, phone: Phone) -> None:
    with store.write() as tx:
        tx.sessions.conn.execute("UPDATE sessions SET expires_at = '2026-01-01T00:00:00.000Z'")  # type: ignore[attr-defined]
    assert error_of(call(client, "GET", "/api/v1/me")) == "not_signed_in"


def test_a_revoked_session_does_not_roll_on(
    store: Store, cast: Cast, admin: Person, person: Person, client: CheckedClient, phone: Phone
) -> None:
    by_owner(store, cast, person, admin)
    token = client.get_cookie("fieldlog")
    assert token is not None
    with store.write() as tx:
        old = (now() - timedelta(days=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        tx.sessions.conn.execute("UPDATE sessions SET last_seen_at = ?", (old,))  # type: ignore[attr-defined]
    call(client, "GET", "/api/v1/me")
    with store.read() as tx:
        assert tx.sessions.conn.execute("SELECT last_seen_at FROM sessions").fetchone()[0] == old  # type: ignore[attr-defined]


# ------------------------------------------------------------------ signing out


def test_signing_out_ends_the_session_and_forgets_the_cookie(
    client: CheckedClient, store: Store, person: Person, phone: Phone
) -> None:
    kept = client.get_cookie("fieldlog")
    assert kept is not None
    answer = client.post("/api/v1/sign-out", headers=OURS)
    assert (answer.status_code, answer.get_json()) == (200, {"app": "fieldlog", "user_id": person.person_id})
    assert client.get_cookie("fieldlog") is None
    client.set_cookie("fieldlog", kept.value)
    assert error_of(call(client, "GET", "/api/v1/me")) == "not_signed_in"  # it was the phone's own doing
    with store.read() as tx:
        assert tx.sessions.of_person(person.person_id) == []
        assert "sign_out" in [entry.act for entry in tx.audit.newest(5)]


def test_somebody_switched_off_signs_out_too(
    client: CheckedClient, store: Store, cast: Cast, admin: Person, person: Person, phone: Phone
) -> None:
    people.disable_person(store, cast.actor(admin), person.person_id, now=now())
    assert client.post("/api/v1/sign-out", headers=OURS).status_code == 200
    assert error_of(post(client, phone.request([]))) == "not_signed_in"


def test_so_does_somebody_with_a_one_time_password(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    client.sign_in(cast.person("leader", agency.unit, must_change_password=True))
    assert client.post("/api/v1/sign-out", headers=OURS).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"X-Fieldlog": "1"},
        {"X-Fieldlog": "1", "Origin": "https://evil.example"},
        {"X-Fieldlog": "1", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_other_site_signs_anybody_out(client: CheckedClient, phone: Phone, headers: dict[str, str]) -> None:
    assert error_of(client.post("/api/v1/sign-out", headers=headers)) == "wrong_origin"
    assert call(client, "GET", "/api/v1/me").status_code == 200
