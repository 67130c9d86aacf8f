"""The server's half of "no entry is ever lost": what phones send is stored first and judged later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldlog.domain.entry import Answer, Edit
from fieldlog.domain.people import Session, Unit
from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.privacy.lists import HashedLists
from fieldlog.domain.sealed import Opener
from fieldlog.domain.sync_wire import SyncRequest, read_edit
from fieldlog.domain.taxonomy import Packs
from fieldlog.errors import Conflict, Forbidden
from fieldlog.operations.agency_lists import lists_of
from fieldlog.operations.intake import Intake, Result
from fieldlog.operations.privacy import hashed_for_phones
from fieldlog.storage.protocol import Device, ServerState, Store, Tally, Transaction

MOST_CHANGES = 200
MOST_CHANGES_BYTES = 512 * 1024
# A pull that brings nothing new writes nothing, but for a sign of life now and then.
SIGN_OF_LIFE = timedelta(minutes=5)


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
    """Who is signed in, and where they may log. `phone`: what is known of the phone that the session belonged to so far."""

    units: tuple[Unit, ...]
    epoch: str
    phone: Tally | None
    lists: HashedLists | None  # for those who log rides: what their phone looks for beside the finder's own data


def receive(
    store: Store,
    actor: Actor,
    request: SyncRequest,
    packs: Packs,
    *,
    opener: Opener | None = None,
    session: Session | None = None,
    now: datetime,
) -> Reply:
    """Store what a phone sends, then say what is new for it. One durable transaction; acks come after it.

    `opener`: without one, sealed edits wait in quarantine. Raises Conflict("other_person") when the phone's entries are not those of the person signed in.
    """
    require(actor, "sync_own_entries")
    if request.user_id != actor.person_id:
        raise Conflict("other_person")
    items = [(raw, read_edit(raw, opener)) for raw in request.edits]  # hashes are checked before anything is locked
    results: tuple[Result, ...] = ()
    if items or _is_news(store, actor, request, session, now):
        with store.write() as tx:
            _note_device(tx, actor, request, session, now)
            results = Intake(tx, actor, request.device_id, items, now).take_all(packs)
    if actor.active:
        _notice_rollback(store, actor, request, now)
    return _reply(store, actor, request, results)


def missing_edits(store: Store, actor: Actor, edit_ids: Iterable[str]) -> list[str]:
    """Which of the actor's own edits the server does not have. Raises Forbidden("disabled")."""
    _may_read(actor)
    edit_ids = list(edit_ids)
    with store.read() as tx:
        known = tx.edits.known(edit_ids)
    return [one for one in edit_ids if one not in known or known[one].author_id != actor.person_id]


def who_am_i(store: Store, actor: Actor, session: Session) -> Me:
    """What the user-free shell needs to know of the person. Raises Forbidden("disabled")."""
    _may_read(actor)
    within = actor.units_for("log_rides")
    with store.read() as tx:
        units = tuple(unit for unit in tx.people.units() if unit.unit_id in within)
        phone = tx.devices.tally(session.device_id, actor.person_id) if session.device_id else None
        lists = hashed_for_phones(lists_of(tx)) if within else None
        return Me(units, tx.server_state().epoch, phone, lists)


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


def _notice_rollback(store: Store, actor: Actor, request: SyncRequest, now: datetime) -> None:
    """A phone that has heard of more than there is: the whole machine was set back, epoch file and all."""
    with store.read() as tx:
        state = tx.server_state()
    if request.epoch != state.epoch or request.cursor <= state.rev:
        return
    with store.write() as tx:
        if tx.server_state().epoch == request.epoch:  # no other phone was first
            tx.begin_epoch()
            tx.audit.add(at=now, actor_id=actor.person_id, act="begin_epoch", thing="server", thing_id="server")


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
