"""How a way can be bad: each of these is a fault for `Proxy.fault`."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.faults.proxy import Answer, Exchange, Fault

HTML = [("Content-Type", "text/html; charset=utf-8")]
JSON = [("Content-Type", "application/json")]


def drop_request(exchange: Exchange) -> None:
    """It never arrives."""


def drop_response(exchange: Exchange) -> None:
    """It arrives, and the reply is lost."""
    exchange.forward()


def duplicate(exchange: Exchange) -> Answer:
    """It arrives twice."""
    exchange.forward()
    return exchange.forward()


def captive(exchange: Exchange) -> Answer:
    """A portal answers in the server's place: 200, and a page."""
    return Answer(200, HTML, b"<!doctype html><title>Airport Wi-Fi</title><p>Accept our terms to go on.")


def captive_redirect(exchange: Exchange) -> Answer:
    """A portal that sends everybody to its own page."""
    return Answer(302, [("Location", "/portal"), *HTML], b"")


def captive_json(exchange: Exchange) -> Answer:
    """A gateway that says so in JSON, with 200."""
    return Answer(200, JSON, b'{"status": "login required", "results": []}')


def login_page(exchange: Exchange) -> Answer:
    """A sign-in page, as a server does that answers everybody who is signed out with one."""
    return Answer(200, HTML, b'<!doctype html><title>Sign in</title><form><input name="email"></form>')


def login_redirect(exchange: Exchange) -> Answer:
    """A redirect to the sign-in page."""
    return Answer(302, [("Location", "/sign-in")], b"")


def refused(status: int, retry_after: str = "") -> Fault:
    """A server, or what stands before it, that answers with this status."""
    headers = [*HTML, ("Retry-After", retry_after)] if retry_after else HTML

    def fault(exchange: Exchange) -> Answer:
        return Answer(status, headers, b"<h1>No</h1>")

    return fault


def empty_body(exchange: Exchange) -> Answer:
    """What was to be sent is emptied on its way."""
    return exchange.forward(b"")


def cut_request(exchange: Exchange) -> Answer:
    """The second half of what was sent is missing."""
    return exchange.forward(exchange.body[: len(exchange.body) // 2])


def empty_response(exchange: Exchange) -> Answer:
    """The reply is emptied on its way."""
    answer = exchange.forward()
    return Answer(answer.status, answer.headers, b"")


def truncate_response(exchange: Exchange) -> Answer:
    """The connection ends in the middle of the reply."""
    answer = exchange.forward()
    answer.cut = True
    return answer


def damage(change: Callable[[dict[str, Any]], None]) -> Fault:
    """The request arrives whole, but not as it was sent."""

    def fault(exchange: Exchange) -> Answer:
        posted = asked(exchange)
        change(posted)
        data = json.dumps(posted).encode()
        packed = any(name.lower() == "content-encoding" for name, _ in exchange.headers)
        return exchange.forward(gzip.compress(data) if packed else data)

    return fault


def cut_words(posted: dict[str, Any]) -> None:
    """For `damage`: the words of each entry lose their end."""
    for edit in posted["edits"]:
        edit["body"] = edit["body"][: len(edit["body"]) // 2]


def empty_words(posted: dict[str, Any]) -> None:
    """For `damage`: the words of each entry are gone."""
    for edit in posted["edits"]:
        edit["body"] = ""


def other_words(posted: dict[str, Any]) -> None:
    """For `damage`: a word becomes another one, and everything still reads well."""
    for edit in posted["edits"]:
        edit["body"] = edit["body"].replace("the ", "no ").replace('"rural"', '"urban"').replace("null", "true")


def mixed_up(exchange: Exchange) -> Answer:
    """A reply of ours that belongs to other words under the same ids; nothing was stored."""
    posted = asked(exchange)
    results = [
        {"edit_id": edit["edit_id"], "status": "ok", "content_sha256": "0" * 64, "rev": 1, "code": None, "field": None}
        for edit in posted["edits"]
    ]
    reply = {
        "app": "fieldlog",
        "epoch": posted["epoch"],
        "user_id": posted["user_id"],
        "server_time": "2026-05-13T14:02:00.000Z",
        "results": results,
        "changes": [],
        "cursor": posted["cursor"],
        "more": False,
        "backed_up_rev": 0,
    }
    return Answer(200, JSON, json.dumps(reply).encode())


class Held:
    """Waits until it is let go: before the server has it, or with the reply in hand."""

    def __init__(self, *, arrived: bool = False) -> None:
        self.arrived = arrived
        self.came = threading.Event()
        self.go = threading.Event()

    def __call__(self, exchange: Exchange) -> Answer:
        answer = exchange.forward() if self.arrived else None
        self.came.set()
        self.go.wait(60)
        return answer or exchange.forward()


class Late:
    """Arrives now, and once more when `deliver` is called, hours later."""

    def __init__(self) -> None:
        self.kept: list[Exchange] = []

    def __call__(self, exchange: Exchange) -> Answer:
        self.kept.append(exchange)
        return exchange.forward()

    def deliver(self) -> list[Answer]:
        """The late copies; what the server said to them."""
        return [exchange.forward(plain=True) for exchange in self.kept]


def delay(seconds: float) -> Fault:
    """A weak link."""

    def fault(exchange: Exchange) -> Answer:
        time.sleep(seconds)
        return exchange.forward()

    return fault


def asked(exchange: Exchange) -> dict[str, Any]:
    """What a phone posted, unpacked."""
    packed = any(name.lower() == "content-encoding" for name, _ in exchange.headers)
    found: dict[str, Any] = json.loads(gzip.decompress(exchange.body) if packed else exchange.body)
    return found
