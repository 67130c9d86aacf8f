"""A visit: one stop on a ride. Never an address, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldlog.domain.rules import Fields, Problem, problems_of, value_of
from fieldlog.domain.taxonomy import Pack

KINDS: Final = ("home", "school", "court", "office", "phone", "drive", "other")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a leader's body of a visit says. `order` counts from 1 on its ride."""

    ride_id: str
    order: int
    kind: str
    started_at: datetime | None
    ended_at: datetime | None
    signal: bool | None


def read(fields: Fields, pack: Pack | None = None) -> Visit:
    """Read the body; problems stay in `fields`."""
    visit = Visit(
        ride_id=fields.ident("ride_id"),
        order=fields.number("order", least=1),
        kind=fields.one_of("kind", KINDS),
        started_at=fields.maybe_moment("started_at"),
        ended_at=fields.maybe_moment("ended_at"),
        signal=fields.maybe_yes_no("signal"),
    )
    if visit.started_at and visit.ended_at and visit.ended_at < visit.started_at:
        fields.note("rule_ends_first", "ended_at")
    return visit


def problems(body: Mapping[str, object], pack: Pack | None = None) -> list[Problem]:
    """Every broken rule of a visit."""
    return problems_of(read, body, pack)


def from_body(body: Mapping[str, object]) -> Visit:
    """The visit. Raises Invalid where the body can't be read as one."""
    return value_of(read, body)
