"""The agency's own names, places and streets for the finder: kept by admins, used for everybody, shown to nobody else."""

from __future__ import annotations

from datetime import datetime

from fieldlog.domain.agency_list import AgencyList, read_entries, undone
from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.privacy.finder import Finder
from fieldlog.domain.privacy.lists import Lists
from fieldlog.errors import Conflict
from fieldlog.operations.privacy import finder_with
from fieldlog.storage.protocol import Store, Transaction


def agency_lists(store: Store, actor: Actor) -> dict[str, AgencyList]:
    """The lists by kind, for an admin's eyes. Raises Forbidden."""
    require(actor, "manage_agency_lists")
    with store.read() as tx:
        return tx.agency_lists.all()


def save_list(store: Store, actor: Actor, kind: str, text: str, *, now: datetime) -> tuple[int, int]:
    """Replace one list by a pasted text, one entry a line. Returns how many were added and how many taken out.

    Raises Forbidden, Invalid (see `domain.agency_list.read_entries`).
    """
    require(actor, "manage_agency_lists")
    entries = read_entries(kind, text)
    with store.write() as tx:
        kept = tx.agency_lists.all().get(kind)
        before = kept.entries if kept else ()
        added, removed = len(set(entries) - set(before)), len(set(before) - set(entries))
        if added or removed:
            tx.agency_lists.save(AgencyList(kind, entries, before, actor.person_id, now))
            _note(tx, actor, "save_agency_list", kind, now, added=added, removed=removed)
    return added, removed


def undo_list(store: Store, actor: Actor, kind: str, *, now: datetime) -> None:
    """The undo of saving; undoing again brings the change back. Raises Forbidden, Conflict("list_undone")."""
    require(actor, "manage_agency_lists")
    with store.write() as tx:
        kept = tx.agency_lists.all().get(kind)
        if kept is None:
            raise Conflict("list_undone")
        tx.agency_lists.save(undone(kept, by=actor.person_id, now=now))
        _note(tx, actor, "undo_agency_list", kind, now)


def lists_of(tx: Transaction) -> Lists:
    """What the finder gets of them."""
    return Lists.of({kind: kept.entries for kind, kept in tx.agency_lists.all().items()})


def finder_of(tx: Transaction) -> Finder:
    """The finder that knows this agency's words as they are now."""
    return finder_with(lists_of(tx))


def _note(tx: Transaction, actor: Actor, act: str, kind: str, now: datetime, **counts: int) -> None:
    """Never with an entry: the audit is read by others than the lists."""
    tx.audit.add(at=now, actor_id=actor.person_id, act=act, thing="agency_list", thing_id=kind, **counts)
