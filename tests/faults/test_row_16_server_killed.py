"""Row 16: the server is killed (`kill -9`) while phones write. What was acknowledged is still there.

Phones behave as ours do: a batch without an ack is sent again as it was, until each edit is acked.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from tests.operations.test_projections import tables
from tests.support.cookies import session_cookie
from tests.support.live import LiveServer
from tests.support.people import Cast, small_agency
from tests.support.phone import Item, Phone

TRIALS = 5
WRITERS = 4
LEAST_ACKED_BETWEEN_KILLS = 20


@dataclass
class Writer(threading.Thread):
    """A phone that makes entries and sends them until it is told to stop, then empties its queue."""

    phone: Phone
    cookie: str
    port: int
    seed: int
    acked: dict[str, str] = field(default_factory=dict)
    made: dict[str, Item] = field(default_factory=dict)
    lost_replies: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.enough = threading.Event()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        chance = random.Random(self.seed)
        while not self.enough.is_set():
            queue = [item for _ in range(chance.randint(1, 8)) for item in self.phone.outing()]
            self.made.update((item["edit_id"], item) for item in queue)
            while queue and not self.wrong:
                queue = self._send(queue)

    def _send(self, queue: list[Item]) -> list[Item]:
        """Post once; returns what is not acked."""
        try:
            reply = self._post(self.phone.request(queue))
        except (OSError, http.client.HTTPException, ValueError):
            self.lost_replies += 1
            time.sleep(0.02)
            return queue
        for result in reply["results"]:
            if result["status"] not in ("ok", "dup"):
                self.wrong.append(f"{result['edit_id']}: {result['status']} {result['code']}")
            else:
                self.acked[result["edit_id"]] = result["content_sha256"]
        return [item for item in queue if self.acked.get(item["edit_id"]) != item["content_sha256"]]

    def _post(self, request: dict[str, object]) -> dict[str, list[dict[str, str]]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {
                "Content-Type": "application/json",
                "X-Fieldlog": "1",
                "Sec-Fetch-Site": "same-origin",
                "Cookie": self.cookie,
            }
            connection.request("POST", "/api/v1/sync", json.dumps(request), headers)
            response = connection.getresponse()
            if response.status != 200:
                raise OSError(f"status {response.status}")
            found: dict[str, list[dict[str, str]]] = json.loads(response.read())
            return found
        finally:
            connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    made = LiveServer(tmp_path)
    made.start()
    yield made
    made.close()


@pytest.fixture
def writers(server: LiveServer) -> list[Writer]:
    cast = Cast(server.store)
    unit = small_agency(cast).unit
    found = []
    for seed in range(WRITERS):
        person = cast.person("leader", unit)
        name, value = session_cookie(server, cast.session_token(person))
        found.append(Writer(Phone(person, unit), f"{name}={value}", server.port, seed))
    return found


def stored(server: LiveServer, writer: Writer) -> dict[str, tuple[str, str]]:
    """Of the edits that a writer made: content hash and author as the database has them."""
    with server.store.read() as tx:
        known = tx.edits.known(list(writer.made))
    return {edit_id: (edit.content_sha256, edit.author_id) for edit_id, edit in known.items()}


def acked_but_missing(server: LiveServer, writers: list[Writer]) -> list[str]:
    missing = []
    for writer in writers:
        acked = dict(writer.acked)  # first: what is acked later may well be there already
        have = stored(server, writer)
        author_id = writer.phone.person.person_id
        missing += [edit_id for edit_id, content in acked.items() if have.get(edit_id) != (content, author_id)]
    return missing


@pytest.mark.slow
def test_every_acknowledged_edit_survives_kill_9(server: LiveServer, writers: list[Writer]) -> None:
    chance = random.Random(16)
    for writer in writers:
        writer.start()
    for trial in range(TRIALS):
        before = sum(len(writer.acked) for writer in writers)
        until = time.monotonic() + 20
        while sum(len(writer.acked) for writer in writers) < before + LEAST_ACKED_BETWEEN_KILLS:
            assert time.monotonic() < until, f"nothing is acknowledged any more:\n{server.log}"
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.3))
        server.kill()
        assert acked_but_missing(server, writers) == [], f"lost in trial {trial}"
        assert server.store.check() == []
        server.start()
    for writer in writers:
        writer.enough.set()
    for writer in writers:
        writer.join(30)
        assert not writer.is_alive(), "a queue never emptied"
        assert writer.wrong == []
    assert sum(writer.lost_replies for writer in writers) >= TRIALS, "no kill fell into a request"
    _all_there_once(server, writers)


def _all_there_once(server: LiveServer, writers: list[Writer]) -> None:
    for writer in writers:
        author_id = writer.phone.person.person_id
        assert stored(server, writer) == {
            edit_id: (item["content_sha256"], author_id) for edit_id, item in writer.made.items()
        }
    made = sum(len(writer.made) for writer in writers)
    with server.store.read() as tx:
        assert sum(len(handful) for handful in tx.edits.entry_ids()) == made  # one edit each, none doubled
    before = tables(server.store)
    assert len(before["entries"]) == made  # no edit without its entry: nothing half-written
    rebuild_projections(server.store, load_packs(), now=datetime.now(UTC))
    assert tables(server.store) == before
