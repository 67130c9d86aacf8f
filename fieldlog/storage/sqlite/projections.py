"""Writing what entries are now: one row each in `entries` and in the table of its type.

Statements run over a whole batch at once; a batch of fifty costs about what five single ones do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from fieldlog.domain.observation import Observation
from fieldlog.domain.promise import Promise
from fieldlog.domain.reflection import Reflection
from fieldlog.domain.ride import Ride
from fieldlog.domain.sync import EntryState
from fieldlog.domain.visit import Visit
from fieldlog.storage.sqlite.connection import Sql, to_json, to_text

Row = dict[str, Any]


class SqliteProjections(Sql):
    """The writing half of `EntryStore`."""

    def put(self, states: Iterable[EntryState]) -> None:
        by_type: dict[str, list[EntryState]] = {}
        for state in states:
            by_type.setdefault(state.head.entry_type, []).append(state)
        for entry_type, group in by_type.items():
            self.conn.executemany(_PUT_ENTRY, [_entry_row(state) for state in group])
            table, to_row = _TABLES[entry_type]
            gone = [(state.head.entry_id,) for state in group if state.thing is None]
            self.conn.executemany(f"DELETE FROM {table} WHERE {entry_type}_id = ?", gone)
            readable = [state for state in group if state.thing is not None]
            rows = [to_row(state, state.thing) for state in readable]
            if rows:
                self.conn.executemany(_upsert(table, tuple(rows[0])), rows)
            if entry_type == "observation":
                self._put_codes(readable)

    def clear(self) -> None:
        # Answers and share lines point to entries; they are whole again when the transaction ends.
        self.run("PRAGMA defer_foreign_keys = ON")
        for table in ("observation_issues", "observation_cues", *(table for table, _ in _TABLES.values()), "entries"):
            self.run(f"DELETE FROM {table}")

    def _put_codes(self, states: list[EntryState]) -> None:
        ids = [(state.head.entry_id,) for state in states]
        for table, column, field in (("observation_issues", "issue", "issues"), ("observation_cues", "cue", "cues")):
            self.conn.executemany(f"DELETE FROM {table} WHERE observation_id = ?", ids)
            self.conn.executemany(
                f"INSERT INTO {table} (observation_id, {column}) VALUES (?, ?)",
                [(state.head.entry_id, code) for state in states for code in getattr(state.thing, field)],
            )


_PUT_ENTRY: Final = (
    "INSERT INTO entries (entry_id, entry_type, owner_id, head_edit_id, head_count, retracted, flags)"
    " VALUES (:entry_id, :entry_type, :owner_id, :head_edit_id, :head_count, :retracted, :flags)"
    " ON CONFLICT (entry_id) DO UPDATE SET head_edit_id = excluded.head_edit_id,"
    " head_count = excluded.head_count, retracted = excluded.retracted, flags = excluded.flags"
)


@cache
def _upsert(table: str, columns: tuple[str, ...]) -> str:
    values = ", ".join(f":{column}" for column in columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}) ON CONFLICT ({columns[0]}) DO UPDATE SET {changes}"


def _entry_row(state: EntryState) -> Row:
    return {
        "entry_id": state.head.entry_id,
        "entry_type": state.head.entry_type,
        "owner_id": state.head.author_id,
        "head_edit_id": state.head.edit_id,
        "head_count": state.head_count,
        "retracted": state.retracted,
        "flags": to_json(state.flags),
    }


def _ride_row(state: EntryState, ride: Ride) -> Row:
    return {
        "ride_id": state.head.entry_id,
        "leader_id": state.head.author_id,
        "date": ride.date.isoformat(),
        "unit_id": ride.unit_id,
        "area_class": ride.area_class,
        "worker_role": ride.worker_role,
        "worker_agreed": ride.worker_agreed,
        "family_told": ride.family_told,
        "after_hours": ride.after_hours,
        "started_at": ride.started_at and to_text(ride.started_at),
        "ended_at": ride.ended_at and to_text(ride.ended_at),
        "afterwards": ride.afterwards,
        "retracted": state.retracted,
    }


def _visit_row(state: EntryState, visit: Visit) -> Row:
    return {
        "visit_id": state.head.entry_id,
        "ride_id": visit.ride_id,
        "leader_id": state.head.author_id,
        "number": visit.order,
        "kind": visit.kind,
        "started_at": visit.started_at and to_text(visit.started_at),
        "ended_at": visit.ended_at and to_text(visit.ended_at),
        "signal": visit.signal,
        "retracted": state.retracted,
    }


def _observation_row(state: EntryState, seen: Observation) -> Row:
    return {
        "observation_id": state.head.entry_id,
        "ride_id": seen.ride_id,
        "visit_id": seen.visit_id,
        "author_id": state.head.author_id,
        "lean": seen.lean,
        "evidence": seen.evidence,
        "voice": seen.voice,
        "feelings": to_json(seen.feelings),
        "note": seen.note,
        "poverty_check": seen.poverty_check,
        "sharing": seen.sharing,
        "pack": seen.pack,
        "pack_version": seen.pack_version,
        "occurred_at": to_text(state.head.occurred_at),
        "occurred_offset": state.head.occurred_offset,
        "retracted": state.retracted,
    }


def _reflection_row(state: EntryState, reflection: Reflection) -> Row:
    return {
        "reflection_id": state.head.entry_id,
        "ride_id": reflection.ride_id,
        "author_id": state.head.author_id,
        "prompt": reflection.prompt,
        "answer": reflection.answer,
        "sharing": reflection.sharing,
        "pack": reflection.pack,
        "pack_version": reflection.pack_version,
        "retracted": state.retracted,
    }


def _promise_row(state: EntryState, promise: Promise) -> Row:
    told = promise.told
    return {
        "promise_id": state.head.entry_id,
        "ride_id": promise.ride_id,
        "author_id": state.head.author_id,
        "what": promise.what,
        "for_role": promise.for_role,
        "due": promise.by and promise.by.isoformat(),
        "state": promise.state,
        "reason": promise.reason,
        "told_when": told and told.when.isoformat(),
        "told_how": told.how if told else "",
        "observation_ids": to_json(promise.observation_ids),
        "sharing": promise.sharing,
        "retracted": state.retracted,
    }


# Each row's first key is the id of its table, so that a row is also the list of columns.
_TABLES: Final[dict[str, tuple[str, Callable[[EntryState, Any], Row]]]] = {
    "ride": ("rides", _ride_row),
    "visit": ("visits", _visit_row),
    "observation": ("observations", _observation_row),
    "reflection": ("reflections", _reflection_row),
    "promise": ("promises", _promise_row),
}
