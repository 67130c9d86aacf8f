"""What whoever runs the server does for it. Only the command line calls these: no role of a person reaches them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldlog.domain.people import has_agency_admin
from fieldlog.operations.actors import OPERATOR
from fieldlog.storage.protocol import Store


def back_up(store: Store, target: Path, *, now: datetime) -> None:
    """Copy the database to a new file while the server runs; phones may then let go of what it holds.

    Raises Conflict("backup_exists"), StorageUnavailable.
    """
    store.backup(target)
    with store.write() as tx:
        tx.audit.add(at=now, actor_id=OPERATOR, act="back_up", thing="server", thing_id="server")


def database_problems(store: Store) -> list[str]:
    """What is wrong with the file itself; empty when it is sound."""
    return store.check()


def has_admin(store: Store) -> bool:
    """Is there somebody active who can manage the whole agency?"""
    with store.read() as tx:
        return has_agency_admin(tx.people.people(), tx.people.units())


def never_backed_up(store: Store) -> bool:
    """Does the database hold entries from phones that no backup has?"""
    with store.read() as tx:
        state = tx.server_state()
    return state.rev > 0 and state.backed_up_rev == 0
