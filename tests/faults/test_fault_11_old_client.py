"""Row 11: a six-month-old client meets a new server. What it posts is stored, or quarantined and shown; never dropped."""

from __future__ import annotations

import copy
import http.client
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieldlog.domain.people import Grant, Person, Unit
from tests.faults.line import World
from tests.support.cookies import session_cookie
from tests.support.phone import some_id

RECORDED = Path(__file__).parents[1] / "data"
SENDING = [
    recorded
    for folder in sorted(RECORDED.glob("sync_v*"))
    for recorded in (json.loads(path.read_text()) for path in sorted(folder.glob("[0-9]*.json")))
    if recorded["request"].get("edits")
]


def the_leader_of_then(world: World) -> Person:
    scene = json.loads((RECORDED / "sync_v1" / "scene.json").read_text())
    unit = Unit(scene["unit_id"], None, "Mill Creek unit", "rural")
    grants = frozenset({Grant("leader", unit.unit_id)})
    born = datetime(2026, 5, 1, tzinfo=UTC)
    person = Person(scene["person_id"], "lee@example.org", "Lee", "no password", True, False, born, grants)
    with world.server.store.write() as tx:
        tx.people.add_unit(unit)
        tx.people.add_person(person)
    return person


def post(world: World, cookie: str, posted: dict[str, Any]) -> list[dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", world.server.port, timeout=10)
    headers = {"Content-Type": "application/json", "X-Fieldlog": "1", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
    connection.request("POST", "/api/v1/sync", json.dumps(posted), headers)
    response = connection.getresponse()
    reply = json.loads(response.read())
    connection.close()
    assert response.status == 200, reply
    results: list[dict[str, Any]] = reply["results"]
    return results


def from_another_age(edit: dict[str, Any]) -> list[dict[str, Any]]:
    """The same entry as versions of the app would send it that nobody here remembers."""
    changes = ({"entry_type": "sighting"}, {"kind": "amend"}, {"schema_v": "zero"}, {"enc": "rot13"})
    return [{**copy.deepcopy(edit), **change, "edit_id": some_id()} for change in changes]


def test_nothing_it_sends_is_dropped(own_world: World) -> None:
    person = the_leader_of_then(own_world)
    name, value = session_cookie(own_world.server, own_world.cast.session_token(person))
    cookie = f"{name}={value}"
    assert SENDING
    sent = set()
    for recorded in SENDING:
        results = post(own_world, cookie, recorded["request"])
        sent |= {edit["edit_id"] for edit in recorded["request"]["edits"]}
        assert {result["status"] for result in results} <= {"ok", "dup"}
    rows = own_world.rows([person])
    assert set(rows) == sent

    posted = copy.deepcopy(SENDING[0]["request"])
    posted["edits"] = from_another_age(posted["edits"][0])
    results = post(own_world, cookie, posted)
    assert [result["status"] for result in results] == ["needs_fix"] * 4
    assert all(result["code"] and result["words"] for result in results), "its author is told why"
    assert set(own_world.quarantined(person)) == {edit["edit_id"] for edit in posted["edits"]}
    assert own_world.rows([person]) == rows
