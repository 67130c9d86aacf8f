"""Phones that send their queues to a running server, as fast as it takes them."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldlog.domain.people import Unit
from tests.support.cookies import session_cookie
from tests.support.live import LiveServer
from tests.support.people import Cast
from tests.support.phone import Item, Phone

BATCH = 50
# What leaders write: some words, some long, with the odd letter beyond ASCII.
NOTES = (
    "Worker knelt down to the child's height before saying anything. The whole room changed.",
    "Heat off nine days, a deposit of $180 would fix it. Nobody could say whose budget that is, so nobody asked.",
    "Third placement since spring; the caregiver said “we'd keep them all together if somebody would just drive”.",
    "Drive was 74 minutes each way. Visit itself took 20. No signal from the county line on, so notes on paper.",
)


def queue(phone: Phone, count: int) -> list[Item]:
    """A ride, a visit and as many observations as make up `count` edits."""
    ride = phone.ride()
    visit = phone.visit(ride)
    seen = [phone.observation(visit, note=NOTES[n % len(NOTES)]) for n in range(count - 2)]
    return [ride, visit, *seen]


@dataclass
class Sender:
    """One signed-in phone. `seconds` holds how long each request took."""

    phone: Phone
    cookie: str
    port: int
    cursor: int = 0
    epoch: str = ""
    seconds: list[float] = field(default_factory=list)
    acked: int = 0

    def send(self, edits: Sequence[Item], batch: int = BATCH) -> None:
        """Send a queue over one connection; AssertionError unless every edit is acked by its hash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for part in _batches(edits, batch):
            self._post(connection, self.packed(part), part)
        connection.close()

    def _post(self, connection: http.client.HTTPConnection, body: bytes, part: list[Item]) -> None:
        began = time.perf_counter()
        connection.request("POST", "/api/v1/sync", body, self.headers())
        response = connection.getresponse()
        reply = unpacked(response)
        self.seconds.append(time.perf_counter() - began)
        assert response.status == 200, f"{response.status}: {reply}"
        self.epoch, self.cursor = reply["epoch"], reply["cursor"]
        hashes = {edit["edit_id"]: edit["content_sha256"] for edit in part}
        for result in reply["results"]:
            assert result["status"] == "ok", result
            assert result["content_sha256"] == hashes.pop(result["edit_id"])
        assert not hashes, "some edits were not acknowledged"
        self.acked += len(part)

    def packed(self, part: list[Item]) -> bytes:
        """The body of a request with these edits."""
        request = self.phone.request(part, cursor=self.cursor, epoch=self.epoch)
        return gzip.compress(json.dumps(request).encode(), 6)

    def headers(self) -> dict[str, str]:
        """What a phone sends along."""
        return {
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "Accept-Encoding": "gzip",
            "X-Fieldlog": "1",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": self.cookie,
        }


def new_sender(server: LiveServer, cast: Cast, unit: Unit, port: int = 0) -> Sender:
    """A new leader with a new phone; `port` when it reaches the server some other way."""
    person = cast.person("leader", unit)
    name, value = session_cookie(server, cast.session_token(person))
    return Sender(Phone(person, unit), f"{name}={value}", port or server.port)


def unpacked(response: http.client.HTTPResponse) -> dict[str, Any]:
    """Read an answer to its end; ValueError when it is not JSON."""
    answer = response.read()
    if response.headers["Content-Encoding"] == "gzip":
        answer = gzip.decompress(answer)
    reply: dict[str, Any] = json.loads(answer)
    return reply


def _batches(edits: Sequence[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(edits), size):
        yield list(edits[start : start + size])
