"""Bad input from a phone: a clear error in plain words, and nothing is lost or half-written."""

from __future__ import annotations

import gzip
import json

import pytest

from fieldlog.storage.protocol import Store
from tests.support.api import OURS, error_of, have, post, statuses
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, some_id


@pytest.fixture
def phone(cast: Cast, agency: Agency, client: CheckedClient) -> Phone:
    """A phone whose owner is signed in."""
    person = cast.person("leader", agency.unit, name="Lee Leader")
    client.sign_in(person)
    return Phone(person, agency.unit)


def test_a_body_that_is_not_json_is_refused_whole(client: CheckedClient, phone: Phone) -> None:
    for data in (b"", b"heat off nine days", b'{"proto": 1, "edits": [', b"\xff\xfe", b"[" * 100_000):
        response = client.post("/api/v1/sync", data=data, headers={**OURS, "Content-Type": "application/json"})
        assert (response.status_code, error_of(response)) == (422, "not_json"), data[:20]


def test_json_under_another_name_is_refused(client: CheckedClient, phone: Phone) -> None:
    data = json.dumps(phone.request([]))
    response = client.post("/api/v1/sync", data=data, headers={**OURS, "Content-Type": "text/plain"})
    assert error_of(response) == "not_json"


def test_a_request_of_another_form_says_what_is_wrong(client: CheckedClient, phone: Phone) -> None:
    response = post(client, {**phone.request([]), "cursor": "x"})
    assert (response.status_code, error_of(response)) == (422, "bad_request")
    assert "cursor" in response.get_json()["error"]["words"]


def test_unknown_pack_codes_are_stored_and_flagged(client: CheckedClient, store: Store, phone: Phone) -> None:
    ride, visit, seen = phone.outing(issues=["tea"], cues=["biscuit"])
    assert statuses(post(client, phone.request([ride, visit, seen]))) == ["ok", "ok", "ok"]
    with store.read() as tx:
        assert tx.entries.observation(seen["entry_id"]).flags == ("issues:rule_unknown", "cues:rule_unknown")


def test_a_note_of_one_megabyte_is_refused_alone(client: CheckedClient, store: Store, phone: Phone) -> None:
    ride, visit, seen = phone.outing(note="n" * 1_000_000)
    other = phone.observation(visit)
    response = post(client, phone.request([ride, visit, seen, other]))
    assert statuses(response) == ["ok", "ok", "needs_fix", "ok"]
    refused = response.get_json()["results"][2]
    assert (refused["code"], refused["field"]) == ("item_too_large", "body")
    assert "too long" in refused["words"]
    assert have(client, ride, visit, seen, other) == [ride["edit_id"], visit["edit_id"], other["edit_id"]]
    with store.read() as tx:
        kept = tx.quarantine.waiting(phone.person.person_id)
    assert [json.loads(item.raw) for item in kept] == [seen]


def test_more_than_four_megabytes_are_refused_whole(client: CheckedClient, phone: Phone) -> None:
    request = phone.request([phone.outing(note="n" * 5_000_000)[2]])
    response = post(client, request)
    assert (response.status_code, error_of(response)) == (413, "too_large")


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(client: CheckedClient, phone: Phone) -> None:
    packed = gzip.compress(b" " * 50_000_000)
    headers = {**OURS, "Content-Encoding": "gzip", "Content-Type": "application/json"}
    response = client.post("/api/v1/sync", data=packed, headers=headers)
    assert (response.status_code, error_of(response)) == (413, "too_large")


@pytest.mark.parametrize("damage", ["cut", "no gzip at all", "br"])
def test_a_body_that_cannot_be_unpacked_is_refused(client: CheckedClient, phone: Phone, damage: str) -> None:
    plain = json.dumps(phone.request([phone.ride()])).encode()
    data = {"cut": gzip.compress(plain)[:-12], "no gzip at all": plain, "br": gzip.compress(plain)}[damage]
    encoding = "br" if damage == "br" else "gzip"
    headers = {**OURS, "Content-Encoding": encoding, "Content-Type": "application/json"}
    response = client.post("/api/v1/sync", data=data, headers=headers)
    assert (response.status_code, error_of(response)) == (422, "not_json")


def test_an_edit_for_somebody_else_is_stored_for_nobody(
    client: CheckedClient, cast: Cast, agency: Agency, phone: Phone
) -> None:
    theirs = Phone(cast.person("leader", agency.unit), agency.unit).ride()
    mine = phone.ride()
    assert statuses(post(client, phone.request([theirs, mine]))) == ["not_yours", "ok"]
    assert have(client, theirs, mine) == [mine["edit_id"]]


def test_another_persons_phone_in_my_session_is_refused_whole(client: CheckedClient, phone: Phone) -> None:
    ride = phone.ride()
    response = post(client, phone.request([ride], user_id=some_id()))
    assert (response.status_code, error_of(response)) == (409, "other_person")
    assert have(client, ride) == []


def test_a_damaged_body_is_asked_for_again(client: CheckedClient, phone: Phone) -> None:
    ride = phone.ride()
    damaged = {**ride, "body": ride["body"].replace("rural", "urban")}
    assert statuses(post(client, phone.request([damaged]))) == ["resend"]
    assert have(client, ride) == []
    assert statuses(post(client, phone.request([ride]))) == ["ok"]


def test_a_known_id_with_other_content_is_kept_aside(client: CheckedClient, phone: Phone) -> None:
    ride = phone.ride()
    other = {**phone.ride(date="2026-05-14"), "edit_id": ride["edit_id"]}
    post(client, phone.request([ride]))
    assert statuses(post(client, phone.request([other]))) == ["clash"]
    assert statuses(post(client, phone.request([ride]))) == ["dup"]


def test_fifty_one_edits_are_refused_whole(client: CheckedClient, phone: Phone) -> None:
    rides = [phone.ride() for _ in range(51)]
    response = post(client, phone.request(rides))
    assert (response.status_code, error_of(response)) == (422, "too_many_edits")
    assert have(client, *rides) == []


def test_have_refuses_what_is_no_id(client: CheckedClient, phone: Phone) -> None:
    response = client.post("/api/v1/have", json={"ids": ["' OR 1=1"]}, headers=OURS)
    assert (response.status_code, error_of(response)) == (422, "bad_request")
