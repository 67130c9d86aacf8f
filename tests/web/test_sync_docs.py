"""docs/sync.md says what the server does: every code, every field, every limit."""

from __future__ import annotations

import re

from fieldlog.config import ROOT
from fieldlog.domain.sync_wire import MOST_EDITS, MOST_ITEM
from fieldlog.errors import WORDS
from fieldlog.web.api.requests import MOST_BYTES
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.phone import Phone

TEXT = (ROOT / "docs" / "sync.md").read_text()
NAMED = set(re.findall(r"`([a-z_0-9]+)`", TEXT))


def test_every_code_of_an_item_is_explained_and_no_other() -> None:
    assert {name for name in NAMED if name.startswith("item_")} == {code for code in WORDS if code.startswith("item_")}


def test_every_refusal_that_is_named_has_words() -> None:
    refusals = set(re.findall(r"`([a-z_]+)`", TEXT.split("## Refused whole")[1].split("## What comes back")[0]))
    assert refusals - {"user_id"} <= set(WORDS)


def test_the_limits_are_those_of_the_code() -> None:
    assert f"at most {MOST_ITEM // 1024} KB" in TEXT
    assert f"more than {MOST_EDITS} edits" in TEXT
    assert f"more than {MOST_BYTES // 1024 // 1024} MB" in TEXT


def test_the_fields_are_those_of_the_wire(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    person = cast.person("leader", agency.unit)
    client.sign_in(person)
    request = Phone(person, agency.unit).request([])
    headers = {"X-Fieldlog": "1", "Origin": "http://localhost"}
    reply = client.post("/api/v1/sync", json=request, headers=headers).get_json()
    row = next(line for line in TEXT.splitlines() if line.startswith("| `POST /api/v1/sync`"))
    asks, answers = (set(re.findall(r"[a-z_]+", cell)) for cell in row.split("|")[2:4])
    assert (asks, answers | {"app"}) == (set(request), set(reply))


def test_what_is_said_of_me_and_of_signing_out_is_in_the_replies(
    client: CheckedClient, cast: Cast, agency: Agency
) -> None:
    person = cast.person("leader", agency.unit)
    client.sign_in(person)
    headers = {"X-Fieldlog": "1", "Origin": "http://localhost"}
    client.post("/api/v1/sync", json=Phone(person, agency.unit).request([]), headers=headers)
    reply = client.get("/api/v1/me", headers=headers).get_json()
    known = {*reply, *reply["seal"], *reply["device"]}
    assert named_in("GET /api/v1/me") <= known
    assert named_in("GET /api/v1/me") >= {"seal", "device", "device_id", "phone_days"}
    signed_out = client.post("/api/v1/sign-out", headers=headers).get_json()
    assert named_in("POST /api/v1/sign-out") == set(signed_out) - {"app"}


def named_in(address: str) -> set[str]:
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{address}`"))
    return set(re.findall(r"`([a-z_]+)`", row.split("|", 3)[3]))
