"""The seam: what an engine must offer. Operations know this file and no engine.

Every method returns domain objects and raises `fieldlog.errors` only. An engine's
own errors never escape. Each topic is one small protocol; `Transaction` gathers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from fieldlog.domain.agency_list import AgencyList
from fieldlog.domain.entry import Answer, Edit
from fieldlog.domain.month import Month
from fieldlog.domain.observation import Filter, Shown
from fieldlog.domain.people import Person, Session, Unit
from fieldlog.domain.period import Period
from fieldlog.domain.privacy.disclosure import Counts
from fieldlog.domain.privacy.ledger import Published
from fieldlog.domain.privacy.overlap import SaidOnRide
from fieldlog.domain.promise import ShownPromise
from fieldlog.domain.publication import Publication
from fieldlog.domain.set_aside import Outline
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.sync import EntryState, Link
from fieldlog.domain.theme import Breadth
from fieldlog.domain.trends import Count


@dataclass(frozen=True)
class ServerState:
    """The epoch, the highest `rev` given out, and the highest `rev` that a backup holds."""

    epoch: str
    rev: int
    backed_up_rev: int


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which thing. `detail` never holds what a note says."""

    at: datetime
    actor_id: str
    act: str
    thing: str
    thing_id: str
    detail: Mapping[str, object]


@dataclass(frozen=True)
class KnownEdit:
    """What is compared when an id arrives again."""

    author_id: str
    content_sha256: str
    status: str
    rev: int


@dataclass(frozen=True)
class Quarantined:
    """An item that could not be stored as an edit, word for word. `person_id`: whose session brought it."""

    person_id: str
    device_id: str
    edit_id: str
    code: str
    raw: bytes
    raw_sha256: str
    received_at: datetime
    outline: Outline = field(default_factory=Outline)


@dataclass(frozen=True)
class Device:
    """A phone of a person; `max_device_seq` is what the phone says it has made."""

    device_id: str
    person_id: str
    max_device_seq: int
    app_version: str
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Tally:
    """What the server has of one phone of one person. All numbers are saved versions.

    `stored`: as edits. `arrived`: of the person's own and not stored, whatever became of it. `aside`: code → items that
    nobody has fixed or looked at; `seen`: why → items that an admin has looked at (`domain/set_aside.py`).
    """

    device: Device
    stored: int
    arrived: int
    aside: Mapping[str, int]
    seen: Mapping[str, int]

    @property
    def missing(self) -> int:
        """Made on the phone, and not arrived in any form."""
        return max(0, self.device.max_device_seq - self.stored - self.arrived)


class PeopleStore(Protocol):
    """People, units and grants."""

    def add_unit(self, unit: Unit) -> None:
        """Raises Conflict when the id is known."""

    def save_unit(self, unit: Unit) -> None:
        """Raises NotFound."""

    def units(self) -> list[Unit]:
        """All units, by name."""

    def add_person(self, person: Person) -> None:
        """With its grants. Raises Conflict("email_taken")."""

    def save_person(self, person: Person) -> None:
        """Replaces the row and its grants. Raises NotFound, Conflict("email_taken")."""

    def person(self, person_id: str) -> Person:
        """Raises NotFound."""

    def person_by_email(self, email: str) -> Person | None:
        """Letter case doesn't count."""

    def people(self) -> list[Person]:
        """All people, by name."""


class SessionStore(Protocol):
    """Signed-in browsers and failed tries."""

    def add(self, session: Session) -> None:
        """A new row."""

    def by_token_hash(self, token_hash: str) -> Session | None:
        """None when there is none; the caller looks at `expires_at` and `revoked_at`."""

    def of_person(self, person_id: str) -> list[Session]:
        """Those that were not revoked, newest contact first."""

    def touch(self, token_hash: str, *, seen_at: datetime, expires_at: datetime) -> None:
        """Roll on; nothing happens when the row is gone."""

    def bind_device(self, token_hash: str, device_id: str) -> None:
        """Remember which phone uses this session."""

    def remove(self, token_hash: str) -> None:
        """Sign out; nothing happens when the row is gone."""

    def revoke(self, person_id: str, session_id: str, *, at: datetime) -> None:
        """End one from elsewhere; the row stays until it expires. Raises NotFound when that person has none such."""

    def revoke_all(self, person_id: str, *, at: datetime, but: str = "") -> int:
        """End all of a person's from elsewhere but the one with that `session_id`; returns how many."""

    def add_failure(self, email: str, at: datetime) -> None:
        """Remember a wrong password."""

    def failures_since(self, email: str, since: datetime) -> int:
        """How many wrong passwords from `since` on."""

    def clear_failures(self, email: str) -> None:
        """After a right password."""

    def forget(self, *, expired_by: datetime, failed_before: datetime) -> None:
        """Drop sessions that are over and failed tries that no longer count, of everybody."""


