"""The server's half of "no entry is ever lost": what phones send is stored first and judged later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fieldlog.domain.entry import Answer, Edit
from fieldlog.domain.people import Session, Unit
from fieldlog.domain.permissions import Actor, can, require
from fieldlog.domain.sync import Link
from fieldlog.domain.sync_wire import Refusal, SyncRequest, read_edit
from fieldlog.domain.taxonomy import Packs
from fieldlog.errors import Conflict, Forbidden
from fieldlog.operations.projections import project, release_held
from fieldlog.storage.protocol import Device, Quarantined, ServerState, Store, Transaction

MOST_CHANGES = 200
MOST_CHANGES_BYTES = 512 * 1024
# A pull that brings nothing new writes nothing, but for a sign of life now and then.
SIGN_OF_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Result:
    """What became of one item. `content_sha256` and `rev` only where it is stored.

    `status`: ok | dup | held | needs_fix | not_yours | resend | clash; `code` is a key of `errors.WORDS`.
    """

    edit_id: str
    status: str
    content_sha256: str | None = None
    rev: int | None = None
    code: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Reply:
    """What the phone hears once everything above is on the disk."""

    state: ServerState
    results: tuple[Result, ...]
    changes: tuple[Edit | Answer, ...]
    cursor: int
    more: bool


@dataclass(frozen=True)
class Me:
    """Who is signed in, and where they may log."""

    units: tuple[Unit, ...]
    epoch: str


def receive(
    store: Store, actor: Actor, request: SyncRequest, packs: Packs, *, session: Session | None = None, now: datetime
) -> Reply:
    """Store what a phone sends, then say what is new for it. One durable transaction; acks come after it.

    Raises Conflict("other_person") when the phone's entries are not those of the person signed in.
    """
    require(actor, "sync_own_entries")
    if request.user_id != actor.person_id:
        raise Conflict("other_person")
    items = [(raw, read_edit(raw)) for raw in request.edits]  # hashes are checked before anything is locked
    results: tuple[Result, ...] = ()
    if items or _is_news(store, actor, request, session, now):
        with store.write() as tx:
            _note_device(tx, actor, request, session, now)
            results = _Intake(tx, actor, request.device_id, items, now).take_all(packs)
    return _reply(store, actor, request, results)


def missing_edits(store: Store, actor: Actor, edit_ids: Iterable[str]) -> list[str]:
    """Which of the actor's own edits the server does not have. Raises Forbidden("disabled")."""
    _may_read(actor)
    edit_ids = list(edit_ids)
    with store.read() as tx:
        known = tx.edits.known(edit_ids)
    return [one for one in edit_ids if one not in known or known[one].author_id != actor.person_id]


def who_am_i(store: Store, actor: Actor) -> Me:
    """What the user-free shell needs to know of the person. Raises Forbidden("disabled")."""
    _may_read(actor)
    within = actor.units_for("log_rides")
    with store.read() as tx:
        return Me(tuple(unit for unit in tx.people.units() if unit.unit_id in within), tx.server_state().epoch)


