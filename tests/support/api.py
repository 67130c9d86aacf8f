"""The phone's door, opened by the test client as our own pages open it."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.support.client import CheckedClient
from tests.support.phone import Item

OURS = {"X-Fieldlog": "1", "Origin": "http://localhost"}


def post(client: CheckedClient, request: object, **headers: str) -> TestResponse:
    response = client.post("/api/v1/sync", json=request, headers={**OURS, **headers})
    assert response.mimetype == "application/json"
    return response


def statuses(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    return [result["status"] for result in response.get_json()["results"]]


def error_of(response: TestResponse) -> str:
    body = response.get_json()
    assert body["app"] == "fieldlog"
    assert body["error"]["words"]
    return str(body["error"]["code"])


def have(client: CheckedClient, *items: Item) -> list[str]:
    """Which of these edits the server has."""
    response = client.post("/api/v1/have", json={"ids": [item["edit_id"] for item in items]}, headers=OURS)
    missing = response.get_json()["missing"]
    return [item["edit_id"] for item in items if item["edit_id"] not in missing]
