"""Composing a community summary: its desk, and the steps from draft to approved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fieldlog.domain import summary as rules
from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.period import Period
from fieldlog.domain.permissions import Actor, can, require
from fieldlog.domain.publication import Publication
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.theme import is_thin
from fieldlog.domain.wall import Found
from fieldlog.errors import NotFound
from fieldlog.operations.ids import new_id
from fieldlog.operations.wall import check_wall, wall_for
from fieldlog.storage.protocol import Store, Transaction


@dataclass(frozen=True)
class SummaryCard:
    """One summary in a list. `progress` is as in `domain.summary.progress`."""

    summary: Summary
    area: Unit
    title: str
    progress: Mapping[str, int]
    publication: Publication | None


@dataclass(frozen=True)
class DeskLine:
    """A share line with the names of those who wrote and reviewed it.

    `gone`: how many of its sources may no longer be used. `found`: what the wall says of its words now.
    """

    line: ShareLine
    writers: tuple[str, ...]
    reviewer: str
    sources: tuple[Source, ...]
    gone: int
    thin: bool  # it rests on few visits or rides: it leaves only with a written reason
    own: bool  # the actor had a hand in it, and so may not clear it
    found: tuple[Found, ...]
    names: Mapping[str, str]  # of those who said something about findings, by person id

    @property
    def open_findings(self) -> int:
        """How many findings nobody has replaced or cleared."""
        return sum(each.open for each in self.found)


@dataclass(frozen=True)
class Desk:
    """One summary as its editors and approvers see it; sources and lines in the order they are read."""

    summary: Summary
    area: Unit
    created_by: str
    lines: tuple[DeskLine, ...]
    sources: tuple[Source, ...]
    publication: Publication | None
    corrected_by: str | None  # the id of the summary that corrects this one
    may_compose: bool
    may_review: bool
    may_publish: bool

    @property
    def progress(self) -> Mapping[str, int]:
        """Lines cleared, returned, waiting and in all."""
        return rules.progress([item.line for item in self.lines])


def areas_to_compose(store: Store, actor: Actor) -> list[Unit]:
    """The units that may be the area of a new summary of this actor, by name."""
    require(actor, "compose_summary")
    reach = actor.units_for("compose_summary")
    with store.read() as tx:
        return [unit for unit in tx.people.units() if unit.is_area and unit.unit_id in reach]


def start_summary(store: Store, actor: Actor, *, unit_id: str, period: Period, audience: str, now: datetime) -> Summary:
    """A new draft. Raises Forbidden, NotFound (another's area), Invalid (see `domain.summary.new_summary`)."""
    require(actor, "compose_summary", unit_id)
    with store.write() as tx:
        summary = rules.new_summary(
            summary_id=new_id(now),
            unit=unit_of(tx, unit_id),
            period=period,
            audience=audience,
            created_by=actor.person_id,
            now=now,
            today=now.date(),
        )
        tx.summaries.add(summary)
        note(tx, actor, "start_summary", summary, now, first=str(period.first), last=str(period.last))
    return summary


def list_summaries(store: Store, actor: Actor) -> list[SummaryCard]:
    """Every summary of the actor's areas, newest first."""
    require(actor, "see_summaries")
    with store.read() as tx:
        units = {unit.unit_id: unit for unit in tx.people.units()}
        return [
            _card(tx, summary, units[summary.unit_id])
            for summary in tx.summaries.of_areas(actor.units_for("see_summaries"))
        ]


def open_desk(store: Store, actor: Actor, summary_id: str, *, pack: Pack) -> Desk:
    """The summary with its lines, what was found in them, and all that may be written from.

    Raises Forbidden, NotFound.
    """
    with store.read() as tx:
        summary = find(tx, actor, "see_summaries", summary_id)
        area = unit_of(tx, summary.unit_id)
        sources = readable_sources(tx, summary)
        by_id = {source.source_id: source for source in sources}
        names = {person.person_id: person.name for person in tx.people.people()}
        lines = rules.in_order(tx.summaries.lines(summary_id))
        wall = wall_for(tx, summary, sources, pack)
        correction = tx.summaries.correction_of(summary_id)
        return Desk(
            summary=summary,
            area=area,
            created_by=names[summary.created_by],
            lines=tuple(
                _desk_line(
                    line,
                    by_id,
                    names,
                    actor,
                    wall.look(line),
                    thin=is_thin(line.part, tx.summaries.breadth(line.source_ids)),
                )
                for line in lines
            ),
            sources=tuple(sources),
            publication=tx.publications.of_summary(summary_id),
            corrected_by=correction.summary_id if correction and not correction.discarded else None,
            may_compose=can(actor, "compose_summary", area.unit_id),
            may_review=can(actor, "review_summary", area.unit_id),
            may_publish=can(actor, "publish_summary", area.unit_id),
        )


def send_to_review(store: Store, actor: Actor, summary_id: str, *, now: datetime) -> Summary:
    """Ask for a second person's eyes. Raises Conflict("summary_state" | "summary_no_title" | …)."""
    with store.write() as tx:
        summary = find(tx, actor, "compose_summary", summary_id)
        summary = rules.sent_to_review(summary, tx.summaries.lines(summary_id))
        tx.summaries.save_state(summary)
        note(tx, actor, "send_summary_to_review", summary, now)
    return summary


def take_back(store: Store, actor: Actor, summary_id: str, *, now: datetime) -> Summary:
    """The undo of sending to review. Raises Conflict("summary_state")."""
    with store.write() as tx:
        summary = rules.taken_back(find(tx, actor, "compose_summary", summary_id))
        tx.summaries.save_state(summary)
        note(tx, actor, "take_summary_back", summary, now)
    return summary


def discard_summary(store: Store, actor: Actor, summary_id: str, *, now: datetime) -> None:
    """Throw a draft away; `bring_back` is the undo. Raises Conflict("summary_state")."""
    with store.write() as tx:
        summary = rules.discarded(find(tx, actor, "compose_summary", summary_id))
        tx.summaries.save_state(summary)
        note(tx, actor, "discard_summary", summary, now)


def bring_back(store: Store, actor: Actor, summary_id: str, *, now: datetime) -> None:
    """The undo of discarding. Raises NotFound when it was not discarded."""
    with store.write() as tx:
        summary = replace(find(tx, actor, "compose_summary", summary_id, discarded=True), discarded=False)
        tx.summaries.save_state(summary)
        note(tx, actor, "bring_back_summary", summary, now)


def approve_summary(store: Store, actor: Actor, summary_id: str, *, pack: Pack, now: datetime) -> Summary:
    """Every line is cleared: ready to publish.

    Raises Conflict("summary_not_cleared" | "source_gone" | "findings_open" | …).
    """
    with store.write() as tx:
        summary = find(tx, actor, "review_summary", summary_id)
        lines = tx.summaries.lines(summary_id)
        summary = rules.approved(summary, lines)
        check_may_leave(tx, summary, lines, pack)
        tx.summaries.save_state(summary)
        note(tx, actor, "approve_summary", summary, now, lines=len(lines))
    return summary


# ------------------------------------------------ shared with share_lines and publications


def find(tx: Transaction, actor: Actor, action: str, summary_id: str, *, discarded: bool = False) -> Summary:
    """The summary, if the actor may do `action` there. Raises Forbidden, NotFound (also for a discarded one)."""
    require(actor, action)
    summary = tx.summaries.summary(summary_id)
    require(actor, action, summary.unit_id)
    if summary.discarded != discarded:
        raise NotFound("not_found")
    return summary


def unit_of(tx: Transaction, unit_id: str) -> Unit:
    """Raises NotFound."""
    for unit in tx.people.units():
        if unit.unit_id == unit_id:
            return unit
    raise NotFound("not_found")


def readable_sources(tx: Transaction, summary: Summary) -> list[Source]:
    """What lines of this summary may rest on, read anew each time: an author may change their mind."""
    return tx.summaries.sources(subtree(tx.people.units(), summary.unit_id), summary.period)


def check_may_leave(tx: Transaction, summary: Summary, lines: Collection[ShareLine], pack: Pack) -> None:
    """Raises Conflict("source_gone") when a line rests on something that may not leave any more,
    Conflict("findings_open") when something found in a line was neither replaced nor cleared.
    """
    sources = readable_sources(tx, summary)
    shared = {source.source_id for source in sources}
    for line in lines:
        rules.check_sources(line, shared)
    check_wall(tx, summary, lines, sources, pack)


def note(tx: Transaction, actor: Actor, act: str, summary: Summary, now: datetime, **detail: object) -> None:
    """The audit entry of an act on a summary; never with words of a line."""
    tx.audit.add(at=now, actor_id=actor.person_id, act=act, thing="summary", thing_id=summary.summary_id, **detail)


def _card(tx: Transaction, summary: Summary, area: Unit) -> SummaryCard:
    lines = tx.summaries.lines(summary.summary_id)
    title = next((line.words for line in lines if line.part == "title"), "")
    publication = tx.publications.of_summary(summary.summary_id)
    return SummaryCard(summary, area, title, rules.progress(lines), publication)


def _desk_line(
    line: ShareLine,
    by_id: Mapping[str, Source],
    names: Mapping[str, str],
    actor: Actor,
    found: tuple[Found, ...],
    *,
    thin: bool,
) -> DeskLine:
    sources = tuple(by_id[source_id] for source_id in sorted(line.source_ids) if source_id in by_id)
    return DeskLine(
        line=line,
        writers=tuple(sorted(names[person_id] for person_id in line.writers)),
        reviewer=names[line.reviewed_by] if line.reviewed_by else "",
        sources=sources,
        gone=len(line.source_ids) - len(sources),
        thin=thin,
        own=actor.person_id in line.writers,
        found=found,
        names={who: names[who] for stay in line.stays for who in (stay.said_by, stay.cleared_by) if who},
    )
