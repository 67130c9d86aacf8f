"""The page of the agency's own words, and what of them reaches a phone."""

from __future__ import annotations

import pytest

from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast

PAGE = "/agency-lists/"


@pytest.fixture
def admin(client: CheckedClient, cast: Cast, agency: Agency) -> CheckedClient:
    client.sign_in(cast.person("admin", agency.root))
    return client


def save(client: CheckedClient, kind: str, text: str) -> str:
    """Save through the form of that list, and return where it leads."""
    token = next(f.get("value", "") for f in client.page(PAGE).iter("input") if f.get("name") == "csrf_token")
    answer = client.post(PAGE, data={"csrf_token": token, "kind": kind, "entries": text})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_an_empty_page_teaches(admin: CheckedClient) -> None:
    text = html.text_of(admin.page(PAGE))
    assert "No words of your own yet" in text
    assert "Start with ten" in text
    assert "none yet" in text


def test_a_list_is_saved_and_undone(admin: CheckedClient) -> None:
    after = save(admin, "PLACE", "Quail Hollow\nBlue Heron Flats")
    page = admin.page(after)
    assert "Saved: 2 added, 0 taken out." in html.text_of(page)
    assert "2 entries" in html.text_of(page)
    areas = {area.get("id"): html.text_of(area) for area in page.iter("textarea")}
    assert areas["entries-PLACE"] == "Blue Heron Flats Quail Hollow"
    assert areas["entries-NAME"] == ""
    admin.submit(after, action="/agency-lists/undo")
    assert "Quail" not in html.text_of(admin.page(PAGE))


def test_a_refused_list_stays_as_it_was_typed(admin: CheckedClient) -> None:
    token = next(f.get("value", "") for f in admin.page(PAGE).iter("input") if f.get("name") == "csrf_token")
    long = "the trailer park behind the old feed store"
    answer = admin.post(PAGE, data={"csrf_token": token, "kind": "PLACE", "entries": long})
    assert answer.status_code == 422
    tree = html.parse(answer.text)
    assert "more than 6 words" in html.text_of(tree)
    assert long in [html.text_of(area) for area in tree.iter("textarea")]


def test_a_list_that_is_none_is_refused(admin: CheckedClient) -> None:
    token = next(f.get("value", "") for f in admin.page(PAGE).iter("input") if f.get("name") == "csrf_token")
    answer = admin.post(PAGE, data={"csrf_token": token, "kind": "SECRET", "entries": "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize("role", ["leader", "supervisor", "editor", "approver"])
def test_nobody_else_opens_it(client: CheckedClient, cast: Cast, agency: Agency, role: str) -> None:
    client.sign_in(cast.person(role, agency.root))
    assert client.get(PAGE).status_code == 403
    assert PAGE not in [link.get("href") for link in client.page("/desk/").iter("a")]


def test_a_phone_gets_hashes_once(admin: CheckedClient, cast: Cast, agency: Agency) -> None:
    save(admin, "PLACE", "Quail Hollow")
    save(admin, "NEVER", "Hope")
    admin.sign_in(cast.person("leader", agency.unit))
    headers = {"X-Fieldlog": "1", "Origin": "http://localhost"}
    answer = admin.get("/api/v1/me", headers=headers)
    lists = answer.get_json()["lists"]
    assert {kind: len(some) for kind, some in lists["hashes"].items()} == {"PLACE": 1, "NEVER": 1}
    assert "quail" not in answer.text.lower()
    again = admin.get(f"/api/v1/me?lists={lists['salt']}", headers=headers).get_json()["lists"]
    assert again == {"salt": lists["salt"]}


def test_who_logs_no_rides_gets_no_hashes(admin: CheckedClient, cast: Cast, agency: Agency) -> None:
    save(admin, "PLACE", "Quail Hollow")
    admin.sign_in(cast.person("editor", agency.region))
    reply = admin.get("/api/v1/me", headers={"X-Fieldlog": "1", "Origin": "http://localhost"}).get_json()
    assert reply["lists"] is None
