"""The way between a phone and the server, with everything that can go wrong on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.support.model.book import Answer, Frozen, Json, NoAnswer
from tests.support.model.server import Killed, Server

FAULTS = (
    "drop_request",
    "drop_response",
    "duplicate",
    "late_duplicate",
    "delay",
    "damage",
    "empty_body",
    "cut_request",
    "cut_response",
    "captive_page",
    "captive_json",
    "login_page",
    "error_500",
    "error_503",
    "error_429",
    "kill_before_commit",
    "kill_after_commit",
    "freeze",
)


@dataclass
class Line:
    """What is on its way: requests that will arrive late, each with the cookie that it left with."""

    server: Server
    late: list[tuple[str, bytes, str | None]] = field(default_factory=list)

    def deliver(self, index: int) -> None:
        """A late request arrives; nobody waits for the answer any more."""
        self.server.ask(*self.late.pop(index % len(self.late)))

    def post(self, path: str, payload: Json, cookie: str | None, faults: list[str]) -> Answer:
        """One exchange; takes the next fault from the list."""
        fault = faults.pop(0) if faults else ""
        data = json.dumps(payload).encode()
        if fault == "drop_request":
            raise NoAnswer
        if fault.startswith("captive"):
            return Answer(200, None if fault == "captive_page" else _portal(payload))
        if fault == "login_page":
            return Answer(0, None, redirected=True)
        if fault.startswith("error_"):
            return Answer(int(fault.removeprefix("error_")), None)
        if fault == "delay":
            self.late.append((path, data, cookie))
            raise NoAnswer
        if fault.startswith("kill"):
            return self._kill(path, data, cookie, before_commit=fault == "kill_before_commit")
        return self._carry(path, payload, data, cookie, fault)

    def _carry(self, path: str, payload: Json, data: bytes, cookie: str | None, fault: str) -> Answer:
        if fault == "damage":
            data = _damaged(payload)
        elif fault == "empty_body":
            data = b""
        elif fault == "cut_request":
            data = data[: len(data) * 2 // 3]
        elif fault == "duplicate":
            self.server.ask(path, data, cookie)
        elif fault == "late_duplicate":
            self.late.append((path, data, cookie))
        answer = self.server.ask(path, data, cookie)
        if fault == "drop_response":
            raise NoAnswer
        if fault == "cut_response":
            return Answer(answer.status, None)
        if fault == "freeze" and path.endswith("/sync"):
            raise Frozen(answer)
        return answer

    def _kill(self, path: str, data: bytes, cookie: str | None, *, before_commit: bool) -> Answer:
        with suppress(Killed):
            self.server.ask(path, data, cookie, kill="before_commit" if before_commit else "after_commit")
        self.server.restart()
        raise NoAnswer


def _portal(payload: Json) -> Json:
    """A portal that says yes to everything, in our own words but for the name."""
    edits: Iterable[Json] = payload.get("edits", [])
    results = [
        {"edit_id": e["edit_id"], "status": "ok", "content_sha256": e["content_sha256"], "rev": 1} for e in edits
    ]
    return {"ok": True, "user_id": payload.get("user_id"), "results": results, "missing": [], "cursor": 0, "epoch": ""}


def _damaged(payload: Json) -> bytes:
    """One word of one entry arrives as another; what is around it is whole."""
    edits = [dict(edit) for edit in payload.get("edits", [])]
    for edit in edits[:1]:
        edit["body"] = edit["body"].replace("e", "3", 1) if "e" in edit["body"] else edit["body"] + " "
    return json.dumps({**payload, "edits": edits}).encode()
