"""A promise: what the leader will do, for whom, by when, and that somebody was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldlog.domain.rules import Fields, Problem, problems_of, value_of
from fieldlog.domain.taxonomy import Pack

STATES: Final = ("open", "doing", "done", "cannot")
FOR_ROLES: Final = ("worker", "family", "unit", "community", "partner", "agency")
SHARING: Final = ("team", "community")
MOST_WHAT: Final = 1_000
MOST_REASON: Final = 1_000
MOST_HOW: Final = 500


@dataclass(frozen=True, slots=True)
class Told:
    """When and how somebody heard what came of it."""

    when: date
    how: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What a leader's body of a promise says. `cannot` comes with a reason."""

    ride_id: str | None
    observation_ids: tuple[str, ...]
    what: str
    for_role: str
    by: date | None
    state: str
    reason: str
    told: Told | None
    sharing: str


def read(fields: Fields, pack: Pack | None = None) -> Promise:
    """Read the body; problems stay in `fields`."""
    promise = Promise(
        ride_id=fields.maybe_ident("ride_id"),
        observation_ids=fields.codes("observation_ids"),
        what=fields.text("what", MOST_WHAT),
        for_role=fields.one_of("for_role", FOR_ROLES),
        by=fields.maybe_day("by"),
        state=fields.one_of("state", STATES),
        reason=fields.text("reason", MOST_REASON),
        told=_read_told(fields.part("told")),
        sharing=fields.one_of("sharing", SHARING),
    )
    if not promise.what.strip() and fields.fine("what"):
        fields.note("rule_missing", "what")
    if promise.state == "cannot" and not promise.reason.strip() and fields.fine("reason"):
        fields.note("rule_reason_needed", "reason")
    return promise


def _read_told(fields: Fields | None) -> Told | None:
    return None if fields is None else Told(when=fields.day("when"), how=fields.text("how", MOST_HOW))


def problems(body: Mapping[str, object], pack: Pack | None = None) -> list[Problem]:
    """Every broken rule of a promise."""
    return problems_of(read, body, pack)


def from_body(body: Mapping[str, object]) -> Promise:
    """The promise. Raises Invalid where the body can't be read as one."""
    return value_of(read, body)


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A promise as the office may read it. `ride_date` and `unit_id` are those of its ride."""

    promise_id: str
    author_id: str
    author_name: str
    promise: Promise
    ride_date: date
    unit_id: str
