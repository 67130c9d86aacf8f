"""What is published: everything that a page or a document may say, and nothing else.

A snapshot never changes. It is kept as JSON with a format number, so that a page published
today still opens when the format has moved on. It holds no ids, no people and no days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Shown, Zero

FORMAT: Final = 1


@dataclass(frozen=True)
class PageLine:
    """A strength or a concern, with the short name of its issue."""

    words: str
    issue: str


@dataclass(frozen=True)
class PagePromise:
    """A promise and how it stood: open, doing, done or cannot."""

    words: str
    state: str


@dataclass(frozen=True)
class PageNumber:
    """On how many visits an issue was noted. `issue` is its short name."""

    issue: str
    visits: Shown


@dataclass(frozen=True)
class PageNumbers:
    """Visits and rides of the period, and per issue; `by_issue` is empty where there were few visits."""

    visits: Shown
    rides: Shown
    by_issue: tuple[PageNumber, ...]


@dataclass(frozen=True)
class Snapshot:
    """One published version. `why_no_numbers` is "" where there are numbers, else "overlap" or "not_over"."""

    title: str
    agency: str
    area: str
    period: Period
    audience: str
    version: int
    published: Quarter
    strengths: tuple[PageLine, ...]
    concerns: tuple[PageLine, ...]
    promises: tuple[PagePromise, ...]
    questions: tuple[str, ...]
    numbers: PageNumbers | None
    why_no_numbers: str
    credit: str


def to_json(snapshot: Snapshot) -> str:
    """The snapshot as compact JSON text, the same for equal snapshots."""
    return json.dumps(_plain(snapshot), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Snapshot:
    """Read what `to_json` wrote. Raises ValueError for a format that this version does not know."""
    data = json.loads(text)
    if data.get("format") != FORMAT:
        raise ValueError(f"a snapshot of format {data.get('format')!r}")
    numbers = data["numbers"]
    return Snapshot(
        title=data["title"],
        agency=data["agency"],
        area=data["area"],
        period=Period(Quarter.parse(data["first_quarter"]), Quarter.parse(data["last_quarter"])),
        audience=data["audience"],
        version=data["version"],
        published=Quarter.parse(data["published"]),
        strengths=tuple(PageLine(words, issue) for words, issue in data["strengths"]),
        concerns=tuple(PageLine(words, issue) for words, issue in data["concerns"]),
        promises=tuple(PagePromise(words, state) for words, state in data["promises"]),
        questions=tuple(data["questions"]),
        numbers=None if numbers is None else _read_numbers(numbers),
        why_no_numbers=data["why_no_numbers"],
        credit=data["credit"],
    )


def shown_pair(shown: Shown) -> tuple[str, int | None]:
    """The kind and the one number that goes with it: a count, or the floor that hides one."""
    match shown:
        case Number(value):
            return "number", value
        case Hidden(floor) | Nearly(floor):
            return shown.kind, floor
        case Zero():
            return "zero", None


def shown_from(kind: str, value: int | None) -> Shown:
    """Read what `shown_pair` gave. Raises ValueError."""
    if kind == "zero" and value is None:
        return Zero()
    known: dict[str, type[Number] | type[Hidden] | type[Nearly]] = {
        "number": Number,
        "hidden": Hidden,
        "nearly": Nearly,
    }
    if kind not in known or value is None:
        raise ValueError(f"no such number: {kind}")
    return known[kind](value)


def _plain(snapshot: Snapshot) -> dict[str, object]:
    numbers = snapshot.numbers
    return {
        "format": FORMAT,
        "title": snapshot.title,
        "agency": snapshot.agency,
        "area": snapshot.area,
        "first_quarter": str(snapshot.period.first),
        "last_quarter": str(snapshot.period.last),
        "audience": snapshot.audience,
        "version": snapshot.version,
        "published": str(snapshot.published),
        "strengths": [[line.words, line.issue] for line in snapshot.strengths],
        "concerns": [[line.words, line.issue] for line in snapshot.concerns],
        "promises": [[promise.words, promise.state] for promise in snapshot.promises],
        "questions": list(snapshot.questions),
        "numbers": None
        if numbers is None
        else {
            "visits": shown_pair(numbers.visits),
            "rides": shown_pair(numbers.rides),
            "by_issue": [[number.issue, *shown_pair(number.visits)] for number in numbers.by_issue],
        },
        "why_no_numbers": snapshot.why_no_numbers,
        "credit": snapshot.credit,
    }


def _read_numbers(data: dict[str, list[object]]) -> PageNumbers:
    return PageNumbers(
        visits=_shown(data["visits"]),
        rides=_shown(data["rides"]),
        by_issue=tuple(PageNumber(str(issue), _shown([kind, value])) for issue, kind, value in _rows(data["by_issue"])),
    )


def _rows(rows: list[object]) -> list[list[object]]:
    return [row for row in rows if isinstance(row, list)]


def _shown(pair: list[object]) -> Shown:
    kind, value = pair
    return shown_from(str(kind), value if isinstance(value, int) else None)
