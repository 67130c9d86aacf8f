"""Working out what entries are now, from their edits, and writing it down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync import Link, current, heads
from fieldlog.domain.taxonomy import Packs
from fieldlog.operations.actors import OPERATOR
from fieldlog.operations.packs import load_packs
from fieldlog.storage.protocol import Store, Transaction


def rebuild_projections(store: Store, packs: Packs, *, now: datetime) -> int:
    """Make all projections again from the edits; returns how many entries there are. For the command line."""
    count = 0
    with store.write() as tx:
        tx.entries.clear()
        for entry_ids in tx.edits.entry_ids():
            project(tx, tx.edits.links(entry_ids), packs)
            count += len(entry_ids)
        tx.audit.add(at=now, actor_id=OPERATOR, act="rebuild", thing="server", thing_id="server", entries=count)
    return count


def release_held(tx: Transaction, person_id: str, *, by: str, now: datetime) -> int:
    """Let in what a person sent while they were switched off or could not log; returns how many edits.

    Call it in the transaction that lets them log again. Each edit gets a new `rev`, so that the
    person's phones hear of it.
    """
    held = tx.edits.held_of(person_id)
    if not held:
        return 0
    for link in held:
        tx.edits.release(link.edit_id, tx.next_rev())
    project(tx, tx.edits.links({link.entry_id for link in held}), load_packs())
    tx.audit.add(at=now, actor_id=by, act="release_held", thing="person", thing_id=person_id, edits=len(held))
    return len(held)


def project(tx: Transaction, links: Iterable[Link], packs: Packs, fresh: Iterable[Edit] = ()) -> None:
    """Write the current state of each entry that `links` are of: all of its edits must be among them.

    `fresh`: edits at hand, so that they need not be read back.
    """
    by_entry: dict[str, list[Link]] = {}
    for link in links:
        if link.status == "ok":
            by_entry.setdefault(link.entry_id, []).append(link)
    chosen = {entry_id: heads(own) for entry_id, own in by_entry.items()}
    edits = {edit.edit_id: edit for edit in fresh}
    missing = [edit_id for ids in chosen.values() for edit_id in ids if edit_id not in edits]
    if missing:
        edits.update((edit.edit_id, edit) for edit in tx.edits.get(missing))
    tx.entries.put([current([edits[edit_id] for edit_id in ids], packs) for ids in chosen.values()])
