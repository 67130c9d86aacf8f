"""For each parameter that a route may have: a record of our region, and one of the other region.

A new route with a new parameter makes tests/web/test_routes.py fail until its record is added
here. Then the whole matrix of roles covers the route by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fieldlog.domain.people import Person, Unit
from fieldlog.domain.permissions import ROLE_ACTIONS
from fieldlog.domain.share_line import Part
from fieldlog.operations import share_lines, summaries
from fieldlog.operations.share_lines import LineWords
from tests.support.people import Cast
from tests.support.scene import Scene
from tests.support.summaries import MAY, NOW, PACK, SPRING


@dataclass(frozen=True)
class Side:
    """One region with somebody in every role."""

    cast: Cast
    region: Unit
    unit: Unit
    people: Mapping[str, Person]


@dataclass(frozen=True)
class Regions:
    """Two regions that know nothing of each other, and people who are nobody's business."""

    ours: Side
    theirs: Side
    roleless: Person
    disabled: Person
    newcomer: Person


def two_regions(cast: Cast) -> Regions:
    """One agency with two regions, everything in both."""
    root = cast.unit("Agency")
    ours, theirs = _side(cast, "East", root), _side(cast, "West", root)
    return Regions(
        ours,
        theirs,
        roleless=cast.person([], root),
        disabled=cast.person(list(ROLE_ACTIONS), ours.region, active=False),
        newcomer=cast.person(list(ROLE_ACTIONS), ours.region, must_change_password=True),
    )


def record_ids(side: Side) -> dict[str, str]:
    """A fresh record of every kind, by the name that it has in routes."""
    made: dict[str, str] = {}
    for parameter, make in RECORDS.items():
        made[parameter] = make(side, made)
    return made


def _side(cast: Cast, name: str, root: Unit) -> Side:
    region = cast.unit(f"{name} region", root, is_area=True)
    unit = cast.unit(f"{name} unit", region)
    return Side(cast, region, unit, {role: cast.person(role, region, name=f"{name} {role}") for role in ROLE_ACTIONS})


def _person(side: Side, made: Mapping[str, str]) -> str:
    return side.cast.person("leader", side.unit).person_id


def _session(side: Side, made: Mapping[str, str]) -> str:
    with side.cast.store.read() as tx:
        person = tx.people.person(made["person_id"])
    side.cast.session_token(person)
    with side.cast.store.read() as tx:
        return tx.sessions.of_person(person.person_id)[0].session_id


def _observation(side: Side, made: Mapping[str, str]) -> str:
    return Scene(side.cast.store, side.people["leader"]).note(side.unit, MAY)


def _summary(side: Side, made: Mapping[str, str]) -> str:
    """In review, so that all its pages are there."""
    store, editor = side.cast.store, side.cast.actor(side.people["editor"])
    summary = summaries.start_summary(
        store, editor, unit_id=side.region.unit_id, period=SPRING, audience="community", now=NOW
    )
    _write(side, summary.summary_id, "title", [])
    _write(side, summary.summary_id, "strength", [made["observation_id"]])
    summaries.send_to_review(store, editor, summary.summary_id, now=NOW)
    return summary.summary_id


def _line(side: Side, made: Mapping[str, str]) -> str:
    return _write(side, made["summary_id"], "strength", [made["observation_id"]])


def _write(side: Side, summary_id: str, part: Part, sources: Sequence[str]) -> str:
    words = LineWords("Neighbors step in.", "community_engagement", None, tuple(sources))
    actor = side.cast.actor(side.people["editor"])
    return share_lines.write_line(side.cast.store, actor, summary_id, part, words, pack=PACK, now=NOW).line_id


# Each may use what stands above it.
RECORDS: Mapping[str, Callable[[Side, Mapping[str, str]], str]] = {
    "unit_id": lambda side, made: side.cast.unit(f"Unit {datetime.now(UTC).timestamp()}", side.region).unit_id,
    "person_id": _person,
    "session_id": _session,
    "observation_id": _observation,
    "summary_id": _summary,
    "line_id": _line,
}
