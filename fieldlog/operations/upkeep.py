"""What whoever runs the server does for it. Only the command line calls these: no role of a person reaches them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldlog.domain.people import has_agency_admin
from fieldlog.errors import Conflict
from fieldlog.operations.actors import OPERATOR
from fieldlog.operations.seal_keys import PublicKey, SealKeys
from fieldlog.storage.protocol import Store


def back_up(store: Store, keys: SealKeys | None, target: Path, *, now: datetime) -> None:
    """Copy database and key ring to new files while the server runs; phones may then let go of what they hold.

    Raises Conflict("backup_exists"), StorageUnavailable.
    """
    if target.exists():
        raise Conflict("backup_exists", path=target)
    # The keys first: a copy of the database counts as a backup at once, and must never be without them.
    if keys is not None:
        keys.copy_to(keys_beside(target))
    try:
        store.backup(target)
    except BaseException:
        if keys is not None:
            keys_beside(target).unlink()
        raise
    with store.write() as tx:
        tx.audit.add(at=now, actor_id=OPERATOR, act="back_up", thing="server", thing_id="server")


def keys_beside(copy: Path) -> Path:
    """Where the key ring of a backup lies."""
    return copy.with_name(copy.name + ".keys")


def note_restore(store: Store, *, now: datetime) -> None:
    """The audit of a restored database says so."""
    with store.write() as tx:
        tx.audit.add(at=now, actor_id=OPERATOR, act="restore", thing="server", thing_id="server")


def rotate_seal_key(store: Store, keys: SealKeys, *, now: datetime) -> PublicKey:
    """Phones seal to a new key from their next contact on; earlier ones go on opening. Raises StorageUnavailable."""
    new = keys.rotate(now=now)
    with store.write() as tx:
        tx.audit.add(
            at=now, actor_id=OPERATOR, act="rotate_seal_key", thing="server", thing_id="server", key_id=new.key_id
        )
    return new


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