class _Intake:
    """One request inside its transaction."""

    def __init__(
        self, tx: Transaction, actor: Actor, device_id: str, items: list[tuple[object, Edit | Refusal]], now: datetime
    ) -> None:
        edits = [item for _, item in items if isinstance(item, Edit)]
        self._tx, self._actor, self._device_id, self._items, self._now = tx, actor, device_id, items, now
        self._may_log = can(actor, "log_rides")
        self._known = tx.edits.known(edit.edit_id for edit in edits)
        if self._may_log and any(known.status == "held" for known in self._known.values()):
            release_held(tx, actor.person_id, by=actor.person_id, now=now)
            self._known = tx.edits.known(edit.edit_id for edit in edits)
        self._links = tx.edits.links({edit.entry_id for edit in edits})
        self._claims = {link.entry_id: link for link in self._links}
        self._stored: dict[str, Edit] = {}

    def take_all(self, packs: Packs) -> tuple[Result, ...]:
        results = tuple(self._take(raw, item) for raw, item in self._items)
        touched = {edit.entry_id for edit in self._stored.values()}
        project(self._tx, [link for link in self._links if link.entry_id in touched], packs, self._stored.values())
        return results

    def _take(self, raw: object, item: Edit | Refusal) -> Result:
        if isinstance(item, Refusal):
            if item.status == "resend":
                return Result(item.edit_id, "resend", code=item.code, field=item.field)
            return self._set_aside(raw, item.edit_id, item.status, item.code, item.field)
        if item.author_id != self._actor.person_id:
            return self._set_aside(raw, item.edit_id, "not_yours", "item_other_author", "author_id")
        if again := self._again(raw, item):
            return again
        claim = self._claims.get(item.entry_id)
        if claim and claim.author_id != item.author_id:
            return self._set_aside(raw, item.edit_id, "not_yours", "item_other_owner", "entry_id")
        if claim and claim.entry_type != item.entry_type:
            return self._set_aside(raw, item.edit_id, "needs_fix", "item_other_type", "entry_type")
        return self._store(raw, item)

    def _again(self, raw: object, edit: Edit) -> Result | None:
        """The same id once more: harmless when it is the same edit."""
        if twin := self._stored.get(edit.edit_id):
            author_id, content, status, rev = twin.author_id, twin.content_sha256, twin.status, twin.rev
        elif known := self._known.get(edit.edit_id):
            author_id, content, status, rev = known.author_id, known.content_sha256, known.status, known.rev
        else:
            return None
        if author_id != edit.author_id or (status != "purged" and content != edit.content_sha256):
            return self._set_aside(raw, edit.edit_id, "clash", "item_clash", None)
        if status == "held":
            return Result(edit.edit_id, "held", edit.content_sha256)
        return Result(edit.edit_id, "dup", edit.content_sha256, rev)

    def _store(self, raw: object, edit: Edit) -> Result:
        status = "ok" if self._may_log else "held"
        try:
            with self._tx.savepoint():
                edit = replace(edit, status=status, rev=self._tx.next_rev(), received_at=self._now)
                if not self._tx.edits.add(edit):
                    raise Conflict("conflict")
        except Conflict:  # no table takes it: it must not hold up the others
            return self._set_aside(raw, edit.edit_id, "needs_fix", "item_unreadable", None)
        link = Link(edit.edit_id, edit.entry_id, edit.entry_type, edit.author_id, edit.base_edit_ids, status)
        self._links.append(link)
        self._claims[edit.entry_id] = link
        self._stored[edit.edit_id] = edit
        if status == "held":
            return Result(edit.edit_id, "held", edit.content_sha256)
        return Result(edit.edit_id, "ok", edit.content_sha256, edit.rev)

    def _set_aside(self, raw: object, edit_id: str, status: str, code: str, field: str | None) -> Result:
        """Keep the raw words in quarantine, so that nothing is lost and nothing is misattributed."""
        words = json.dumps(raw).encode("ascii")
        added = self._tx.edits.quarantine(
            Quarantined(
                person_id=self._actor.person_id,
                device_id=self._device_id,
                edit_id=edit_id,
                code=code,
                raw=words,
                raw_sha256=hashlib.sha256(words).hexdigest(),
                received_at=self._now,
            )
        )
        if added:
            self._tx.audit.add(
                at=self._now,
                actor_id=self._actor.person_id,
                act="quarantine_edit",
                thing="edit",
                thing_id=edit_id,
                code=code,
            )
        return Result(edit_id, status, code=code, field=field)


def _reply(store: Store, actor: Actor, request: SyncRequest, results: tuple[Result, ...]) -> Reply:
    acked = [result.edit_id for result in results if result.status in ("ok", "dup")]  # the phone has these
    with store.read() as tx:
        state = tx.server_state()
        if not actor.active:
            # Nor does it hear of a restore: it would ask what is missing, and may not, before it sends on.
            unchanged = ServerState(request.epoch or state.epoch, state.rev, 0)
            return Reply(unchanged, results, (), request.cursor, more=False)
        # After a restore the numbers begin anew: what an old cursor has passed may be missing there.
        after = request.cursor if request.epoch == state.epoch else 0
        limit = MOST_CHANGES + 1
        found: list[Edit | Answer] = [
            *tx.edits.of_author(actor.person_id, after=after, limit=limit, without=acked),
            *tx.entries.answers_to(actor.person_id, after=after, limit=limit),
        ]
    page = _first_page(sorted(found, key=lambda change: change.rev or 0))
    more = len(page) < len(found)
    return Reply(state, results, tuple(page), (page[-1].rev or 0) if more else state.rev, more)


def _first_page(changes: list[Edit | Answer]) -> list[Edit | Answer]:
    """As many as a weak link takes at once, at least one."""
    size = 0
    for index, change in enumerate(changes):
        size += len(change.body if isinstance(change, Edit) else change.words)
        if index == MOST_CHANGES or (index and size > MOST_CHANGES_BYTES):
            return changes[:index]
    return changes


def _is_news(store: Store, actor: Actor, request: SyncRequest, session: Session | None, now: datetime) -> bool:
    """Is there anything about the phone that is not written down yet?"""
    if session is not None and session.device_id != request.device_id:
        return True
    with store.read() as tx:
        device = tx.devices.get(request.device_id, actor.person_id)
    return (
        device is None
        or device.max_device_seq < request.max_device_seq
        or device.app_version != request.app_version
        or now - device.last_seen_at >= SIGN_OF_LIFE
    )


def _note_device(tx: Transaction, actor: Actor, request: SyncRequest, session: Session | None, now: datetime) -> None:
    tx.devices.save(Device(request.device_id, actor.person_id, request.max_device_seq, request.app_version, now, now))
    if session is not None and session.device_id != request.device_id:
        tx.sessions.bind_device(session.token_hash, request.device_id)


def _may_read(actor: Actor) -> None:
    require(actor, "sync_own_entries")
    if not actor.active:
        raise Forbidden("disabled")
