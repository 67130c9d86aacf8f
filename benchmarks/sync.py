"""How fast phones hand over what they hold, beside bare SQLite in the same run.

Every answer is checked as a phone checks it: an edit counts once the reply lists it
as `ok` and echoes its hash, and the server says so only after a durable commit.
"""

from __future__ import annotations

import gzip
import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.support.bare_server import bare_server
from benchmarks.support.bare_sqlite import write_rows
from benchmarks.support.phones import BATCH, Sender, new_sender, queue
from benchmarks.support.report import machine, table, verdict
from benchmarks.support.weak_link import weak_link
from fieldlog.domain.people import Unit
from tests.support.live import LiveServer
from tests.support.people import Cast, small_agency

QUEUE = 200
CROWDS = (1, 8, 32)
RUNS = 3


@dataclass(frozen=True)
class Crowd:
    """What a number of phones reached together, and as many bare writers; requests in seconds."""

    phones: int
    per_second: float
    p50: float
    p99: float
    bare_rows: float
    bare_batches: float


@dataclass(frozen=True)
class Scene:
    """A running server with an agency in it, and a folder on the same disk."""

    server: LiveServer
    cast: Cast
    unit: Unit
    folder: Path

    def sender(self, port: int = 0) -> Sender:
        return new_sender(self.server, self.cast, self.unit, port)


def main() -> None:
    print(f"Sync · {machine()}")
    with _scene() as scene:
        _send_all([scene.sender()], QUEUE)  # the first request of a process pays for its imports
        bare_row = statistics.median(_bare(scene, 1, 1) for _ in range(RUNS))
        crowds = [_crowd(scene, phones) for phones in CROWDS]
        loopback = statistics.median(_one_queue(scene, scene.server.port) for _ in range(RUNS))
        with weak_link(scene.server.port) as link:
            weak = statistics.median(_one_queue(scene, link.port) for _ in range(RUNS))
        link_alone = statistics.median(_bare_link(scene) for _ in range(RUNS))
        locked = scene.server.log.count("database is locked")
    _report_crowds(crowds)
    _report_queue(loopback, weak, bare_row, link_alone)
    most_spread = max(crowd.p99 / crowd.p50 for crowd in crowds)
    print(verdict(f"times bare SQLite row by row, {QUEUE} edits on loopback", loopback / bare_row, 5))
    print(verdict(f"seconds for {QUEUE} edits over the weak link", weak, 3.5))
    print(verdict("times slower than 32 bare writers in batches", crowds[-1].bare_batches / crowds[-1].per_second, 5))
    print(verdict("p99 over p50 of requests, worst crowd", most_spread, 4))
    print(verdict('"database is locked" in the log', locked, 0))


@contextmanager
def _scene() -> Iterator[Scene]:
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        server.start()
        try:
            cast = Cast(server.store)
            yield Scene(server, cast, small_agency(cast).unit, Path(folder))
        finally:
            server.close()


def _crowd(scene: Scene, phones: int) -> Crowd:
    senders = [scene.sender() for _ in range(phones)]
    # A lone phone sends more, so that its slowest request is not just its only one.
    each = QUEUE if phones > 1 else 10 * QUEUE
    seconds = _send_all(senders, each)
    requests = sorted(taken for sender in senders for taken in sender.seconds)
    return Crowd(
        phones,
        sum(sender.acked for sender in senders) / seconds,
        statistics.median(requests),
        requests[min(len(requests) - 1, int(len(requests) * 0.99))],
        phones * each / _bare(scene, phones, 1, each),
        phones * each / _bare(scene, phones, BATCH, each),
    )


def _send_all(senders: list[Sender], each: int) -> float:
    """Seconds until the last of them has every edit acknowledged."""
    queues = [queue(sender.phone, each) for sender in senders]
    with ThreadPoolExecutor(len(senders)) as pool:
        began = time.perf_counter()
        list(pool.map(Sender.send, senders, queues))
        return time.perf_counter() - began


def _one_queue(scene: Scene, port: int) -> float:
    return _send_all([scene.sender(port)], QUEUE)


def _bare(scene: Scene, writers: int, batch: int, each: int = QUEUE) -> float:
    """Seconds for as many bare connections to write what as many phones send."""
    return write_rows(scene.folder, [queue(scene.sender().phone, each) for _ in range(writers)], batch)


def _bare_link(scene: Scene) -> float:
    """Seconds for the same four requests over the weak link to a server that only says yes."""
    phone = scene.sender().phone
    edits = queue(phone, QUEUE)
    parts = [phone.request(edits[start : start + BATCH]) for start in range(0, QUEUE, BATCH)]
    bodies = [gzip.compress(json.dumps(part).encode(), 6) for part in parts]
    with bare_server() as port, weak_link(port) as link:
        connection = http.client.HTTPConnection("127.0.0.1", link.port, timeout=60)
        began = time.perf_counter()
        for body in bodies:
            connection.request("POST", "/", body)
            connection.getresponse().read()
        seconds = time.perf_counter() - began
        connection.close()
    return seconds


def _report_crowds(crowds: list[Crowd]) -> None:
    table(
        f"Edits acknowledged a second, in requests of {BATCH}; beside as many bare connections to one file",
        ["phones", "Fieldlog", "p50, ms", "p99, ms", "bare, row by row", f"bare, by {BATCH}"],
        [
            [
                str(crowd.phones),
                f"{crowd.per_second:,.0f}",
                f"{crowd.p50 * 1e3:.0f}",
                f"{crowd.p99 * 1e3:.0f}",
                f"{crowd.bare_rows:,.0f}",
                f"{crowd.bare_batches:,.0f}",
            ]
            for crowd in crowds
        ],
    )
    print("  Measured elsewhere: ODK Central 108 entries/s at 32 clients.")


def _report_queue(loopback: float, weak: float, bare_row: float, link_alone: float) -> None:
    table(
        f"One phone sends {QUEUE} edits; median of {RUNS}",
        ["", "seconds"],
        [
            ["Fieldlog, loopback", f"{loopback:.3f}"],
            ["bare SQLite, row by row", f"{bare_row:.3f}"],
            ["Fieldlog, 400 kbit/s and 400 ms", f"{weak:.2f}"],
            ["the same requests to a server that only says yes", f"{link_alone:.2f}"],
        ],
    )
    print("  Measured elsewhere: ODK Central 89.5 s over the weak link.\n")


if __name__ == "__main__":
    main()
