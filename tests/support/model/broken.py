"""The protocol with one safeguard less, each as some known system ships it: the model test must notice every one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync import Link
from fieldlog.domain.sync_wire import SyncRequest, read_edit
from fieldlog.errors import Invalid
from fieldlog.operations import projections, sync
from fieldlog.operations.intake import Intake, Result
from fieldlog.storage.sqlite import store as sqlite_store
from fieldlog.storage.sqlite.edits import SqliteEdits
from tests.support.model.book import Answer, App, Book, Json, Post, Record
from tests.support.model.line import Line
from tests.support.phone import Item, some_id

# ---------------------------------------------------------------- phones


class AcksAny200(App):
    """A captive portal, a login page: status 200 is status 200."""

    def run(self, book: Book, post: Post, freeze: Callable[[Callable[[], object]], None]) -> str | None:
        def believing(path: str, payload: Json) -> Answer:
            answer = post(path, payload)
            if answer.status != 200 or (isinstance(answer.json, dict) and answer.json.get("app") == "fieldlog"):
                return answer
            results = [
                {"edit_id": e["edit_id"], "status": "ok", "content_sha256": e["content_sha256"], "rev": 1}
                for e in payload.get("edits", [])
            ]
            reply = {"results": results, "epoch": book.epoch, "cursor": book.cursor, "missing": []}
            return Answer(200, {"app": "fieldlog", "user_id": book.person_id, **reply})

        return super().run(book, believing, freeze)


class DeletesBeforeSending(App):
    """Out of the queue first, then over the network."""

    def before_sending(self, book: Book, sent: list[Item]) -> None:
        for edit in sent:
            del book.edits[edit["edit_id"]]


class DeletesOn4xx(App):
    """What the server refuses can't be right."""

    def refused(self, book: Book, sent: list[Item], answer: Answer) -> None:
        if answer.status in range(400, 500):
            for edit in sent:
                del book.edits[edit["edit_id"]]


class DeletesWhatNeedsFixing(App):
    """A write that the server rejects is logged, and the queue goes on."""

    def apply(self, book: Book, sent: list[Item], reply: Json, epoch: str | None) -> tuple[int, bool]:
        found = super().apply(book, sent, reply, epoch)
        for edit in sent:
            record = book.edits.get(edit["edit_id"])
            if record is not None and record.state == "needs_fix":
                del book.edits[edit["edit_id"]]
        return found


class AcksTheEntry(App):
    """The ack of one version counts for all that wait of the same entry."""

    def apply(self, book: Book, sent: list[Item], reply: Json, epoch: str | None) -> tuple[int, bool]:
        found = super().apply(book, sent, reply, epoch)
        done = {e["entry_id"] for e in sent if e["edit_id"] in book.edits and _is_acked(book.edits[e["edit_id"]])}
        for record in book.edits.values():
            if record.state == "queued" and record.edit["entry_id"] in done:
                record.state = "acked"
        return found


class ForgetsARestore(App):
    """The cursor is all that it knows of the server."""

    def is_renewed(self, reply: Json, epoch: str | None) -> bool:
        return False


class NeverAsksWhatIsMissing(App):
    """After a restore it pulls anew, and takes for granted that the server has what it once acked."""

    def compare(self, book: Book, post: Post) -> str | None:
        book.check = False
        return None


class TakesHeldForSafe(App):
    """What waits for the office is not among what it asks about after a restore."""

    def known(self, book: Book) -> list[str]:
        return [edit_id for edit_id in super().known(book) if book.edits.get(edit_id, _ACKED).state == "acked"]


_ACKED = Record({}, "acked")


def _is_acked(record: Record) -> bool:
    return record.state == "acked"


# ---------------------------------------------------------------- servers


@contextmanager
def no_owner_check() -> Iterator[None]:
    """What arrives belongs to whoever is signed in."""
    receive = sync.receive

    def trusting(store: Any, actor: Any, request: SyncRequest, *rest: Any, **more: Any) -> sync.Reply:
        mine = tuple(
            {**edit, "author_id": actor.person_id} if isinstance(edit, dict) else edit for edit in request.edits
        )
        return receive(store, actor, replace(request, user_id=actor.person_id, edits=mine), *rest, **more)

    with patch.object(sync, "receive", trusting):
        yield


@contextmanager
def no_idempotency() -> Iterator[None]:
    """Each delivery is a new row."""
    add = SqliteEdits.add

    def anew(self: SqliteEdits, edit: Edit) -> bool:
        return add(self, edit) or add(self, replace(edit, edit_id=some_id()))

    with patch.object(Intake, "_again", lambda *_: None), patch.object(SqliteEdits, "add", anew):
        yield


