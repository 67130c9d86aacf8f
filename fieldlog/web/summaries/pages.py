"""What the pages of a summary show: cards, sources in groups, lines with their state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.share_line import PARTS, ShareLine
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark, ngettext
from fieldlog.operations.summaries import Desk, DeskLine, SummaryCard
from fieldlog.render.words import PROMISE_STATES, period_words, quarter_words
from fieldlog.web.field.labels import EVIDENCE, FOR_ROLES, VOICES, WORKER_ROLES
from fieldlog.web.summaries.findings import FindingCard, Piece, cards_of, pieces_of

# state → (words, kind of badge, icon)
STATES: Final = {
    "draft": (mark("Draft"), "", "pencil"),
    "in_review": (mark("In review"), "waiting", "eye"),
    "approved": (mark("Approved"), "current", "check"),
    "published": (mark("Published"), "done", "circle-check"),
    "corrected": (mark("Replaced by a correction"), "", "undo-2"),
    "withdrawn": (mark("Withdrawn"), "stopped", "x"),
}
REVIEWS: Final = {
    "waiting": (mark("Waiting"), "waiting", "clock"),
    "cleared": (mark("Cleared"), "done", "check"),
    "returned": (mark("Returned"), "stopped", "undo-2"),
}
STEPS: Final = (
    (("draft",), mark("Write")),
    (("in_review",), mark("Review")),
    (("approved",), mark("Approve")),
    (("published", "corrected", "withdrawn"), mark("Publish")),
)
HEADS: Final = {
    "title": mark("Title"),
    "strength": mark("What is working"),
    "concern": mark("What gets in the way"),
    "promise": mark("What we promised"),
    "question": mark("For the meeting"),
}


@dataclass(frozen=True)
class Badge:
    """Words, kind and icon for the badge macro."""

    words: str
    kind: str
    icon: str


@dataclass(frozen=True)
class Card:
    """A summary in the list."""

    summary_id: str
    title: str
    facts: str
    badge: Badge
    cleared: str


@dataclass(frozen=True)
class SourceCard:
    """A note or a promise as an editor may read it: no author, no day, no unit."""

    source_id: str
    lean: str  # strength | concern | promise
    words: str
    cues: tuple[str, ...]
    other_issues: tuple[str, ...]
    facts: tuple[str, ...]
    used: bool  # some line rests on it already


@dataclass(frozen=True)
class SourceGroup:
    """The sources of one issue, strengths first."""

    code: str
    name: str
    icon: str
    count: str
    cards: tuple[SourceCard, ...]


@dataclass(frozen=True)
class LineCard:
    """One line with its state and its sources."""

    line: ShareLine
    head: str
    issue: str
    promise_state: str
    badge: Badge
    writers: str
    reviewer: str
    own: bool
    thin: bool
    gone: int
    sources: tuple[SourceCard, ...]
    pieces: tuple[Piece, ...]  # its words, with what was found marked
    findings: tuple[FindingCard, ...]

    @property
    def open_findings(self) -> tuple[FindingCard, ...]:
        """What nobody has replaced or cleared."""
        return tuple(finding for finding in self.findings if finding.open)


@dataclass(frozen=True)
class DeskPage:
    """Everything about one summary that its pages share."""

    summary: Summary
    desk: Desk
    title: str
    facts: str
    badge: Badge
    steps: tuple[tuple[str, bool], ...]
    parts: tuple[tuple[str, str, tuple[LineCard, ...]], ...]  # (code, head, lines)
    groups: tuple[SourceGroup, ...]

    @property
    def lines(self) -> tuple[LineCard, ...]:
        return tuple(line for _code, _head, lines in self.parts for line in lines)

    @property
    def open_findings(self) -> int:
        """How many findings in all lines wait for somebody."""
        return sum(len(card.open_findings) for card in self.lines)

    def line(self, line_id: str) -> LineCard | None:
        return next((line for line in self.lines if line.line.line_id == line_id), None)

    @property
    def next_waiting(self) -> LineCard | None:
        """The line to review next: one of others first, since nobody clears their own."""
        waiting = [card for card in self.lines if card.line.review == "waiting"]
        return next((card for card in waiting if not card.own), waiting[0] if waiting else None)


def card(item: SummaryCard) -> Card:
    """A summary in the list."""
    progress = item.progress
    cleared = _("{cleared} of {all} lines cleared").format(cleared=progress["cleared"], all=progress["all"])
    return Card(
        item.summary.summary_id,
        item.title or _("No title yet"),
        f"{item.area.name} · {period_words(item.summary.period)}",
        Badge(_(STATES[item.summary.state][0]), *STATES[item.summary.state][1:]),
        cleared if item.summary.state == "in_review" else "",
    )


def desk_page(desk: Desk, pack: Pack, packs: Packs) -> DeskPage:
    """One summary with its lines by part and its sources by issue."""
    summary = desk.summary
    cards = [_line_card(item, pack, packs) for item in desk.lines]
    used = frozenset().union(*(item.line.source_ids for item in desk.lines))
    parts = tuple((code, _(HEADS[code]), tuple(c for c in cards if c.line.part == code)) for code in PARTS)
    return DeskPage(
        summary=summary,
        desk=desk,
        title=next((c.line.words for c in cards if c.line.part == "title"), _("No title yet")),
        facts=f"{desk.area.name} · {period_words(summary.period)}",
        badge=Badge(_(STATES[summary.state][0]), *STATES[summary.state][1:]),
        steps=tuple((_(words), summary.state in states) for states, words in STEPS),
        parts=parts,
        groups=tuple(_groups(desk.sources, pack, packs, used)),
    )


def _line_card(item: DeskLine, pack: Pack, packs: Packs) -> LineCard:
    line = item.line
    return LineCard(
        line=line,
        head=_(HEADS[line.part]),
        issue=_issue_name(line.issue, pack) if line.issue else "",
        promise_state=_(PROMISE_STATES[line.promise_state]) if line.promise_state else "",
        badge=Badge(_(REVIEWS[line.review][0]), *REVIEWS[line.review][1:]),
        writers=_join(item.writers),
        reviewer=item.reviewer,
        own=item.own,
        thin=item.thin,
        gone=item.gone,
        sources=tuple(_source_card(source, pack, packs, line.issue or "") for source in item.sources),
        pieces=pieces_of(line.words, item.found),
        findings=cards_of(item),
    )


def _groups(sources: Iterable[Source], pack: Pack, packs: Packs, used: frozenset[str]) -> Iterable[SourceGroup]:
    """By issue in the order of the pack (a note under its first one), then the promises."""
    by_issue: dict[str, list[Source]] = {}
    for source in sources:
        by_issue.setdefault(_first_issue(source, pack), []).append(source)
    known = [(issue.code, issue.short, issue.icon) for issue in pack.issues]
    others = sorted(by_issue.keys() - {code for code, _name, _icon in known} - {"promise"})
    order = [*known, *((code, code, "circle-dot") for code in others)]
    for code, name, icon in [*order, ("promise", _("Promises that leaders made"), "hand-heart")]:
        found = sorted(by_issue.get(code, ()), key=lambda source: source.lean == "concern")
        if found:
            cards = tuple(_source_card(source, pack, packs, code, used) for source in found)
            yield SourceGroup(code, name, icon, _count(found), cards)


def _first_issue(source: Source, pack: Pack) -> str:
    if source.kind == "promise":
        return "promise"
    order = [issue.code for issue in pack.issues if issue.code in source.issues]
    return order[0] if order else min(source.issues, default="")


def _count(sources: list[Source]) -> str:
    if sources[0].kind == "promise":
        return ngettext("{n} promise", "{n} promises", len(sources)).format(n=len(sources))
    strengths = sum(source.lean == "strength" for source in sources)
    concerns = len(sources) - strengths
    said = []
    if strengths:
        said.append(ngettext("{n} strength", "{n} strengths", strengths).format(n=strengths))
    if concerns:
        said.append(ngettext("{n} concern", "{n} concerns", concerns).format(n=concerns))
    return " · ".join(said)


def _source_card(
    source: Source, pack: Pack, packs: Packs, under: str, used: frozenset[str] = frozenset()
) -> SourceCard:
    written_under = packs.find(source.pack, source.pack_version) or pack
    cues = [written_under.cue(code) for code in source.cues]
    if source.kind == "promise":
        facts = [
            _(PROMISE_STATES[source.promise_state]),
            _("For: {role}").format(role=_label(FOR_ROLES, source.for_role).lower()),
        ]
    else:
        facts = [
            _label(EVIDENCE, source.evidence),
            _("Voice: {voice}").format(voice=_voice(source.voice)),
        ]
    facts += [_label(WORKER_ROLES, source.worker_role), quarter_words(source.quarter)]
    return SourceCard(
        source_id=source.source_id,
        lean=source.lean or "promise",
        words=source.words,
        cues=tuple(cue.title for cue in cues if cue),
        other_issues=tuple(_issue_name(code, pack) for code in source.issues if code != under),
        facts=tuple(facts),
        used=source.source_id in used,
    )


def _voice(code: str) -> str:
    # On the phone it reads "Mine"; here somebody else reads it.
    return _("leader") if code == "leader" else _label(VOICES, code).lower()


def _label(labels: Mapping[str, str], code: str) -> str:
    return _(labels[code]) if code in labels else code


def _issue_name(code: str, pack: Pack) -> str:
    issue = pack.issue(code)
    return issue.short if issue else code


def _join(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
