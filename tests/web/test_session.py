"""Signing in and out in a browser: what ends a session bites on the next request, what doesn't, doesn't."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fieldlog.config import Config
from fieldlog.domain.people import Grant, Person
from fieldlog.operations import people
from fieldlog.storage.protocol import Store
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import PASSWORD, Agency, Cast

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36"
)


def sign_in(client: CheckedClient, person: Person, path: str = "/sign-in", password: str = PASSWORD) -> TestResponse:
    return client.submit(path, {"email": person.email, "password": password})


def test_a_leader_goes_to_the_field_and_others_to_the_desk(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    for role, door in [("leader", "/app/"), ("supervisor", "/desk/"), ("admin", "/desk/")]:
        assert sign_in(client, cast.person(role, agency.unit)).headers["Location"] == "/"
        assert client.get("/").headers["Location"] == door


def test_the_page_that_was_asked_for_comes_after_signing_in(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    sent_to = client.get("/people/?q=a").headers["Location"]
    assert sent_to == "/sign-in?next=/people/?q%3Da"
    assert sign_in(client, cast.person("admin", agency.root), sent_to).headers["Location"] == "/people/?q=a"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/%09/evil.example/",
        "/%0a/evil.example/",
        "/%5C/evil.example",
        "javascript:alert(1)",
        "%20//evil.example",
        "evil.example",
    ],
)
def test_signing_in_never_leads_elsewhere(client: CheckedClient, cast: Cast, agency: Agency, target: str) -> None:
    answer = sign_in(client, cast.person("admin", agency.root), f"/sign-in?next={target}")
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_says_so_beside_the_field(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    answer = sign_in(client, cast.person("leader", agency.unit), password="not the password")
    assert answer.status_code == 422
    assert "do not go together" in answer.text
    assert "not the password" not in answer.text
    assert client.get("/phones/").status_code == 302


def test_the_cookie_is_for_this_site_and_not_for_scripts(
    config: Config, store: Store, cast: Cast, agency: Agency
) -> None:
    from fieldlog.app import create_app

    app = create_app(replace(config, secure_cookies=True), store)
    app.test_client_class = CheckedClient
    person = cast.person("leader", agency.unit)
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    form = html.post_forms(html.parse(page.text))[0]
    token = next(field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token")
    answer = client.post(
        "/sign-in",
        data={"email": person.email, "password": PASSWORD, "csrf_token": token},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/sign-in"},
    )
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 302
    assert cookie.startswith("fieldlog=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Expires=", "Path=/"):
        assert flag in cookie, flag
    assert "Domain=" not in cookie


def test_signing_out_ends_the_session_on_the_server(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    client.sign_in(cast.person("admin", agency.root))
    kept = client.get_cookie("fieldlog")
    assert kept is not None
    answer = client.submit("/people/", action="/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert "still on it" in client.get("/sign-in").text
    client.set_cookie("fieldlog", kept.value)
    assert client.get("/people/").status_code == 302


def test_signing_in_as_somebody_else_ends_the_session_before(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency
) -> None:
    first, second = cast.person("leader", agency.unit), cast.person("leader", agency.unit)
    sign_in(client, first)
    sign_in(client, second)
    with store.read() as tx:
        assert tx.sessions.of_person(first.person_id) == []
        assert len(tx.sessions.of_person(second.person_id)) == 1


def test_another_network_and_another_browser_version_do_not_sign_out(
    client: CheckedClient, cast: Cast, agency: Agency
) -> None:
    client.sign_in(cast.person("admin", agency.root))
    for address, browser in [("10.0.0.1", PHONE), ("203.0.113.9", PHONE.replace("150", "151")), ("2001:db8::1", "")]:
        answer = client.get(
            "/people/", environ_overrides={"REMOTE_ADDR": address}, headers={"User-Agent": browser} if browser else {}
        )
        assert answer.status_code == 200


def test_a_revoked_session_ends_with_the_next_request(
    app: Flask, client: CheckedClient, cast: Cast, agency: Agency
) -> None:
    person = cast.person("admin", agency.root)
    client.sign_in(person)
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    other.sign_in(person)
    tree = client.page("/phones/")
    [action] = [f.get("action") for f in html.post_forms(tree) if (f.get("action") or "").endswith("/revoke")]
    assert other.get("/people/").status_code == 200
    client.submit("/phones/", action=action)
    assert other.get("/people/").status_code == 302
    assert client.get("/people/").status_code == 200


def test_a_changed_role_counts_from_the_next_request(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency
) -> None:
    admin, person = cast.person("admin", agency.root), cast.person("leader", agency.unit)
    client.sign_in(person)
    assert client.get("/people/").status_code == 403

    def give(role: str) -> None:
        people.save_person(
            store,
            cast.actor(admin),
            person.person_id,
            name=person.name,
            email=person.email,
            grants=[Grant(role, agency.unit.unit_id)],
            now=person.created_at,
        )

    give("admin")
    assert client.get("/people/").status_code == 200
    give("leader")
    assert client.get("/people/").status_code == 403


def test_an_account_that_is_switched_off_stops_reading_with_the_next_request(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency
) -> None:
    admin, person = cast.person("admin", agency.root), cast.person("supervisor", agency.unit)
    client.sign_in(person)
    assert client.get("/desk/").status_code == 200
    people.disable_person(store, cast.actor(admin), person.person_id, now=person.created_at)
    refused = client.get("/desk/")
    assert refused.status_code == 403
    assert "switched off" in refused.text
    people.enable_person(store, cast.actor(admin), person.person_id, now=person.created_at)
    assert client.get("/desk/").status_code == 200


def test_changing_the_password_ends_the_other_sessions(
    app: Flask, client: CheckedClient, cast: Cast, agency: Agency
) -> None:
    person = cast.person("admin", agency.root)
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    client.sign_in(person)
    other.sign_in(person)
    new = "three plain words"
    answer = client.submit("/password", {"old": PASSWORD, "new": new, "again": new})
    assert answer.headers["Location"] == "/"
    assert other.get("/people/").status_code == 302
    assert client.get("/people/").status_code == 200
    client.submit("/people/", action="/sign-out")
    assert sign_in(client, person).status_code == 422
    assert sign_in(client, person, password=new).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", "three plain words", "three plain words", "do not go together"),
        (PASSWORD, "short", "short", "at least 10"),
        (PASSWORD, PASSWORD, PASSWORD, "differs from the old"),
        (PASSWORD, "three plain words", "three other words", "not the same"),
    ],
)
def test_a_password_that_will_not_do(
    client: CheckedClient, cast: Cast, agency: Agency, old: str, new: str, again: str, words: str
) -> None:
    client.sign_in(cast.person("admin", agency.root))
    answer = client.submit("/password", {"old": old, "new": new, "again": again})
    assert words in answer.text


def test_a_one_time_password_leads_to_a_new_one_and_then_on(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    person = cast.person("admin", agency.root, must_change_password=True)
    sent_to = sign_in(client, person, "/sign-in?next=/units/").headers["Location"]
    assert sent_to == "/password?next=/units/"
    assert client.get("/units/").headers["Location"] == "/password"
    assert "one-time" in client.get("/password").text
    new = "three plain words"
    answer = client.submit(sent_to, {"old": PASSWORD, "new": new, "again": new})
    assert answer.headers["Location"] == "/units/"
    assert client.get("/units/").status_code == 200


def test_an_old_form_is_refused_with_a_way_back(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    answer = client.post("/sign-in", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "open too long" in answer.text


def test_what_was_typed_when_a_session_ended_can_be_sent_after_signing_in_again(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency
) -> None:
    person = cast.person("admin", agency.root)
    sign_in(client, person)
    [form] = [f for f in html.post_forms(client.page("/people/new")) if not f.get("action")]
    token = next(field.get("value", "") for field in form.iter("input") if field.get("name") == "csrf_token")
    typed = {"csrf_token": token, "name": "June", "email": "june@example.org", "leader-0": agency.unit.unit_id}
    typed |= {f"{role}-0": "" for role in ("supervisor", "editor", "approver", "admin")}
    with store.write() as tx:
        for open_session in tx.sessions.of_person(person.person_id):
            tx.sessions.remove(open_session.token_hash)
    refused = client.post("/people/new", data=typed)
    assert refused.status_code == 401
    assert "back button" in refused.text
    sign_in(client, person)
    assert "June is added" in client.post("/people/new", data=typed).text
