"""An observation: what was seen or heard on a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldlog.domain.rules import Fields, Problem, problems_of, value_of
from fieldlog.domain.taxonomy import POVERTY_ANSWERS, Pack

LEANS: Final = ("strength", "concern")
EVIDENCE: Final = ("saw", "heard", "told")
VOICES: Final = ("worker", "parent", "child", "caregiver", "partner", "community", "leader")
FEELINGS: Final = ("calm", "hopeful", "moved", "uneasy", "sad", "angry", "afraid", "tired")
SHARING: Final = ("private", "team", "community")  # the most careful first
MOST_NOTE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Observation:
    """What a leader's body of an observation says: at least one issue, and a cue or a note."""

    ride_id: str
    visit_id: str
    issues: tuple[str, ...]
    cues: tuple[str, ...]
    lean: str
    evidence: str
    voice: str
    feelings: tuple[str, ...]
    note: str
    poverty_check: str | None
    sharing: str
    pack: str
    pack_version: int


def read(fields: Fields, pack: Pack | None = None) -> Observation:
    """Read the body; problems stay in `fields`. `pack`: the version that it was written under."""
    seen = Observation(
        ride_id=fields.ident("ride_id"),
        visit_id=fields.ident("visit_id"),
        issues=fields.codes("issues"),
        cues=fields.codes("cues"),
        lean=fields.one_of("lean", LEANS),
        evidence=fields.one_of("evidence", EVIDENCE),
        voice=fields.one_of("voice", VOICES),
        feelings=fields.codes("feelings"),
        note=fields.text("note", MOST_NOTE),
        poverty_check=fields.maybe_one_of("poverty_check", POVERTY_ANSWERS),
        sharing=fields.one_of("sharing", SHARING),
        pack=fields.ident("pack"),
        pack_version=fields.number("pack_version", least=1),
    )
    if not set(seen.feelings) <= set(FEELINGS):
        fields.note("rule_unknown", "feelings")
    if not seen.issues and fields.fine("issues"):
        fields.note("rule_issue_needed", "issues")
    if not seen.cues and not seen.note.strip() and fields.fine("cues", "note"):
        fields.note("rule_cue_or_note", "note")
    if pack is not None:
        # Kept as they are: another version may have them. Only the flag says so.
        if any(pack.issue(code) is None for code in seen.issues):
            fields.note("rule_unknown", "issues")
        if any(pack.cue(code) is None for code in seen.cues):
            fields.note("rule_unknown", "cues")
    return seen


def problems(body: Mapping[str, object], pack: Pack | None = None) -> list[Problem]:
    """Every broken rule of an observation. Without the pack, issues and cues are not looked up."""
    return problems_of(read, body, pack)


def from_body(body: Mapping[str, object]) -> Observation:
    """The observation. Raises Invalid where the body can't be read as one."""
    return value_of(read, body)


@dataclass(frozen=True, slots=True)
class Shown:
    """An observation as the office may read it, with its ride: the worker is a role, nobody else is there.

    `ride_date` is the leader's local date. `flags`: broken rules that its author has been shown.
    """

    observation_id: str
    author_id: str
    author_name: str
    seen: Observation
    ride_date: date
    unit_id: str
    area_class: str
    worker_role: str
    visit_number: int
    visit_kind: str
    flags: tuple[str, ...]
    answer_count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader looks for; empty means all. `first` and `last` are ride dates, both included."""

    unit_ids: frozenset[str]
    issue: str = ""
    lean: str = ""
    first: date = date.min
    last: date = date.max
