"""Many phones come back online in the same minute: nothing lost, nothing doubled, nobody waits long.

    python -m benchmarks.many_phones --phones 200 --within 60

Each phone has 50 entries queued. One in ten loses its connection after sending and sends all of it again, as phones
do. Meanwhile a supervisor keeps opening the trends page. Ends with 1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.support.phones import Sender, queue, unpacked
from benchmarks.support.report import machine, table, verdict
from fieldlog.domain.people import Unit
from tests.support.cookies import session_cookie
from tests.support.live import LiveServer
from tests.support.people import Cast, small_agency
from tests.support.phone import Item, Phone

QUEUED = 50
ONE_IN = 10  # loses its connection after sending
MOST_SECONDS = 5.0
PATIENCE = 60.0
BETWEEN_LOOKS = 1.0


@dataclass
class Returning:
    """A phone that has been away. `seconds`: how long each request took until its answer was read."""

    sender: Sender
    edits: list[Item]
    comes_at: float
    loses_reply: bool
    seconds: list[float] = field(default_factory=list)
    acked: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def come_back(self, began: float) -> None:
        """Wait for its moment, send, and keep what was acknowledged by its hash."""
        time.sleep(max(0.0, began + self.comes_at - time.monotonic()))
        if self.loses_reply:
            connection = self._connection()
            connection.request("POST", "/api/v1/sync", self.sender.packed(self.edits), self.sender.headers())
            connection.close()
        self._send()

    def _send(self) -> None:
        connection, asked = self._connection(), time.perf_counter()
        try:
            connection.request("POST", "/api/v1/sync", self.sender.packed(self.edits), self.sender.headers())
            response = connection.getresponse()
            reply = unpacked(response)
        except OSError as error:
            self.failed.append(repr(error))
            return
        finally:
            self.seconds.append(time.perf_counter() - asked)
            connection.close()
        if response.status != 200:
            self.failed.append(str(response.status))
            return
        self.acked.update((r["edit_id"], r["content_sha256"]) for r in reply["results"] if r["status"] in ("ok", "dup"))

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.sender.port, timeout=PATIENCE)


@dataclass
class Looker(threading.Thread):
    """A supervisor who opens the trends page again and again."""

    port: int
    cookie: str
    seconds: list[float] = field(default_factory=list)
    wrong: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.enough = threading.Event()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.enough.is_set():
            asked = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                connection.request("GET", "/trends/", headers={"Cookie": self.cookie})
                response = connection.getresponse()
                self.wrong += response.status != 200 or b"</html>" not in response.read()
                connection.close()
            except OSError:
                self.wrong += 1
            self.seconds.append(time.perf_counter() - asked)
            self.enough.wait(BETWEEN_LOOKS)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--phones", type=int, default=200)
    asked.add_argument("--within", type=float, default=60.0, metavar="SECONDS")
    wanted = asked.parse_args()
    print(f"Many phones · {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        server.start()
        try:
            return _scene(server, wanted.phones, wanted.within)
        finally:
            server.close()


def _scene(server: LiveServer, count: int, within: float) -> int:
    cast = Cast(server.store)
    agency = small_agency(cast)
    chance = random.Random(200)
    phones = [_phone(server, cast, agency.unit, chance.uniform(0, within), n % ONE_IN == 0) for n in range(count)]
    looker = Looker(server.port, _cookie(server, cast, "supervisor", agency.region))
    began = time.monotonic()
    looker.start()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda phone: phone.come_back(began), phones))
    took = time.monotonic() - began
    looker.enough.set()
    looker.join(PATIENCE)
    return _report(server, phones, looker, took)


def _phone(server: LiveServer, cast: Cast, unit: Unit, comes_at: float, loses_reply: bool) -> Returning:
    person = cast.person("leader", unit)
    name, value = session_cookie(server, cast.session_token(person))
    phone = Phone(person, unit)
    return Returning(Sender(phone, f"{name}={value}", server.port), queue(phone, QUEUED), comes_at, loses_reply)


def _cookie(server: LiveServer, cast: Cast, role: str, unit: Unit) -> str:
    name, value = session_cookie(server, cast.session_token(cast.person(role, unit)))
    return f"{name}={value}"


def _report(server: LiveServer, phones: list[Returning], looker: Looker, took: float) -> int:
    lost, doubled, misattributed = _count(server, phones)
    requests = sorted(seconds for phone in phones for seconds in phone.seconds)
    failed = sum(len(phone.failed) for phone in phones)
    table(
        f"{len(phones)} phones with {QUEUED} entries each, in {took:.0f} seconds",
        ["", "requests", "p50, ms", "p99, ms", "slowest, ms", "failed"],
        [
            ["sync", *_times(requests), str(failed)],
            ["trends page meanwhile", *_times(sorted(looker.seconds)), str(looker.wrong)],
        ],
    )
    table(
        "What the server has",
        ["entries saved", "acknowledged", "lost", "doubled", "misattributed"],
        [
            [
                f"{len(phones) * QUEUED:,}",
                f"{sum(len(p.acked) for p in phones):,}",
                *map(str, (lost, doubled, misattributed)),
            ]
        ],
    )
    aims = (
        ("lost, doubled, misattributed", lost + doubled + misattributed, 0.0),
        ("entries that were not acknowledged", len(phones) * QUEUED - sum(len(p.acked) for p in phones), 0.0),
        ("requests and pages that failed", failed + looker.wrong, 0.0),
        ("slowest sync, seconds", requests[-1], MOST_SECONDS),
        ("slowest trends page, seconds", max(looker.seconds), MOST_SECONDS),
    )
    for words, measured, most in aims:
        print(verdict(words, measured, most))
    return 0 if all(measured <= most for _, measured, most in aims) else 1


def _count(server: LiveServer, phones: list[Returning]) -> tuple[int, int, int]:
    """Of what was saved on the phones: lost, doubled, under another name."""
    lost = misattributed = 0
    with server.store.read() as tx:
        for phone in phones:
            known = tx.edits.known([edit["edit_id"] for edit in phone.edits])
            author_id = phone.sender.phone.person.person_id
            lost += sum(e["edit_id"] not in known for e in phone.edits)
            lost += sum(known[i].content_sha256 != content for i, content in phone.acked.items() if i in known)
            misattributed += sum(each.author_id != author_id for each in known.values())
        entries = sum(len(handful) for handful in tx.edits.entry_ids())
    return lost, entries - (len(phones) * QUEUED - lost), misattributed


def _times(seconds: list[float]) -> list[str]:
    slow = seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]
    return [str(len(seconds)), *(f"{each * 1e3:,.0f}" for each in (statistics.median(seconds), slow, seconds[-1]))]


if __name__ == "__main__":
    sys.exit(main())
