"""A phone as a model: what `static/js/store` and `static/js/sync` do, in Python, without a browser.

Kept beside them by hand: where the client changes its mind, this changes too. What a person was
told is "Saved" lies in a `Book`, one for each person on each phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.support.phone import Item

MOST_EDITS = 50
MOST_BYTES = 256 * 1024
MOST_ROUNDS = 60  # far more than any queue here needs: a loop that never ends must fail, not hang

Json = dict[str, Any]


@dataclass
class Record:
    """An edit and how far it got: queued, acked, held, not_yours, needs_fix or superseded."""

    edit: Item
    state: str
    rev: int | None = None


@dataclass(frozen=True)
class Answer:
    """What `fetch` gave. `json` is None where the body was none; `redirected` stands for an opaque redirect."""

    status: int
    json: Any = None
    redirected: bool = False


class NoAnswer(Exception):
    """The network failed; nobody knows whether the request arrived."""


class Frozen(Exception):
    """The tab was frozen with the answer in its hands."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


Post = Callable[[str, Json], Answer]


@dataclass
class Book:
    """The database of one person on one phone."""

    person_id: str
    device_id: str
    edits: dict[str, Record] = field(default_factory=dict)
    pulled: dict[str, Record] = field(default_factory=dict)
    epoch: str | None = None
    cursor: int = 0
    check: bool = False
    device_seq: int = 0

    def save(self, item: Item, supersedes: Iterable[str] = ()) -> None:
        """One transaction; when it is over the person reads "Saved on this phone"."""
        self.device_seq = item["device_seq"]
        self.edits[item["edit_id"]] = Record(item, "queued")
        for edit_id in supersedes:
            if self.edits[edit_id].state == "needs_fix":
                self.edits[edit_id].state = "superseded"

    def holds(self, edit_id: str) -> Item | None:
        """The edit, wherever on the phone it is."""
        found = self.edits.get(edit_id) or self.pulled.get(edit_id)
        return None if found is None else found.edit

    def queued(self) -> list[Item]:
        records = [record.edit for record in self.edits.values() if record.state == "queued"]
        return sorted(records, key=lambda edit: int(edit["device_seq"]))

    def heads(self) -> dict[str, list[Record]]:
        """The standing versions of each entry, more than one where it is a fork."""
        living = [r for r in [*self.edits.values(), *self.pulled.values()] if r.state != "superseded"]
        followed = {base for record in living for base in record.edit["base_edit_ids"]}
        found: dict[str, list[Record]] = {}
        for record in living:
            if record.edit["edit_id"] not in followed:
                found.setdefault(record.edit["entry_id"], []).append(record)
        return found


def following(heads: list[Record]) -> tuple[list[str], list[str]]:
    """The bases of the next version, and what it supersedes: a refused version was never stored."""
    refused = [head for head in heads if head.state == "needs_fix"]
    bases = [
        base for head in heads for base in (head.edit["base_edit_ids"] if head in refused else [head.edit["edit_id"]])
    ]
    return list(dict.fromkeys(bases)), [head.edit["edit_id"] for head in refused]


