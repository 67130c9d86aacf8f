"""An old phone meets this server: what the field app once posted is still taken, and means the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from fieldlog.domain.entry import EDIT_KINDS, ENTRY_TYPES
from fieldlog.domain.people import Grant, Person, Unit
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.storage.protocol import Store
from tests.support.client import CheckedClient
from tests.support.people import Cast

RECORDED = Path(__file__).parents[1] / "data"
OURS = {"X-Fieldlog": "1", "Origin": "http://localhost"}
POSTS = [json.loads(path.read_text()) for path in sorted((RECORDED / "sync_v1").glob("[0-9]*.json"))]
SENDING = [post for post in POSTS if post["request"].get("edits")]


@dataclass(frozen=True)
class Entry:
    """What became of an entry, without its ids."""

    entry_type: str
    edits: int
    heads: int
    retracted: bool
    flags: str


DAY = sorted(
    [
        Entry("ride", 2, 1, False, "[]"),
        Entry("visit", 2, 1, False, "[]"),
        Entry("visit", 2, 1, False, "[]"),
        Entry("observation", 4, 2, False, "[]"),  # changed on two devices at once
        Entry("observation", 3, 1, False, "[]"),  # taken back and brought back
        Entry("reflection", 1, 1, False, "[]"),
        Entry("promise", 1, 1, False, "[]"),
    ],
    key=repr,
)


@pytest.fixture(autouse=True)
def leader(store: Store, client: CheckedClient) -> None:
    """The person who was signed in then."""
    scene = json.loads((RECORDED / "sync_v1" / "scene.json").read_text())
    unit = Unit(scene["unit_id"], None, "Mill Creek unit", "rural")
    grants = frozenset({Grant("leader", unit.unit_id)})
    born = datetime(2026, 5, 1, tzinfo=UTC)
    person = Person(scene["person_id"], "lee@example.org", "Lee", "no password", True, False, born, grants)
    with store.write() as tx:
        tx.people.add_unit(unit)
        tx.people.add_person(person)
    client.sign_in(person)


def post(client: CheckedClient, recorded: dict[str, Any]) -> dict[str, Any]:
    response = client.post(recorded["address"], json=recorded["request"], headers=OURS)
    assert response.status_code == 200, f"{recorded['about']}: {response.text}"
    reply: dict[str, Any] = response.get_json()
    return reply


def statuses(reply: dict[str, Any]) -> list[str]:
    return [result["status"] for result in reply["results"]]


def entries(store: Store) -> list[Entry]:
    with store.read() as tx:
        conn = tx.entries.conn  # type: ignore[attr-defined]
        rows = conn.execute(
            "SELECT e.entry_type, (SELECT count(*) FROM edits d WHERE d.entry_id = e.entry_id), e.head_count,"
            " e.retracted, e.flags FROM entries e"
        )
        return sorted((Entry(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows), key=repr)


def test_there_is_something_to_replay() -> None:
    assert len(SENDING) >= 9
    assert {post["device"] for post in SENDING} == {"phone", "tablet"}


def test_every_request_is_answered_as_it_was(client: CheckedClient, store: Store) -> None:
    for recorded in POSTS:
        reply = post(client, recorded)
        if "missing" in recorded:
            assert reply["missing"] == recorded["missing"], recorded["about"]
        else:
            assert statuses(reply) == recorded["statuses"], recorded["about"]
    assert entries(store) == DAY


def test_delivered_backwards_and_twice_it_is_the_same_day(client: CheckedClient, store: Store) -> None:
    for recorded in reversed(SENDING):
        assert set(statuses(post(client, recorded))) == {"ok"}, recorded["about"]
    for recorded in SENDING:
        assert set(statuses(post(client, recorded))) == {"dup"}, recorded["about"]
    assert entries(store) == DAY


def test_both_versions_of_the_fork_come_back_to_a_new_phone(client: CheckedClient) -> None:
    for recorded in SENDING:
        post(client, recorded)
    request = {**POSTS[0]["request"], "cursor": 0, "epoch": "", "device_id": "a-new-phone"}
    changes = post(client, {**POSTS[0], "request": request})["changes"]
    bodies = [change["edit"]["body"] for change in changes]
    sent = [edit["body"] for recorded in SENDING for edit in recorded["request"]["edits"]]
    assert bodies == sent
    assert sum("changed on the" in body for body in bodies) == 2


EVERY_KIND = json.loads((RECORDED / "sync_v1_every_kind" / "request.json").read_text())


def test_the_written_request_has_every_type_and_every_kind() -> None:
    assert {(edit["entry_type"], edit["kind"]) for edit in EVERY_KIND["edits"]} == set(product(ENTRY_TYPES, EDIT_KINDS))


@pytest.mark.parametrize("order", [list, lambda edits: list(reversed(edits))], ids=["as saved", "backwards"])
def test_every_kind_of_edit_is_taken_and_breaks_no_rule(
    client: CheckedClient, store: Store, order: Callable[[list[Any]], list[Any]]
) -> None:
    recorded = {"address": "/api/v1/sync", "about": "every kind"}
    sent = {**EVERY_KIND, "edits": order(EVERY_KIND["edits"])}
    assert set(statuses(post(client, {**recorded, "request": sent}))) == {"ok"}
    assert set(statuses(post(client, {**recorded, "request": sent}))) == {"dup"}
    settled = [Entry(entry_type, 7, 1, False, "[]") for entry_type in ENTRY_TYPES]
    assert entries(store) == sorted([*settled, Entry("promise", 2, 1, True, "[]")], key=repr)


# ------------------------------------------------------------------ sealed

SEALED = json.loads((RECORDED / "sync_v1_sealed" / "request.json").read_text())


@pytest.fixture
def old_ring(app: Flask) -> SealKeys:
    """The keys of then, put where this server keeps its own."""
    ring: SealKeys = app.extensions["fieldlog.seal_keys"]
    shutil.copy(RECORDED / "sync_v1_sealed" / "seal_ring.json", ring.path)
    return ring


def bodies(store: Store) -> dict[str, tuple[str, str]]:
    with store.read() as tx:
        return {edit.edit_id: (edit.enc, edit.body) for edit in tx.edits.get(e["edit_id"] for e in SEALED["edits"])}


def test_the_sealed_request_has_all_kinds_and_both_keys() -> None:
    assert [edit["edit_id"] for edit in SEALED["edits"]] == [edit["edit_id"] for edit in EVERY_KIND["edits"]]
    assert {edit["enc"] for edit in SEALED["edits"]} == {"sealed1"}
    assert len({edit["key_id"] for edit in SEALED["edits"]}) == 2


@pytest.mark.usefixtures("old_ring")
def test_what_was_sealed_then_opens_as_what_it_was(client: CheckedClient, store: Store) -> None:
    recorded = {"address": "/api/v1/sync", "about": "sealed"}
    assert set(statuses(post(client, {**recorded, "request": SEALED}))) == {"ok"}
    assert bodies(store) == {edit["edit_id"]: ("plain", edit["body"]) for edit in EVERY_KIND["edits"]}
    for again in (EVERY_KIND, SEALED):
        assert set(statuses(post(client, {**recorded, "request": again}))) == {"dup"}


def test_without_the_keys_of_then_it_waits_and_is_let_in_with_them(
    client: CheckedClient, store: Store, app: Flask, cast: Cast
) -> None:
    recorded = {"address": "/api/v1/sync", "about": "sealed"}
    assert set(statuses(post(client, {**recorded, "request": SEALED}))) == {"needs_fix"}
    ring: SealKeys = app.extensions["fieldlog.seal_keys"]
    ring.take_in(RECORDED / "sync_v1_sealed" / "seal_ring.json")
    with store.read() as tx:
        unit = tx.people.units()[0]
    client.sign_in(cast.person("admin", unit))
    client.submit("/phones/gaps", action=f"/phones/gaps/{SEALED['user_id']}/release")
    assert bodies(store) == {edit["edit_id"]: ("plain", edit["body"]) for edit in EVERY_KIND["edits"]}
