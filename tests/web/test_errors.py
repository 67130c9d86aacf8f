"""Every failure is a page in plain words with a way on, or JSON at the phone's door."""

from __future__ import annotations

import pytest

from fieldlog.errors import WORDS, StorageUnavailable
from fieldlog.operations import sessions
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast


def test_a_page_that_is_not_there_leads_back(client: CheckedClient) -> None:
    tree = client.page("/nowhere", status=404)
    assert WORDS["not_found"] in html.text_of(tree)
    assert {"/", "/sign-in", "/danger"} <= {link.get("href") for link in tree.iter("a")}


def test_a_missing_role_says_whom_to_ask(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    client.sign_in(cast.person("leader", agency.unit))
    assert WORDS["forbidden"] in html.text_of(client.page("/people/", status=403))


def test_what_was_typed_is_not_lost_by_a_refused_form(client: CheckedClient) -> None:
    answer = client.post("/sign-in", data={"email": "a@example.org"})
    assert "back button" in answer.text


@pytest.fixture
def _storage_down(monkeypatch: pytest.MonkeyPatch, client: CheckedClient, cast: Cast, agency: Agency) -> None:
    """The database can't be read, not even to say who is there."""
    client.sign_in(cast.person("leader", agency.unit))

    def fail(*args: object, **kwargs: object) -> None:
        raise StorageUnavailable("storage_unavailable")

    monkeypatch.setattr(sessions, "who_is_there", fail)


@pytest.mark.usefixtures("_storage_down")
def test_without_a_database_the_page_says_to_try_again(client: CheckedClient) -> None:
    assert WORDS["storage_unavailable"] in html.text_of(client.page("/phones/", status=503))


@pytest.mark.usefixtures("_storage_down")
def test_without_a_database_the_stop_screen_is_still_there(client: CheckedClient) -> None:
    assert "911" in html.text_of(client.page("/danger"))


@pytest.mark.usefixtures("_storage_down")
def test_without_a_database_the_phone_hears_json(client: CheckedClient) -> None:
    answer = client.get("/api/v1/me", headers={"X-Fieldlog": "1"})
    assert answer.status_code == 503
    assert answer.json == {
        "app": "fieldlog",
        "error": {"code": "storage_unavailable", "words": WORDS["storage_unavailable"]},
    }
