"""What waits for somebody at a desk: one fact sheet per role held, each only within its own reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from fieldlog.domain.observation import Filter
from fieldlog.domain.people import Person
from fieldlog.domain.period import Period
from fieldlog.domain.permissions import Actor, can
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.storage.protocol import Store, Transaction

Why = Literal["write", "rewrite", "review", "approve", "publish"]

# A ride is dated where the leader was; a day more than a week leaves out no time zone.
WEEK = timedelta(days=7)
# A promise of longer ago than this is history, not something that waits.
PROMISES_SINCE = timedelta(days=365)


@dataclass(frozen=True)
class TeamFacts:
    """For a supervisor: what the team shared, and promises that wait for somebody."""

    this_week: int
    in_all: int
    overdue: int
    untold: int


@dataclass(frozen=True)
class WaitingSummary:
    """A summary that waits for this person, and what for. `lines`: how many of its lines that is about."""

    summary_id: str
    title: str
    area: str
    period: Period
    why: Why
    lines: int


@dataclass(frozen=True)
class PeopleFacts:
    """For an admin: how many accounts and units there are in reach, and what is still missing."""

    people: int
    leaders: int
    waiting_for_password: int
    units: int
    areas: int


@dataclass(frozen=True)
class DeskFacts:
    """None where the role is not held."""

    team: TeamFacts | None
    summaries: tuple[WaitingSummary, ...] | None
    people: PeopleFacts | None


def desk_facts(store: Store, actor: Actor, *, now: datetime) -> DeskFacts:
    """Everything that the first page at a desk says, in one read."""
    with store.read() as tx:
        return DeskFacts(
            team=_team(tx, actor, now.date()) if can(actor, "read_team_observations") else None,
            summaries=tuple(_waiting(tx, actor)) if can(actor, "see_summaries") else None,
            people=_people(tx, actor) if can(actor, "manage_people") else None,
        )


def _team(tx: Transaction, actor: Actor, today: date) -> TeamFacts:
    units = actor.units_for("read_team_observations")
    promises = [each.promise for each in tx.entries.promises(units, today - PROMISES_SINCE, date.max)]
    return TeamFacts(
        this_week=tx.entries.count_observations(Filter(units, first=today - WEEK)),
        in_all=tx.entries.count_observations(Filter(units)),
        overdue=sum(p.state in ("open", "doing") and p.by is not None and p.by < today for p in promises),
        untold=sum(p.state in ("done", "cannot") and p.told is None for p in promises),
    )


def _waiting(tx: Transaction, actor: Actor) -> list[WaitingSummary]:
    names = {unit.unit_id: unit.name for unit in tx.people.units()}
    found = []
    for summary in tx.summaries.of_areas(actor.units_for("see_summaries")):
        if summary.open:
            lines = tx.summaries.lines(summary.summary_id)
            for why, about in _reasons(actor, summary, lines):
                title = next((line.words for line in lines if line.part == "title"), "")
                area = names[summary.unit_id]
                found.append(WaitingSummary(summary.summary_id, title, area, summary.period, why, about))
    return found


def _reasons(actor: Actor, summary: Summary, lines: list[ShareLine]) -> list[tuple[Why, int]]:
    """Why this summary waits for the actor, most pressing first; at most one reason for each role."""
    composes = can(actor, "compose_summary", summary.unit_id)
    returned = sum(line.review == "returned" for line in lines)
    unread = sum(line.review == "waiting" and actor.person_id not in line.writers for line in lines)
    reviews = summary.state == "in_review" and can(actor, "review_summary", summary.unit_id)
    reasons: list[tuple[Why, int]] = []
    if reviews and unread:
        reasons.append(("review", unread))
    elif reviews and all(line.cleared for line in lines):
        reasons.append(("approve", len(lines)))
    if summary.state == "approved" and can(actor, "publish_summary", summary.unit_id):
        reasons.append(("publish", len(lines)))
    if composes and returned:
        reasons.append(("rewrite", returned))
    elif composes and summary.state == "draft":
        reasons.append(("write", len(lines)))
    return reasons


def _people(tx: Transaction, actor: Actor) -> PeopleFacts:
    reach = actor.units_for("manage_people")
    units = [unit for unit in tx.people.units() if unit.unit_id in reach]

    def within(person: Person, role: str | None = None) -> bool:
        return any(g.unit_id in reach and role in (None, g.role) for g in person.grants)

    people = [person for person in tx.people.people() if person.active and within(person)]
    return PeopleFacts(
        people=len(people),
        leaders=sum(within(person, "leader") for person in people),
        waiting_for_password=sum(person.must_change_password for person in people),
        units=len(units),
        areas=sum(unit.is_area for unit in units),
    )