class AuditStore(Protocol):
    """Written beside each act, in its transaction."""

    def add(self, *, at: datetime, actor_id: str, act: str, thing: str, thing_id: str, **detail: object) -> None:
        """Append one entry; `detail` must be JSON-able and free of notes."""

    def about(self, thing: str, thing_id: str) -> list[AuditEntry]:
        """Everything that was done to one thing, oldest first."""

    def newest(self, limit: int) -> list[AuditEntry]:
        """The last `limit` acts, newest first."""


class TrendsStore(Protocol):
    """Counts over the projections: never a private, retracted or held note."""

    def visits_by_month(self, unit_ids: Iterable[str], first: date, last: date) -> dict[tuple[str, Month], int]:
        """Visits of rides dated from `first` to `last`, by unit and month; those without any are left out."""

    def counts(self, unit_ids: Iterable[str], first: date, last: date) -> list[Count]:
        """The same visits by issue and lean of what was noted at them; zeros are left out."""


class SummaryStore(Protocol):
    """Summaries, their share lines, and what they may be written from."""

    def add(self, summary: Summary) -> None:
        """A new row."""

    def save_state(self, summary: Summary) -> None:
        """Only the state and whether it was discarded ever change. Raises NotFound."""

    def summary(self, summary_id: str) -> Summary:
        """Raises NotFound."""

    def of_areas(self, unit_ids: Iterable[str]) -> list[Summary]:
        """Those of these areas that were not discarded, newest first."""

    def correction_of(self, summary_id: str) -> Summary | None:
        """The summary that corrects this one, if one was started; also a discarded one."""

    def add_line(self, line: ShareLine) -> None:
        """With its writers and sources."""

    def save_line(self, line: ShareLine) -> None:
        """Replaces the line, its writers and sources. Raises NotFound."""

    def lines(self, summary_id: str) -> list[ShareLine]:
        """All that were not removed."""

    def line(self, line_id: str) -> ShareLine:
        """Also a removed one. Raises NotFound."""

    def sources(self, unit_ids: Iterable[str], period: Period) -> list[Source]:
        """Notes and promises shared with the community, of rides dated in the period in these units,
        whose worker agreed and whose family was told; nothing retracted."""

    def said(self, period: Period, limit: int) -> list[SaidOnRide]:
        """The newest notes of the whole agency that are not private, of rides dated in the period."""

    def counts(self, unit_ids: Iterable[str], period: Period) -> Counts:
        """Rides with visits, visits, and visits per issue, over the rides and notes that `sources` takes."""

    def breadth(self, source_ids: Iterable[str]) -> Breadth:
        """On how many visits and rides these observations were made; promises are on none."""

    def visits_by_unit(self, unit_ids: Iterable[str], period: Period) -> dict[str, int]:
        """The same visits by the unit of their ride; units without any are left out."""


class PublicationStore(Protocol):
    """Published snapshots and the ledger of numbers."""

    def add(self, publication: Publication) -> None:
        """Raises Conflict when the slug has that version."""

    def newest(self, slug: str) -> Publication:
        """The highest version, withdrawn or not. Raises NotFound."""

    def of_summary(self, summary_id: str) -> Publication | None:
        """The one version that this summary became."""

    def withdraw(self, publication_id: str, *, at: datetime, notice: str) -> None:
        """Mark it; the snapshot stays. Raises NotFound."""

    def enter_numbers(self, publication_id: str, published: Published) -> None:
        """Write what leaves into the ledger. Raises Conflict when that area and period are in it."""

    def ledger(self, unit_ids: Iterable[str]) -> list[Published]:
        """Every set of numbers that ever left and covers one of these units, withdrawn or not."""


class AgencyListStore(Protocol):
    """The agency's own words for the finder."""

    def all(self) -> dict[str, AgencyList]:
        """By kind; kinds that were never saved are left out."""

    def save(self, kept: AgencyList) -> None:
        """The list of that kind, new or changed."""


