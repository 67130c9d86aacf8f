"""Phones that write while the server is killed under them, and the count of what became of each edit.

Phones behave as ours do: a batch without an ack is sent again as it was, until each edit is acked.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from tests.operations.test_projections import tables
from tests.support.cookies import session_cookie
from tests.support.live import LiveServer
from tests.support.people import Cast, small_agency
from tests.support.phone import Item, Phone

WRITERS = 8
LEAST_ACKED = 100  # in each trial
PATIENCE = 30.0


@dataclass(frozen=True)
class Trial:
    """What one kill left behind. `lost`: acknowledged edits that are not there, or not as they were sent."""

    acked: int
    lost: int
    sound: bool


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
        self.gone = threading.Event()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        chance = random.Random(self.seed)
        while not self.enough.is_set():
            queue = [item for _ in range(chance.randint(1, 8)) for item in self.phone.outing()]
            self.made.update((item["edit_id"], item) for item in queue)
            while queue and not self.wrong and not self.gone.is_set():
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


@dataclass
class KillTrials:
    """Writers at a server; each `trial` kills it once."""

    server: LiveServer
    writers: list[Writer]
    chance: random.Random

    def trial(self) -> Trial:
        """Wait for acknowledgments, kill -9 at some moment, count, and start again."""
        before = self.acked
        until = time.monotonic() + PATIENCE
        while self.acked < before + LEAST_ACKED:
            assert time.monotonic() < until, f"nothing is acknowledged any more:\n{self.server.log}"
            time.sleep(0.01)
        time.sleep(self.chance.uniform(0, 0.1))
        self.server.kill()
        done = Trial(self.acked - before, len(self._acked_but_missing()), self.server.store.check() == [])
        self.server.start()
        return done

    @property
    def acked(self) -> int:
        return sum(len(writer.acked) for writer in self.writers)

    @property
    def lost_replies(self) -> int:
        """How often a phone was left without an answer."""
        return sum(writer.lost_replies for writer in self.writers)

    def finish(self) -> None:
        """Let every queue empty. Raises AssertionError where one never does, or where the server refused something."""
        for writer in self.writers:
            writer.enough.set()
        for writer in self.writers:
            writer.join(PATIENCE)
            assert not writer.is_alive(), "a queue never emptied"
            assert writer.wrong == []

    def check_all_there_once(self) -> None:
        """After `finish`: what was made is there, once, under its author, and every table agrees."""
        for writer in self.writers:
            author_id = writer.phone.person.person_id
            assert self._stored(writer) == {
                edit_id: (item["content_sha256"], author_id) for edit_id, item in writer.made.items()
            }
        made = sum(len(writer.made) for writer in self.writers)
        with self.server.store.read() as tx:
            assert sum(len(handful) for handful in tx.edits.entry_ids()) == made  # one edit each, none doubled
        before = tables(self.server.store)
        assert len(before["entries"]) == made  # no edit without its entry: nothing half-written
        rebuild_projections(self.server.store, load_packs(), now=datetime.now(UTC))
        assert tables(self.server.store) == before

    def _stored(self, writer: Writer) -> dict[str, tuple[str, str]]:
        with self.server.store.read() as tx:
            known = tx.edits.known(list(writer.made))
        return {edit_id: (edit.content_sha256, edit.author_id) for edit_id, edit in known.items()}

    def _acked_but_missing(self) -> list[str]:
        missing = []
        for writer in self.writers:
            acked = dict(writer.acked)  # first: what is acked later may well be there already
            have = self._stored(writer)
            author_id = writer.phone.person.person_id
            missing += [edit_id for edit_id, content in acked.items() if have.get(edit_id) != (content, author_id)]
        return missing


@contextmanager
def kill_trials(server: LiveServer, seed: int = 16) -> Iterator[KillTrials]:
    """Start the writers; they stop when the block ends, however it ends."""
    cast = Cast(server.store)
    unit = small_agency(cast).unit
    writers = []
    for number in range(WRITERS):
        person = cast.person("leader", unit)
        name, value = session_cookie(server, cast.session_token(person))
        writers.append(Writer(Phone(person, unit), f"{name}={value}", server.port, seed * 100 + number))
    for writer in writers:
        writer.start()
    try:
        yield KillTrials(server, writers, random.Random(seed))
    finally:
        for writer in writers:
            writer.enough.set()
            writer.gone.set()
