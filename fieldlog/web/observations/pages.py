"""What the pages about observations and promises may show: roles, never names of workers or families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fieldlog.domain.observation import Shown
from fieldlog.domain.promise import ShownPromise
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.i18n import gettext as _
from fieldlog.operations.observations import ObservationFile, ObservationList, PromiseList
from fieldlog.web.field.labels import (
    AREAS,
    EVIDENCE,
    FEELINGS,
    FOR_ROLES,
    PROMISE_STATES,
    SHARING,
    VISIT_KINDS,
    VOICES,
    WORKER_ROLES,
)
from fieldlog.web.observations.words import day_words
from fieldlog.web.times import ago

LONG_NOTE = 280  # characters of a note that the list shows


@dataclass(frozen=True)
class Card:
    """An observation in the list."""

    observation_id: str
    lean: str
    lean_words: str
    issues: str
    cues: tuple[str, ...]
    note: str
    facts: tuple[str, ...]
    answers: int
    flagged: bool


@dataclass(frozen=True)
class Fact:
    """A line of the details: what it is, and what it says."""

    name: str
    words: str


@dataclass(frozen=True)
class File:
    """One observation, wholly."""

    card: Card
    note: str
    author: str
    facts: tuple[Fact, ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class AnswerLine:
    """What the office said back."""

    author: str
    when: str
    words: str


@dataclass(frozen=True)
class PromiseCard:
    """A promise with its state. `state` is the code; `overdue`: its day has passed and it is not settled."""

    what: str
    state: str
    state_words: str
    reason: str
    told: str
    facts: tuple[str, ...]
    overdue: bool


def list_page(found: ObservationList, packs: Packs) -> list[Card]:
    """The cards of one page."""
    names = {unit.unit_id: unit.name for unit in found.units}
    return [_card(shown, packs, names) for shown in found.items]


def file_page(file: ObservationFile, packs: Packs, now: datetime) -> File:
    """One observation with its ride in role words."""
    shown, seen = file.shown, file.shown.seen
    pack = packs.find(seen.pack, seen.pack_version)
    poverty = next((a.title for a in pack.poverty_check.answers if a.code == seen.poverty_check), "") if pack else ""
    facts = [
        Fact(_("Ride"), day_words(shown.ride_date)),
        Fact(_("Unit"), f"{file.unit.name} · {_(AREAS[shown.area_class])}"),
        Fact(_("Hosted by"), _(WORKER_ROLES[shown.worker_role])),
        Fact(_("Visit"), f"{shown.visit_number} · {_(VISIT_KINDS[shown.visit_kind])}"),
        Fact(_("How they know"), _(EVIDENCE[seen.evidence])),
        Fact(_("Whose words"), _voice(seen.voice)),
        Fact(_("Money would fix it"), poverty),
        Fact(_("How it felt"), ", ".join(_(FEELINGS[code]) for code in seen.feelings if code in FEELINGS)),
        Fact(_("Shared with"), _(SHARING[seen.sharing])),
    ]
    return File(
        card=_card(shown, packs, {file.unit.unit_id: file.unit.name}),
        note=seen.note,
        author=shown.author_name,
        facts=tuple(fact for fact in facts if fact.words),
        answers=tuple(AnswerLine(each.author_name, ago(each.at, now), each.words) for each in file.answers),
    )


def promise_page(found: PromiseList, today: date) -> list[PromiseCard]:
    """The promises with their states: what is past its day first, then newest ride first."""
    names = {unit.unit_id: unit.name for unit in found.units}
    cards = [_promise(shown, names, today) for shown in found.items]
    return sorted(cards, key=lambda card: not card.overdue)


def issue_words(codes: Iterable[str], pack: Pack | None) -> str:
    """The short labels of issues; a code that the pack lacks stands for itself."""
    found = [(pack.issue(code) if pack else None, code) for code in codes]
    return ", ".join(issue.short if issue else code for issue, code in found)


def _voice(code: str) -> str:
    # On the phone it reads "Mine"; here somebody else reads it.
    return _("The leader's own") if code == "leader" else _(VOICES[code])


def _card(shown: Shown, packs: Packs, names: Mapping[str, str]) -> Card:
    seen = shown.seen
    pack = packs.find(seen.pack, seen.pack_version)
    cues = [(pack.cue(code) if pack else None, code) for code in seen.cues]
    note = seen.note if len(seen.note) <= LONG_NOTE else seen.note[:LONG_NOTE].rsplit(" ", 1)[0] + " …"
    return Card(
        observation_id=shown.observation_id,
        lean=seen.lean,
        lean_words=_("Strength") if seen.lean == "strength" else _("Concern"),
        issues=issue_words(seen.issues, pack),
        cues=tuple(cue.title if cue else code for cue, code in cues),
        note=note,
        facts=(
            day_words(shown.ride_date),
            names.get(shown.unit_id, ""),
            _(VISIT_KINDS[shown.visit_kind]),
            _(EVIDENCE[seen.evidence]),
            shown.author_name,
        ),
        answers=shown.answer_count,
        flagged=bool(shown.flags),
    )


def _promise(shown: ShownPromise, names: Mapping[str, str], today: date) -> PromiseCard:
    promise, told = shown.promise, shown.promise.told
    by = _("by %(day)s") % {"day": day_words(promise.by)} if promise.by else ""
    told_words = _("Told on %(day)s: %(how)s") % {"day": day_words(told.when), "how": told.how} if told else ""
    facts = (_("for %(whom)s") % {"whom": _(FOR_ROLES[promise.for_role]).lower()}, by, names.get(shown.unit_id, ""))
    return PromiseCard(
        what=promise.what,
        state=promise.state,
        state_words=_(PROMISE_STATES[promise.state]),
        reason=promise.reason,
        told=told_words,
        facts=tuple(fact for fact in (*facts, shown.author_name) if fact),
        overdue=promise.state in ("open", "doing") and promise.by is not None and promise.by < today,
    )