class App:
    """The code that runs on a phone. Whoever breaks it on purpose overrides one method."""

    def run(self, book: Book, post: Post, freeze: Callable[[Callable[[], object]], None]) -> str | None:
        """Rounds until nothing is queued and nothing more comes; returns what was wrong, None when nothing was."""
        for _ in range(MOST_ROUNDS):
            if book.check:
                wrong = self.compare(book, post)
                if wrong:
                    return wrong
                continue
            queued = book.queued()
            sent = self.next_batch(queued)
            epoch = book.epoch
            self.before_sending(book, sent)
            try:
                answer = post("/api/v1/sync", self._request(book, sent))
            except Frozen as frozen:
                freeze(partial(self._thawed, book, sent, frozen.answer, epoch))
                return "frozen"
            wrong = self.trouble(answer, book)
            if wrong:
                self.refused(book, sent, answer)
                return wrong
            verdicts, renewed = self.apply(book, sent, answer.json, epoch)
            if sent and not verdicts:
                return "server"
            if not renewed and not answer.json.get("more") and verdicts == len(queued):
                return None
        raise AssertionError("sync never comes to rest")

    def _thawed(self, book: Book, sent: list[Item], answer: Answer, epoch: str | None) -> None:
        """The tab goes on where it was, whatever has happened to the book since."""
        if self.trouble(answer, book) is None:
            self.apply(book, sent, answer.json, epoch)

    def _request(self, book: Book, sent: list[Item]) -> Json:
        return {
            "proto": 1,
            "user_id": book.person_id,
            "device_id": book.device_id,
            "app_version": "model",
            "epoch": book.epoch,
            "cursor": book.cursor,
            "max_device_seq": book.device_seq,
            "edits": sent,
        }

    def next_batch(self, queued: list[Item]) -> list[Item]:
        batch: list[Item] = []
        size = 4096
        for edit in queued:
            weight = len(str(edit))
            if batch and (len(batch) == MOST_EDITS or size + weight > MOST_BYTES):
                break
            batch.append(edit)
            size += weight
        return batch

    def before_sending(self, book: Book, sent: list[Item]) -> None:
        """Nothing: "sending" is no state."""

    def refused(self, book: Book, sent: list[Item], answer: Answer) -> None:
        """Nothing: an answer that is not surely ours changes nothing."""

    def trouble(self, answer: Answer, book: Book) -> str | None:
        json = answer.json if isinstance(answer.json, dict) else {}
        if answer.redirected:
            return "captive"
        if json.get("app") != "fieldlog":
            return "server" if answer.status >= 500 or answer.status == 429 else "captive"
        if answer.status == 401:
            return "signed_out"
        if json.get("error", {}).get("code") == "other_person":
            return "other_person"
        if answer.status != 200:
            return "server"
        return None if json.get("user_id") == book.person_id else "other_person"

    def judge(self, results: list[Json], sent: list[Item]) -> list[tuple[str, str, int | None]]:
        """What a reply says about each edit sent: id, new state, rev; left out where it stays queued."""
        ours = {edit["edit_id"]: edit for edit in sent}
        found = []
        for result in results:
            edit, status = ours.get(result["edit_id"]), result["status"]
            if edit is None:
                continue
            if status in ("ok", "dup"):
                if result["content_sha256"] == edit["content_sha256"]:
                    found.append((edit["edit_id"], "acked", result["rev"]))
            elif status in ("held", "not_yours"):
                found.append((edit["edit_id"], status, None))
            elif status in ("needs_fix", "clash"):
                found.append((edit["edit_id"], "needs_fix", None))
        return found

    def apply(self, book: Book, sent: list[Item], reply: Json, epoch: str | None) -> tuple[int, bool]:
        """One transaction on the phone; returns how many verdicts there were, and whether the server was restored."""
        verdicts = self.judge(reply.get("results", []), sent)
        renewed = self.is_renewed(reply, epoch)
        if renewed:
            for record in book.edits.values():
                record.rev = None
        for edit_id, state, rev in verdicts:
            record_or_none = book.edits.get(edit_id)
            if record_or_none is not None and record_or_none.state == "queued":
                record_or_none.state, record_or_none.rev = state, rev
        if not renewed:
            for change in reply.get("changes", []):
                self.keep(book, change)
        self.prune(book, 0 if renewed else reply.get("backed_up_rev", 0))
        book.epoch = reply.get("epoch")
        book.cursor = 0 if renewed else reply.get("cursor", 0)
        book.check = book.check or renewed
        return len(verdicts), renewed

    def is_renewed(self, reply: Json, epoch: str | None) -> bool:
        return epoch is not None and reply.get("epoch") != epoch

    def keep(self, book: Book, change: Json) -> None:
        if change["kind"] != "edit":
            return
        edit, rev = change["edit"], change["rev"]
        own = book.edits.get(edit["edit_id"])
        same = own is not None and own.edit["content_sha256"] == edit["content_sha256"]
        if own is not None and same and own.state in ("held", "needs_fix", "not_yours"):
            own.state = "queued"  # let in by the office: it goes once more and hears "dup"
        elif own is not None and own.state == "acked":
            own.rev = rev
        elif own is None:
            book.pulled[edit["edit_id"]] = Record(edit, "acked", rev)

    def prune(self, book: Book, backed_up: int) -> None:
        for edit_id, record in list(book.edits.items()):
            if record.state == "acked" and record.rev is not None and record.rev <= backed_up:
                book.pulled[edit_id] = book.edits.pop(edit_id)

    def known(self, book: Book) -> list[str]:
        """What the server should have: what waits there for the office too."""
        return [
            *(edit_id for edit_id, record in book.edits.items() if record.state in ("acked", "held")),
            *book.pulled,
        ]

    def compare(self, book: Book, post: Post) -> str | None:
        """Ask what the server lacks, and queue that again."""
        answer = post("/api/v1/have", {"ids": self.known(book)})
        wrong = self.trouble(answer, book)
        if wrong:
            return wrong
        for edit_id in answer.json["missing"]:
            record = book.edits.get(edit_id) or book.pulled.pop(edit_id, None)
            if record is not None:
                book.edits[edit_id] = Record(record.edit, "queued")
        book.check = False
        return None