@contextmanager
def no_hash_check() -> Iterator[None]:
    """What arrived is what was sent."""

    def believing(raw: Any, opener: Any) -> object:
        if not isinstance(raw, dict) or not isinstance(raw.get("body"), str):
            return read_edit(raw, opener)
        digest = hashlib.sha256(raw["body"].encode()).hexdigest()
        if raw.get("enc") != "plain":
            return read_edit({**raw, "body_sha256": digest}, opener)  # what is damaged does not open
        found = read_edit({**raw, "body_sha256": digest, "content_sha256": digest}, opener)
        return replace(found, content_sha256=raw["content_sha256"]) if isinstance(found, Edit) else found

    with patch.object(sync, "read_edit", believing):
        yield


@contextmanager
def acks_before_the_commit() -> Iterator[None]:
    """The answer leaves, then the server dies, then nothing was written."""
    kill = Line._kill

    def answers(self: Line, path: str, data: bytes, cookie: str | None, *, before_commit: bool) -> Answer:
        if not before_commit or not path.endswith("/sync"):
            return kill(self, path, data, cookie, before_commit=before_commit)
        answer = self.server.ask(path, data, cookie)
        _forget(self, [r["edit_id"] for r in (answer.json or {}).get("results", []) if r["status"] == "ok"])
        return answer

    with patch.object(Line, "_kill", answers):
        yield


def _forget(line: Line, edit_ids: Iterable[str]) -> None:
    with line.server.store.write() as tx:
        for edit_id in edit_ids:
            tx.edits.conn.execute("DELETE FROM edits WHERE edit_id = ?", (edit_id,))  # type: ignore[attr-defined]


@contextmanager
def one_bad_item_stops_all() -> Iterator[None]:
    """A request is taken whole or not at all."""
    with patch.object(Intake, "_set_aside", side_effect=Invalid("bad_request", what="edits")):
        yield


@contextmanager
def success_without_storing() -> Iterator[None]:
    """Who may not log any more hears that all is well."""
    store = Intake._store

    def smiles(self: Intake, raw: object, edit: Edit) -> Result:
        if self._may_log:
            return store(self, raw, edit)
        return Result(edit.edit_id, "ok", edit.content_sha256, 1)

    with patch.object(Intake, "_store", smiles):
        yield


@contextmanager
def last_to_arrive_wins() -> Iterator[None]:
    """The newest row is the entry, whatever it was made from."""

    def newest(links: Iterable[Link]) -> list[str]:
        return [list(links)[-1].edit_id]

    with patch.object(projections, "heads", newest):
        yield


@contextmanager
def no_epoch() -> Iterator[None]:
    """A restored database looks like the one before."""
    with patch.object(sqlite_store, "_new_epoch", lambda: "always-the-same"):
        yield


@contextmanager
def everybody_pulls_everything() -> Iterator[None]:
    """The cursor says what is new; whose it is says nobody."""
    of_author = SqliteEdits.of_author

    def of_anybody(self: SqliteEdits, author_id: str, **rest: Any) -> list[Edit]:
        rows = self.rows("SELECT DISTINCT author_id FROM edits")
        return [edit for row in rows for edit in of_author(self, row["author_id"], **rest)]

    with patch.object(SqliteEdits, "of_author", of_anybody):
        yield


@dataclass(frozen=True)
class Break:
    """One safeguard off: in the phone, or in the server while the context lasts.

    `faults`: those that it is there for, so that few schedules do; all, where none is named.
    """

    app: type[App] = App
    server: Callable[[], AbstractContextManager[None]] = nullcontext
    faults: tuple[str, ...] = ()


BREAKS: Mapping[str, Break] = {
    (each.app if each.app is not App else each.server).__name__: each
    for each in (
        Break(app=AcksAny200, faults=("captive_page", "captive_json")),
        Break(app=DeletesBeforeSending),
        Break(app=DeletesOn4xx),
        Break(app=DeletesWhatNeedsFixing),
        Break(app=AcksTheEntry, faults=("freeze",)),
        Break(app=ForgetsARestore),
        Break(app=NeverAsksWhatIsMissing),
        Break(app=TakesHeldForSafe, faults=("duplicate",)),
        Break(server=no_owner_check, faults=("duplicate",)),
        Break(server=no_idempotency, faults=("drop_response", "duplicate", "late_duplicate")),
        Break(server=no_hash_check, faults=("damage",)),
        Break(server=acks_before_the_commit, faults=("kill_before_commit",)),
        Break(server=one_bad_item_stops_all),
        Break(server=success_without_storing),
        Break(server=last_to_arrive_wins, faults=("delay", "late_duplicate")),
        Break(server=no_epoch),
        Break(server=everybody_pulls_everything),
    )
}
