"""Rides and what was seen on them, set up as sync would have left them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from fieldlog.domain.entry import SCHEMA_V, Edit
from fieldlog.domain.observation import Observation
from fieldlog.domain.people import Person, Unit
from fieldlog.domain.promise import Promise
from fieldlog.domain.ride import Ride
from fieldlog.domain.sync import EntryState, Thing
from fieldlog.domain.visit import Visit
from fieldlog.operations.ids import new_id
from fieldlog.storage.protocol import Store

_NOTES = itertools.count(1)


@dataclass
class Scene:
    """What one leader logged. Every method returns an id; `retract` and `change` act on one."""

    store: Store
    leader: Person
    _things: dict[str, tuple[str, Thing]] = field(default_factory=dict)
    _waiting: dict[str, EntryState] | None = None

    def ride(self, unit: Unit, day: date, **changes: Any) -> str:
        """A ride on which the worker agreed and the family was told."""
        ride = Ride(day, unit.unit_id, "rural", "investigator", True, True, False, None, None, False)
        return self._new("ride", replace(ride, **changes))

    def visit(self, ride_id: str, order: int = 1) -> str:
        return self._new("visit", Visit(ride_id, order, "home", None, None, None))

    def observation(self, ride_id: str, visit_id: str, note: str = "", **changes: Any) -> str:
        """A strength in community engagement, shared with the community."""
        seen = Observation(
            ride_id=ride_id,
            visit_id=visit_id,
            issues=("community_engagement",),
            cues=(),
            lean="strength",
            evidence="saw",
            voice="leader",
            feelings=(),
            note=note or f"note {next(_NOTES)}",
            poverty_check=None,
            sharing="community",
            pack="child_welfare",
            pack_version=1,
        )
        return self._new("observation", replace(seen, **changes))

    def promise(self, ride_id: str | None, what: str, **changes: Any) -> str:
        promise = Promise(ride_id, (), what, "unit", None, "open", "", None, "community")
        return self._new("promise", replace(promise, **changes))

    def note(self, unit: Unit, day: date, note: str = "", **changes: Any) -> str:
        """A ride with one visit and one observation; returns the observation's id."""
        ride_id = self.ride(unit, day)
        return self.observation(ride_id, self.visit(ride_id), note, **changes)

    def notes(self, unit: Unit, day: date, how_many: int, **changes: Any) -> list[str]:
        """That many rides, each with one visit and one observation."""
        with self._at_once():
            return [self.note(unit, day, **changes) for _ in range(how_many)]

    def retract(self, entry_id: str) -> None:
        """The author takes it back."""
        self._put(entry_id, kind="retract")

    def change(self, entry_id: str, **changes: Any) -> None:
        """The author saves it again, otherwise."""
        entry_type, thing = self._things[entry_id]
        self._things[entry_id] = entry_type, replace(thing, **changes)
        self._put(entry_id)

    def _new(self, entry_type: str, thing: Thing) -> str:
        entry_id = new_id(datetime.now(UTC))
        self._things[entry_id] = entry_type, thing
        self._put(entry_id)
        return entry_id

    def _put(self, entry_id: str, kind: str = "save") -> None:
        entry_type, thing = self._things[entry_id]
        state = EntryState(_edit(entry_id, entry_type, kind, self.leader), 1, (), thing)
        if self._waiting is not None:
            self._waiting[entry_id] = state
        else:
            _store(self.store, [state])

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """One durable commit for many entries."""
        self._waiting = {}
        yield
        states, self._waiting = self._waiting, None
        _store(self.store, states.values())


def _store(store: Store, states: Iterable[EntryState]) -> None:
    with store.write() as tx:
        tx.entries.put(states)


def _edit(entry_id: str, entry_type: str, kind: str, author: Person) -> Edit:
    now = datetime.now(UTC)
    return Edit(
        edit_id=new_id(now),
        entry_id=entry_id,
        entry_type=entry_type,
        kind=kind,
        base_edit_ids=(),
        author_id=author.person_id,
        device_id="phone",
        device_seq=1,
        occurred_at=now,
        occurred_offset=0,
        schema_v=SCHEMA_V,
        enc="plain",
        key_id=None,
        body="{}",
        body_sha256="",
        content_sha256="",
    )
