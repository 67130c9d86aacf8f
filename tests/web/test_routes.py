"""Every route of the application, walked: closed unless opened, and the same refusals everywhere.

A new route joins by itself. If it has a parameter that no route had before, these tests fail
until tests/web/records.py says what such a record is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from fieldlog.domain.people import Person
from fieldlog.domain.permissions import DISABLED_ACTIONS, OWN_ACTIONS, ROLE_ACTIONS
from fieldlog.operations.ids import new_id
from fieldlog.web.guards import OPEN, SIGNED_IN, declared
from tests.support.client import CheckedClient
from tests.support.people import Cast
from tests.support.summaries import NOW
from tests.web.records import RECORDS, Regions, record_ids, two_regions

# Whoever adds to this list says why the page may be seen by anybody.
OPEN_ROUTES = {
    "danger.stop_screen",  # whoever needs it needs it now
    "field.manifest",  # the field app names nobody, so that a phone may keep it
    "field.shell",
    "field.views",
    "field.worker",
    "health.health",  # says only that the server is up
    "public.read",  # published for everybody who has the address
    "public.read_code",
    "public.read_pdf",
    "session.front_door",  # leads to the sign-in page
    "session.sign_in",
    "session.sign_out",  # must work for a session that has just ended
}


@dataclass(frozen=True)
class Call:
    """One method of one route."""

    method: str
    rule: Rule
    guard: str

    @property
    def is_api(self) -> bool:
        return self.rule.rule.startswith("/api/")

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


@pytest.fixture
def regions(cast: Cast) -> Regions:
    return two_regions(cast)


def calls(app: Flask) -> Iterator[Call]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Call(method, rule, declared(app, rule.endpoint) or "")


def guarded(app: Flask) -> Iterator[Call]:
    return (call for call in calls(app) if call.guard != OPEN)


def ask(app: Flask, call: Call, person: Person | None, ids: dict[str, str]) -> TestResponse:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    if person is not None:
        client.sign_in(person)
    with client.session_transaction() as session:
        # A missing form token would be refused before anything that is tested here.
        session["csrf_token"] = "0" * 40
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps("0" * 40)
    with app.test_request_context():
        path = app.url_map.bind("localhost").build(call.rule.endpoint, {a: ids[a] for a in call.rule.arguments})
    return client.open(
        path,
        method=call.method,
        data={"csrf_token": token} if call.method == "POST" and not call.is_api else None,
        headers={"X-Fieldlog": "1", "Origin": "http://localhost"},
    )


def roles_for(guard: str) -> set[str]:
    if guard == SIGNED_IN or guard in OWN_ACTIONS:
        return set(ROLE_ACTIONS)
    return {role for role, actions in ROLE_ACTIONS.items() if guard in actions}


def test_every_route_says_who_may_come_in(app: Flask) -> None:
    silent = sorted({rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None})
    assert not silent, f"put @needs, @signed_in or @open_to_all (fieldlog.web.guards) on: {silent}"


def test_the_open_list_is_the_one_above(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) == OPEN}
    assert found == OPEN_ROUTES, "an open route was added or closed: change OPEN_ROUTES only with a reason"


def test_every_parameter_has_a_record(app: Flask) -> None:
    known = set(RECORDS)
    unknown = sorted({a for call in guarded(app) for a in call.rule.arguments} - known)
    assert not unknown, f"add a record for {unknown} to tests/web/records.py"


def test_nobody_gets_in_without_signing_in(app: Flask, regions: Regions) -> None:
    ids = record_ids(regions.ours)
    wrong = []
    for call in guarded(app):
        answer = ask(app, call, None, ids)
        if call.is_api:
            right = answer.status_code == 401 and answer.json and answer.json["error"]["code"] == "not_signed_in"
        elif call.method == "GET":
            right = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?next=/")
        else:
            right = answer.status_code == 401
        if not right:
            wrong.append(f"{call}: {answer.status}")
    assert not wrong


def test_a_missing_role_is_forbidden(app: Flask, regions: Regions) -> None:
    """Also for a record that the person could not know of: the refusal is the same for every id."""
    wrong = []
    for ids in (record_ids(regions.ours), record_ids(regions.theirs)):
        for call in guarded(app):
            for role in sorted(set(ROLE_ACTIONS) - roles_for(call.guard)):
                answer = ask(app, call, regions.ours.people[role], ids)
                if answer.status_code != 403:
                    wrong.append(f"{role}, {call}: {answer.status}")
    assert not wrong


def test_another_regions_record_is_not_found(app: Flask, regions: Regions) -> None:
    """Or at least looks like one that does not exist: an empty form may be refused before anything is looked up."""
    theirs, missing = record_ids(regions.theirs), dict.fromkeys(RECORDS, new_id(NOW))
    wrong = []
    for call in guarded(app):
        for role in sorted(roles_for(call.guard)) if call.rule.arguments else ():
            answer = ask(app, call, regions.ours.people[role], theirs)
            if answer.status_code != 404:
                nowhere = ask(app, call, regions.ours.people[role], missing)
                if call.method == "GET" or answer.status_code != nowhere.status_code or answer.status_code == 200:
                    wrong.append(f"{role}, {call}: {answer.status}")
    assert not wrong


def test_ones_own_regions_pages_open(app: Flask, regions: Regions) -> None:
    """Or else the refusals above would prove nothing."""
    ids = record_ids(regions.ours)
    wrong = []
    for call in guarded(app):
        if call.method != "GET" or call.is_api:
            continue
        for role in sorted(roles_for(call.guard)):
            answer = ask(app, call, regions.ours.people[role], ids)
            if answer.status_code not in {200, 302}:
                wrong.append(f"{role}, {call}: {answer.status}")
    assert not wrong


def test_an_account_that_is_switched_off_reads_nothing(app: Flask, regions: Regions) -> None:
    ids = record_ids(regions.ours)
    passed = set()
    for call in guarded(app):
        answer = ask(app, call, regions.disabled, ids)
        if answer.status_code != 403:
            passed.add(str(call))
        else:
            assert "switched off" in answer.text, str(call)
    assert passed == {"POST /api/v1/sync", "POST /api/v1/sign-out"}


def test_only_handing_over_entries_and_signing_out_is_open_to_an_account_that_is_switched_off(app: Flask) -> None:
    assert {str(call) for call in guarded(app) if call.guard in DISABLED_ACTIONS} == {
        "POST /api/v1/sync",
        "POST /api/v1/sign-out",
    }


def test_somebody_without_a_role_sees_only_what_is_their_own(app: Flask, regions: Regions) -> None:
    ids = record_ids(regions.ours)
    for call in guarded(app):
        if call.guard in set().union(*ROLE_ACTIONS.values()):
            assert ask(app, call, regions.roleless, ids).status_code == 403, str(call)


def test_a_one_time_password_is_changed_before_anything_else(app: Flask, regions: Regions) -> None:
    """But no entry waits for it."""
    ids = record_ids(regions.ours)
    wrong = []
    for call in guarded(app):
        answer = ask(app, call, regions.newcomer, ids)
        sent_there = answer.headers.get("Location") == "/password"
        exempt = call.is_api or call.rule.rule.startswith("/app/") or call.rule.rule == "/password"
        if sent_there == exempt:
            wrong.append(f"{call}: {answer.status}")
    assert not wrong


def test_no_answer_ever_clears_what_a_phone_holds(app: Flask, regions: Regions) -> None:
    """`Clear-Site-Data` would wipe entries that were not sent yet."""
    ids = {**record_ids(regions.ours), "slug": "a" * 26}
    for call in calls(app):
        if call.rule.arguments <= ids.keys():
            for person in (None, regions.ours.people["leader"], regions.disabled):
                assert "Clear-Site-Data" not in ask(app, call, person, ids).headers, str(call)
