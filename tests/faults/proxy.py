"""A small proxy on loopback that breaks the way between a phone and the server on purpose.

The phone talks to `proxy.url`, an origin of its own. Without a fault everything passes. `proxy.fault(drop_response)`
breaks the next syncs; `proxy.patch("store.js", old, new)` serves a module with one line changed.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fieldlog.config import ROOT
from fieldlog.web.assets import ENTRIES, load_assets

SYNC = "/api/v1/sync"
EVERYTHING = "/"
# What belongs to one stretch of the way and not to the message.
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
PATIENCE = 60.0

Headers = list[tuple[str, str]]


@dataclass
class Answer:
    """What goes back to the phone. `cut` sends half of it and ends the connection."""

    status: int
    headers: Headers
    body: bytes
    cut: bool = False


@dataclass
class Exchange:
    """One request of the phone, and the way on to the server."""

    method: str
    path: str
    headers: Headers
    body: bytes
    port: int

    def forward(self, body: bytes | None = None, *, plain: bool = False) -> Answer:
        """Ask the server; with another body, or for an answer that is not packed. Raises OSError."""
        data = self.body if body is None else body
        headers = dict(self.headers)
        if plain:
            headers["Accept-Encoding"] = "identity"
        if data or self.method == "POST":
            headers["Content-Length"] = str(len(data))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(self.method, self.path, data or None, headers)
            response = connection.getresponse()
            kept = [(name, value) for name, value in response.getheaders() if name.lower() not in HOP]
            return Answer(response.status, kept, response.read())
        finally:
            connection.close()


# What happens to one exchange: an answer for the phone, or None for a connection that ends without a word.
Fault = Callable[[Exchange], Answer | None]


@dataclass
class Plan:
    """A fault that is on. `hits` counts what it met, `over` what has been through it."""

    fault: Fault
    path: str
    times: int | None
    hits: int = 0
    over: int = 0

    def takes(self, path: str) -> bool:
        return (self.times is None or self.hits < self.times) and path.partition("?")[0].endswith(self.path)


@dataclass
class Patch:
    """One line of a served file changed on purpose."""

    name: str
    old: str
    new: str


@dataclass
class Proxy:
    """Listens on a port of its own; `port` of the server may change while it runs."""

    port: int
    plans: list[Plan] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    seen: list[Exchange] = field(default_factory=list)

    def __post_init__(self) -> None:
        proxy = self

        class Handler(_Handler):
            way = proxy

        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def fault(self, fault: Fault, path: str = SYNC, *, times: int | None = None) -> Plan:
        """Break what goes to a path that ends so (`EVERYTHING`: all of it), the next `times` or until `clear`."""
        plan = Plan(fault, "" if path == EVERYTHING else path, times)
        with self._lock:
            self.plans.insert(0, plan)
        return plan

    def clear(self) -> None:
        """The way is good again."""
        with self._lock:
            self.plans.clear()

    @contextlib.contextmanager
    def broken(self, fault: Fault, path: str = SYNC) -> Iterator[Plan]:
        """The fault lasts as long as the block."""
        plan = self.fault(fault, path)
        try:
            yield plan
        finally:
            self.plans.remove(plan)

    def patch(self, name: str, old: str, new: str) -> None:
        """Serve what a phone fetches with `old` replaced. Raises AssertionError where the module `name` hasn't got it."""
        sources = list((ROOT / "static").rglob(name))
        assert sources, f"there is no static file {name} any more"
        assert old in sources[0].read_text("utf-8"), f"{name} no longer has: {old}"
        assert old != new
        served = [path for path in ENTRIES if old.encode() in load_assets().files[path].data]
        assert served, f"no file that a phone fetches has {name}: {old}"
        self.patches += [Patch(path, old, new) for path in served]

    def syncs(self) -> list[Exchange]:
        """The syncs that phones have asked for so far, broken ones too."""
        return [exchange for exchange in list(self.seen) if exchange.path == SYNC]

    def until(self, true: Callable[[], bool], *, seconds: float = 15) -> None:
        """Wait for something about the way. Raises AssertionError when it does not come."""
        give_up = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < give_up, f"it never came; asked so far: {[one.path for one in self.seen][-5:]}"
            time.sleep(0.02)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, exchange: Exchange) -> Answer | None:
        """What the phone hears."""
        with self._lock:
            self.seen.append(exchange)
            plan = next((plan for plan in self.plans if plan.takes(exchange.path)), None)
            if plan:
                plan.hits += 1
        try:
            return plan.fault(exchange) if plan else self._patched(exchange)
        except (OSError, http.client.HTTPException):
            return None  # the server is down: no answer
        finally:
            if plan:
                plan.over += 1

    def _patched(self, exchange: Exchange) -> Answer:
        if exchange.path == "/app/sw.js" and self.patches:
            return self._worker(exchange)
        mine = [patch for patch in self.patches if exchange.path.endswith(patch.name)]
        if not mine:
            return exchange.forward()
        answer = exchange.forward(plain=True)
        return Answer(answer.status, _without(answer.headers, "etag"), _replace(answer.body, mine))

    def _worker(self, exchange: Exchange) -> Answer:
        """The worker checks hashes: tell it those of the patched files."""
        answer = exchange.forward(plain=True)
        text = answer.body.decode()
        for name in {patch.name for patch in self.patches}:
            path = next(line.split('"')[1] for line in text.splitlines() if f'{name}":' in line)
            real = Exchange("GET", path, [], b"", exchange.port).forward(plain=True).body
            changed = _replace(real, [patch for patch in self.patches if patch.name == name])
            text = text.replace(_integrity(real), _integrity(changed))
        return Answer(answer.status, _without(answer.headers, "etag"), text.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that was killed leaves broken pipes; that is not news."""


class _Handler(BaseHTTPRequestHandler):
    way: Proxy

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the proxy counts for itself."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in HOP]
        answer = self.way.answer(Exchange(self.command, self.path, headers, body, self.way.port))
        # One connection each: on a kept one, a browser quietly repeats a request that got no answer.
        self.close_connection = True
        if answer is None:
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)

    do_POST = do_HEAD = do_GET


def _replace(body: bytes, patches: list[Patch]) -> bytes:
    text = body.decode()
    for patch in patches:
        assert patch.old in text, f"{patch.name} no longer has: {patch.old}"
        text = text.replace(patch.old, patch.new)
    return text.encode()


def _integrity(data: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def _without(headers: Headers, *names: str) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in names]
