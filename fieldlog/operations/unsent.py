"""Entries that a phone could not send and that come in a file instead (docs/adr/0013). For the command line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from fieldlog.domain.sealed import Opener
from fieldlog.domain.sync_wire import read_edit
from fieldlog.domain.taxonomy import Packs
from fieldlog.domain.unsent_file import UnsentFile
from fieldlog.errors import Invalid, NotFound
from fieldlog.operations.actors import OPERATOR, actor_of
from fieldlog.operations.intake import Intake, Result
from fieldlog.storage.protocol import Store

HERE_NOW = ("ok", "dup", "held")


@dataclass(frozen=True)
class Import:
    """What became of a file. `results` in the order of its edits; `person` is the name of its owner."""

    person: str
    results: tuple[Result, ...]
    drafts: int

    @property
    def counts(self) -> Counter[str]:
        """How many edits there are of each status."""
        return Counter(result.status for result in self.results)

    @property
    def complete(self) -> bool:
        """Is everything on the server now?"""
        return all(result.status in HERE_NOW for result in self.results)


def import_unsent(
    store: Store, file: UnsentFile, packs: Packs, *, opener: Opener | None = None, now: datetime
) -> Import:
    """Take in a phone's file as its sync would have: author and hash checked, and twice is as good as once.

    One durable transaction. What can't be stored stays in the file. Raises Invalid("unsent_person").
    """
    items = [(raw, read_edit(raw, opener)) for raw in file.edits]
    with store.write() as tx:
        try:
            person = tx.people.person(file.person_id)
        except NotFound:
            raise Invalid("unsent_person") from None
        intake = Intake(tx, actor_of(tx, person), file.device_id, items, now, keeps=False)
        done = Import(person.name, intake.take_all(packs), file.drafts)
        tx.audit.add(
            at=now,
            actor_id=OPERATOR,
            act="import_unsent",
            thing="person",
            thing_id=person.person_id,
            device_id=file.device_id,
            **done.counts,
        )
    return done