class EditStore(Protocol):
    """The growing set of edits that phones and server share."""

    def add(self, edit: Edit) -> bool:
        """Store with its `rev`; False when the id is known already. Raises Conflict for a row that no table takes."""

    def known(self, edit_ids: Iterable[str]) -> dict[str, KnownEdit]:
        """Those of the ids that are here, purged and held ones too."""

    def links(self, entry_ids: Iterable[str]) -> list[Link]:
        """Every edit of these entries, whatever its status, without its words."""

    def get(self, edit_ids: Iterable[str]) -> list[Edit]:
        """Whole edits, in no order; ids that are not here are left out."""

    def of_author(self, author_id: str, *, after: int, limit: int, without: Iterable[str] = ()) -> list[Edit]:
        """A person's own edits with `rev` > `after`, oldest first; not held or purged ones, nor those in `without`."""

    def held_of(self, author_id: str) -> list[Link]:
        """What waits for the office to let it in, oldest first."""

    def release(self, edit_id: str, rev: int) -> None:
        """Let a held edit in under a new `rev`, so that its author's phones pull it."""

    def entry_ids(self) -> Iterator[list[str]]:
        """The ids of all entries, in handfuls."""


class QuarantineStore(Protocol):
    """What could not be stored as an edit, word for word. A row is never deleted."""

    def add(self, item: Quarantined) -> bool:
        """Keep the raw words; False when the same words are there already."""

    def waiting(self, person_id: str) -> list[Quarantined]:
        """What arrived from a person's session, oldest first; not what was let in since, nor what they have fixed."""

    def mark_seen(self, person_id: str, *, why: str, by: str, at: datetime) -> int:
        """Everything of theirs that waits is looked at; returns how many items that changed."""

    def mark_unseen(self, person_id: str) -> int:
        """The undo of it."""


class EntryStore(Protocol):
    """What entries are now (projections of the edits), and the office's answers to them."""

    def put(self, states: Iterable[EntryState]) -> None:
        """Write the current state of each entry, replacing the earlier one."""

    def clear(self) -> None:
        """Forget every projection; for a rebuild, inside one transaction."""

    def observations(self, wanted: Filter, *, limit: int, offset: int) -> list[Shown]:
        """What readers other than the author may see, newest ride first."""

    def count_observations(self, wanted: Filter) -> int:
        """How many `observations` would give without a limit."""

    def observation(self, observation_id: str) -> Shown:
        """One of them; the caller checks the unit. Raises NotFound, for private and retracted ones too."""

    def promises(self, unit_ids: Iterable[str], first: date, last: date) -> list[ShownPromise]:
        """Promises of rides between the two dates, newest ride first; never retracted ones."""

    def add_answer(self, answer: Answer) -> None:
        """With its `rev`."""

    def answers_about(self, entry_id: str) -> list[Answer]:
        """Oldest first."""

    def answers_to(self, person_id: str, *, after: int, limit: int) -> list[Answer]:
        """Answers with `rev` > `after`, oldest first."""


class DeviceStore(Protocol):
    """Phones, each with what it says it has made."""

    def get(self, device_id: str, person_id: str) -> Device | None:
        """None when that person has not synced from it."""

    def save(self, device: Device) -> None:
        """Add or renew; the highest `max_device_seq` and the first `first_seen_at` stay."""

    def tallies(self, person_ids: Iterable[str]) -> list[Tally]:
        """Every phone of these people, longest silence first."""

    def tally(self, device_id: str, person_id: str) -> Tally | None:
        """One of them; None when that person has not synced from it."""


class Transaction(Protocol):
    """One consistent view; in `write()`, all or nothing."""

    @property
    def people(self) -> PeopleStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def trends(self) -> TrendsStore: ...
    @property
    def edits(self) -> EditStore: ...
    @property
    def quarantine(self) -> QuarantineStore: ...
    @property
    def entries(self) -> EntryStore: ...
    @property
    def devices(self) -> DeviceStore: ...
    @property
    def summaries(self) -> SummaryStore: ...
    @property
    def publications(self) -> PublicationStore: ...
    @property
    def agency_lists(self) -> AgencyListStore: ...

    def server_state(self) -> ServerState:
        """The epoch and counters as this transaction sees them."""

    def next_rev(self) -> int:
        """Take the next number for something that phones pull."""

    def begin_epoch(self) -> None:
        """From here on every phone asks what is missing: this database is older than what it once gave out."""

    def savepoint(self) -> AbstractContextManager[None]:
        """What fails inside is undone and re-raised; the transaction goes on."""


class Store(Protocol):
    """An open database."""

    def read(self) -> AbstractContextManager[Transaction]:
        """A consistent view; nothing in it may write. Raises StorageUnavailable."""

    def write(self) -> AbstractContextManager[Transaction]:
        """One writer at a time, durable once the block ends. Raises StorageUnavailable."""

    def backup(self, target: Path) -> None:
        """Copy everything to a new file while others read and write; notes the `rev` that is safe now."""

    def check(self) -> list[str]:
        """What is wrong with the database, in words; empty when it is sound."""

    def close(self) -> None:
        """Close this thread's connection and let go of the files."""
