"""The phone's door: JSON only, same origin only, never a redirect, and nothing lost or half-written."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from fieldlog.errors import StorageUnavailable
from fieldlog.storage.protocol import Store
from tests.support.api import OURS, error_of, have, post, statuses
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.phone import Phone

ROUTES = [
    ("POST", "/api/v1/sync"),
    ("POST", "/api/v1/have"),
    ("GET", "/api/v1/me"),
    ("POST", "/api/v1/sign-out"),
]


@pytest.fixture
def phone(cast: Cast, agency: Agency, client: CheckedClient) -> Phone:
    """A phone whose owner is signed in."""
    person = cast.person("leader", agency.unit, name="Lee Leader")
    client.sign_in(person)
    return Phone(person, agency.unit)


# ------------------------------------------------------------------ the reply


def test_an_ack_says_all_that_a_phone_checks(client: CheckedClient, phone: Phone) -> None:
    ride = phone.ride()
    reply = post(client, phone.request([ride])).get_json()
    assert (reply["app"], reply["user_id"]) == ("fieldlog", phone.person.person_id)
    assert reply["results"] == [
        {
            "edit_id": ride["edit_id"],
            "status": "ok",
            "content_sha256": ride["content_sha256"],
            "rev": 1,
            "code": None,
            "field": None,
        }
    ]
    assert set(reply) == {
        *("app", "epoch", "user_id", "server_time", "results", "changes", "cursor", "more", "backed_up_rev")
    }


def test_another_device_pulls_the_edit_as_it_was_made(client: CheckedClient, phone: Phone) -> None:
    ride = phone.ride()
    post(client, phone.request([ride]))
    tablet = Phone(phone.person, phone.unit)
    reply = post(client, tablet.request([])).get_json()
    assert reply["changes"] == [{"rev": 1, "kind": "edit", "edit": ride}]
    assert (reply["cursor"], reply["more"]) == (1, False)


def test_a_gzipped_request_is_read(client: CheckedClient, phone: Phone) -> None:
    packed = gzip.compress(json.dumps(phone.request([phone.ride()])).encode())
    headers = {**OURS, "Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert statuses(client.post("/api/v1/sync", data=packed, headers=headers)) == ["ok"]


def test_a_long_reply_is_packed_for_who_can_unpack_it(client: CheckedClient, phone: Phone) -> None:
    rides = [phone.ride() for _ in range(50)]
    packed = post(client, phone.request(rides), **{"Accept-Encoding": "gzip"})
    plain = post(client, phone.request(rides))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert [r["edit_id"] for r in json.loads(gzip.decompress(packed.data))["results"]] == [r["edit_id"] for r in rides]
    assert len(packed.data) * 2 < len(plain.data)


def test_me_is_what_the_shell_needs(client: CheckedClient, phone: Phone) -> None:
    reply = client.get("/api/v1/me", headers={"X-Fieldlog": "1"}).get_json()
    assert reply.pop("server_time").endswith("Z")
    assert reply.pop("epoch")
    assert reply.pop("seal")
    assert reply.pop("signed_in_at").endswith("Z")
    assert reply == {
        "device_id": None,
        "device": None,
        "phone_days": 180,
        "app": "fieldlog",
        "user_id": phone.person.person_id,
        "name": "Lee Leader",
        "email": phone.person.email,
        "roles": ["leader"],
        "units": [{"id": phone.unit.unit_id, "name": phone.unit.name, "area": "rural"}],
        "agency": "Prairie County",
        "danger_numbers": [
            {"label": "Emergency", "number": "911"},
            {"label": "Our hotline", "number": "1-800-555-0100"},
        ],
        "pack": {"code": "child_welfare", "version": 1},
        "lists": {"salt": "e3b0c44298fc1c14", "hashes": {}},
    }


# ------------------------------------------------------------------ who may call


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_signed_in_is_told_so_in_json_and_sent_nowhere(client: CheckedClient, method: str, path: str) -> None:
    response = client.open(path, method=method, headers=OURS, json={} if method == "POST" else None)
    assert (response.status_code, error_of(response)) == (401, "not_signed_in")
    assert response.mimetype == "application/json"
    assert "Location" not in response.headers


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"X-Fieldlog": "1", "Origin": "https://elsewhere.example"},
        {"X-Fieldlog": "1", "Origin": "null"},
        {"X-Fieldlog": "1", "Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"X-Fieldlog": "1", "Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_is_refused(
    client: CheckedClient, phone: Phone, method: str, path: str, headers: dict[str, str]
) -> None:
    body = phone.request([phone.ride()]) if method == "POST" else None
    response = client.open(path, method=method, headers=headers, json=body)
    assert (response.status_code, error_of(response)) == (403, "wrong_origin")


def test_a_post_that_does_not_say_where_it_comes_from_is_refused(client: CheckedClient, phone: Phone) -> None:
    response = client.post("/api/v1/sync", json=phone.request([]), headers={"X-Fieldlog": "1"})
    assert error_of(response) == "wrong_origin"


def test_a_browser_that_only_sends_sec_fetch_site_is_let_in(client: CheckedClient, phone: Phone) -> None:
    headers = {"X-Fieldlog": "1", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/sync", json=phone.request([]), headers=headers).status_code == 200


def test_sync_needs_no_form_token_so_none_can_go_stale(app: Flask, client: CheckedClient, phone: Phone) -> None:
    assert app.config.get("WTF_CSRF_ENABLED", True), "the forms of the desk would need one"
    assert statuses(post(client, phone.request([phone.ride()]))) == ["ok"]


def test_no_reply_is_kept_by_a_cache(client: CheckedClient, phone: Phone) -> None:
    assert post(client, phone.request([])).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/sync/", "/api/v1/nothing", "/api/v2/sync"])
def test_a_wrong_address_is_json_and_no_redirect(client: CheckedClient, phone: Phone, path: str) -> None:
    response = client.post(path, json={}, headers=OURS)
    assert (response.status_code, error_of(response)) == (404, "not_found")


def test_a_get_of_sync_is_refused_in_json(client: CheckedClient, phone: Phone) -> None:
    response = client.get("/api/v1/sync", headers=OURS)
    assert (response.status_code, error_of(response)) == (405, "method_not_allowed")


def test_a_switched_off_person_may_only_hand_over(client: CheckedClient, store: Store, phone: Phone) -> None:
    with store.write() as tx:
        tx.people.save_person(replace(phone.person, active=False))
    assert statuses(post(client, phone.request([phone.ride()]))) == ["held"]
    for path, method in (("/api/v1/me", "GET"), ("/api/v1/have", "POST")):
        response = client.open(path, method=method, headers=OURS, json={"ids": []} if method == "POST" else None)
        assert (response.status_code, error_of(response)) == (403, "disabled")


def test_somebody_who_must_change_their_password_still_hands_over(
    client: CheckedClient, store: Store, phone: Phone
) -> None:
    with store.write() as tx:
        tx.people.save_person(replace(phone.person, must_change_password=True))
    assert statuses(post(client, phone.request([phone.ride()]))) == ["ok"]


def test_when_the_server_cannot_write_the_phone_is_told_when_to_try_again(
    app: Flask, client: CheckedClient, store: Store, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Any:
        raise StorageUnavailable("storage_unavailable")

    ride = phone.ride()
    with monkeypatch.context() as broken:
        broken.setattr(type(store), "write", full)
        response = post(client, phone.request([ride]))
    assert (response.status_code, error_of(response)) == (503, "storage_unavailable")
    assert response.headers["Retry-After"] == "15"
    assert have(client, ride) == []
