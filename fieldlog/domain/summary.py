"""A summary: a period, an area and share lines, from draft to a page and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from fieldlog.domain.people import Unit
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.share_line import PARTS, ShareLine
from fieldlog.errors import Conflict, Invalid

State = Literal["draft", "in_review", "approved", "published", "corrected", "withdrawn"]
STATES: Final[tuple[State, ...]] = ("draft", "in_review", "approved", "published", "corrected", "withdrawn")
AUDIENCES: Final = ("community", "partners", "workers")

# Lines may change until a page is out; from then on only by way of a correction.
OPEN_STATES: Final = ("draft", "in_review", "approved")
OUT_STATES: Final = ("published", "withdrawn")
# A page of two minutes' reading. More lines than this are not read aloud in any room.
MOST_LINES: Final = 40
# Positions above this were given by somebody who put the lines in order (see `page_order`).
BY_HAND: Final = 1000


@dataclass(frozen=True)
class Summary:
    """Whole quarters of one area, for one audience. `corrects_id`: the published one it starts from."""

    summary_id: str
    unit_id: str
    period: Period
    audience: str
    state: State
    created_by: str
    created_at: datetime
    corrects_id: str | None = None
    discarded: bool = False

    @property
    def open(self) -> bool:
        """May its words still change?"""
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class Source:
    """What an editor may read of an observation or a promise: no author, no date, no place.

    `kind` is "observation" or "promise"; `voice`, `evidence`, `issues` and `cues` belong to
    the first, `for_role` and `promise_state` to the second. `ride_id` is for counting and is never shown.
    """

    source_id: str
    kind: Literal["observation", "promise"]
    quarter: Quarter
    words: str
    worker_role: str
    lean: str = ""
    issues: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    evidence: str = ""
    voice: str = ""
    for_role: str = ""
    promise_state: str = ""
    pack: str = ""
    pack_version: int = 0
    ride_id: str = ""


def new_summary(
    *,
    summary_id: str,
    unit: Unit,
    period: Period,
    audience: str,
    created_by: str,
    now: datetime,
    today: date,
) -> Summary:
    """A first draft. Raises Invalid("summary_area" | "summary_audience" | "summary_future")."""
    if not unit.is_area:
        raise Invalid("summary_area", field="unit_id")
    if audience not in AUDIENCES:
        raise Invalid("summary_audience", field="audience")
    if period.last_day > Quarter.of(today).last_day:
        raise Invalid("summary_future", field="last_quarter")
    return Summary(summary_id, unit.unit_id, period, audience, "draft", created_by, now)


def edited(summary: Summary) -> Summary:
    """The summary after a change of its lines. Raises Conflict("summary_closed")."""
    if not summary.open:
        raise Conflict("summary_closed")
    return replace(summary, state="in_review") if summary.state == "approved" else summary


def check_room(lines: Collection[ShareLine], part: str) -> None:
    """May one more line of that part be added? Raises Conflict("summary_has_title" | "summary_full")."""
    if part == "title" and any(line.part == "title" for line in lines):
        raise Conflict("summary_has_title")
    if len(lines) >= MOST_LINES:
        raise Conflict("summary_full", most=MOST_LINES)


def sent_to_review(summary: Summary, lines: Collection[ShareLine]) -> Summary:
    """The summary in review. Raises Conflict("summary_state" | "summary_no_title" | "summary_no_lines")."""
    _in_state(summary, "draft")
    _complete(lines)
    return replace(summary, state="in_review")


def taken_back(summary: Summary) -> Summary:
    """The summary as a draft again: the undo of sending. Raises Conflict("summary_state")."""
    _in_state(summary, "in_review")
    return replace(summary, state="draft")


def discarded(summary: Summary) -> Summary:
    """The draft, thrown away; it can be brought back. Raises Conflict("summary_state")."""
    _in_state(summary, "draft")
    return replace(summary, discarded=True)


def check_in_review(summary: Summary) -> None:
    """Lines are cleared and returned in review only. Raises Conflict("summary_state")."""
    _in_state(summary, "in_review", "approved")


def approved(summary: Summary, lines: Collection[ShareLine]) -> Summary:
    """The summary, ready to publish. Raises Conflict("summary_state" | "summary_not_cleared" | …)."""
    _in_state(summary, "in_review")
    _complete(lines)
    check_all_cleared(lines)
    return replace(summary, state="approved")


def published(summary: Summary, lines: Collection[ShareLine]) -> Summary:
    """The summary, out. Raises Conflict as `approved` does: nothing unreviewed leaves."""
    _in_state(summary, "approved")
    _complete(lines)
    check_all_cleared(lines)
    return replace(summary, state="published")


def correction_of(summary: Summary, *, summary_id: str, created_by: str, now: datetime) -> Summary:
    """A new draft that starts from what was published. Raises Conflict("summary_not_out")."""
    if summary.state not in OUT_STATES:
        raise Conflict("summary_not_out")
    return Summary(
        summary_id,
        summary.unit_id,
        summary.period,
        summary.audience,
        "draft",
        created_by,
        now,
        corrects_id=summary.summary_id,
    )


def corrected(summary: Summary) -> Summary:
    """The summary whose newer version is out. Raises Conflict("summary_not_out")."""
    if summary.state not in OUT_STATES:
        raise Conflict("summary_not_out")
    return replace(summary, state="corrected")


def withdrawn(summary: Summary) -> Summary:
    """The summary, taken off its page. Raises Conflict("summary_not_out")."""
    if summary.state != "published":
        raise Conflict("summary_not_out")
    return replace(summary, state="withdrawn")


def check_all_cleared(lines: Iterable[ShareLine]) -> None:
    """Raises Conflict("summary_not_cleared") with how many lines still wait."""
    waiting = sum(not line.cleared for line in lines)
    if waiting:
        raise Conflict("summary_not_cleared", waiting=waiting)


def check_sources(line: ShareLine, still_shared: Collection[str]) -> None:
    """Is each source still one that may leave? Raises Conflict("source_gone").

    An author may retract a note, or make it private, after a line was written from it.
    """
    if not line.source_ids <= frozenset(still_shared):
        raise Conflict("source_gone", field="source_ids")


def in_order(lines: Iterable[ShareLine]) -> list[ShareLine]:
    """As they are read: by part (strengths before concerns), then by position."""
    return sorted(lines, key=lambda line: (PARTS.index(line.part), line.position, line.line_id))


def moved(lines: Collection[ShareLine], line_id: str, steps: int) -> list[ShareLine]:
    """The lines of that line's part, numbered anew after it moved up (-1) or down (+1)."""
    line = next(line for line in lines if line.line_id == line_id)
    same = [other for other in in_order(lines) if other.part == line.part]
    at = same.index(line)
    same.insert(min(max(at + steps, 0), len(same) - 1), same.pop(at))
    return [replace(other, position=number) for number, other in enumerate(same, start=BY_HAND + 1)]


def progress(lines: Collection[ShareLine]) -> Mapping[str, int]:
    """How many lines are cleared, returned, waiting, and in all."""
    cleared = sum(line.cleared for line in lines)
    returned = sum(line.review == "returned" for line in lines)
    return {
        "cleared": cleared,
        "returned": returned,
        "waiting": len(lines) - cleared - returned,
        "all": len(lines),
    }


def _complete(lines: Collection[ShareLine]) -> None:
    if not any(line.part == "title" for line in lines):
        raise Conflict("summary_no_title")
    if not any(line.part in {"strength", "concern"} for line in lines):
        raise Conflict("summary_no_lines")


def _in_state(summary: Summary, *states: State) -> None:
    if summary.state not in states:
        raise Conflict("summary_state")
