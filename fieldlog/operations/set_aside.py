"""An admin says of what was set aside that nothing more is to be done. The raw words stay, and it can be undone."""

from __future__ import annotations

from datetime import datetime

from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.set_aside import SEEN_WHY
from fieldlog.errors import Invalid, NotFound
from fieldlog.operations.gaps import in_reach
from fieldlog.storage.protocol import Store, Transaction


def mark_seen(store: Store, actor: Actor, person_id: str, why: str, *, now: datetime) -> int:
    """What waits of this person's counts no longer; what arrives later does. Returns how many items it was.

    `why`: one of `domain.set_aside.SEEN_WHY`. Raises Invalid("seen_why_missing"), NotFound out of reach.
    """
    require(actor, "release_quarantine")
    with store.write() as tx:
        _need_reach(tx, actor, person_id)
        if why not in SEEN_WHY:
            raise Invalid("seen_why_missing", field="why")
        count = tx.quarantine.mark_seen(person_id, why=why, by=actor.person_id, at=now)
        _note(tx, actor, "mark_aside_seen", person_id, now, items=count, why=why)
    return count


def count_again(store: Store, actor: Actor, person_id: str, *, now: datetime) -> int:
    """The undo of `mark_seen`. Raises NotFound out of reach."""
    require(actor, "release_quarantine")
    with store.write() as tx:
        _need_reach(tx, actor, person_id)
        count = tx.quarantine.mark_unseen(person_id)
        _note(tx, actor, "count_aside_again", person_id, now, items=count)
    return count


def _need_reach(tx: Transaction, actor: Actor, person_id: str) -> None:
    if not in_reach(actor, tx.people.person(person_id), "release_quarantine"):
        raise NotFound("not_found")


def _note(tx: Transaction, actor: Actor, act: str, person_id: str, now: datetime, **detail: object) -> None:
    if detail["items"]:
        tx.audit.add(at=now, actor_id=actor.person_id, act=act, thing="person", thing_id=person_id, **detail)
