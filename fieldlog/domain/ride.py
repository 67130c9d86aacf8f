"""A ride: one outing of one leader with one worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fieldlog.domain.people import AREA_CLASSES
from fieldlog.domain.rules import Fields, Problem, problems_of, value_of
from fieldlog.domain.taxonomy import Pack

WORKER_ROLES: Final = (
    "investigator",
    "ongoing",
    "family_support",
    "foster_care",
    "adoption",
    "intake",
    "kinship",
    "licensing",
    "youth",
    "supervisor",
    "other",
)


@dataclass(frozen=True, slots=True)
class Ride:
    """What a leader's body of a ride says. `date` is local, and the only date that periods use.

    The worker is a role and never a name. A ride where the worker did not agree, or the family
    was not told who the visitor is, can't be a source for anything outside.
    """

    date: date
    unit_id: str
    area_class: str
    worker_role: str
    worker_agreed: bool
    family_told: bool
    after_hours: bool
    started_at: datetime | None
    ended_at: datetime | None
    afterwards: bool

    @property
    def may_be_source(self) -> bool:
        """May what was seen on it leave the agency, once it is written fresh and cleared?"""
        return self.worker_agreed and self.family_told


def read(fields: Fields, pack: Pack | None = None) -> Ride:
    """Read the body; problems stay in `fields`."""
    ride = Ride(
        date=fields.day("date"),
        unit_id=fields.ident("unit_id"),
        area_class=fields.one_of("area", AREA_CLASSES),
        worker_role=fields.one_of("worker_role", WORKER_ROLES),
        worker_agreed=fields.yes_no("worker_agreed"),
        family_told=fields.yes_no("family_told"),
        after_hours=fields.yes_no("after_hours"),
        started_at=fields.maybe_moment("started_at"),
        ended_at=fields.maybe_moment("ended_at"),
        afterwards=fields.yes_no("afterwards"),
    )
    if ride.started_at and ride.ended_at and ride.ended_at < ride.started_at:
        fields.note("rule_ends_first", "ended_at")
    return ride


def problems(body: Mapping[str, object], pack: Pack | None = None) -> list[Problem]:
    """Every broken rule of a ride."""
    return problems_of(read, body, pack)


def from_body(body: Mapping[str, object]) -> Ride:
    """The ride. Raises Invalid where the body can't be read as one."""
    return value_of(read, body)
