"""Publishing a summary as a page that does not change; correcting it; taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from fieldlog.domain import summary as rules
from fieldlog.domain.page_order import page_order
from fieldlog.domain.period import Quarter
from fieldlog.domain.permissions import Actor
from fieldlog.domain.privacy.disclosure import Floor, Numbers
from fieldlog.domain.privacy.ledger import Chosen, Facts, choose
from fieldlog.domain.publication import Publication, check_notice
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.snapshot import PageLine, PageNumber, PageNumbers, PagePromise, Snapshot
from fieldlog.domain.summary import Summary
from fieldlog.domain.taxonomy import Pack
from fieldlog.errors import Conflict
from fieldlog.operations.ids import new_id, new_slug
from fieldlog.operations.summaries import check_may_leave, find, note, unit_of
from fieldlog.storage.protocol import Store, Transaction


@dataclass(frozen=True)
class House:
    """What a page says about who speaks, and from where on a number is shown to the outside."""

    agency: str
    pack: Pack
    floor: Floor


def preview(store: Store, actor: Actor, summary_id: str, *, house: House, now: datetime) -> Snapshot:
    """The page as it would be published now. Raises Forbidden, NotFound."""
    with store.read() as tx:
        summary = find(tx, actor, "see_summaries", summary_id)
        version = _next_version(tx, summary)[1]
        return _snapshot(tx, summary, version, _choose(tx, summary, house, now.date()), house, now)


def publish_summary(store: Store, actor: Actor, summary_id: str, *, house: House, now: datetime) -> Publication:
    """Make the page. Its numbers enter the ledger; a correction takes its predecessor's address.

    Raises Conflict("summary_state" | "summary_not_cleared" | "source_gone" | "findings_open").
    """
    with store.write() as tx:
        before = find(tx, actor, "publish_summary", summary_id)
        lines = tx.summaries.lines(summary_id)
        summary = rules.published(before, lines)
        check_may_leave(tx, summary, lines, house.pack)
        chosen = _choose(tx, summary, house, now.date())
        slug, version = _next_version(tx, summary)
        publication = Publication(
            publication_id=new_id(now),
            slug=slug,
            version=version,
            summary_id=summary_id,
            published_at=now,
            published_by=actor.person_id,
            snapshot=_snapshot(tx, summary, version, chosen, house, now),
        )
        tx.publications.add(publication)
        for published in chosen.new:
            tx.publications.enter_numbers(publication.publication_id, published)
        if summary.corrects_id:
            tx.summaries.save_state(rules.corrected(tx.summaries.summary(summary.corrects_id)))
        tx.summaries.save_state(summary)
        note(tx, actor, "publish_summary", summary, now, publication_id=publication.publication_id, version=version)
    return publication


def start_correction(store: Store, actor: Actor, summary_id: str, *, now: datetime) -> Summary:
    """A new draft with the same lines, or the one that was discarded. What stays word for word stays cleared.

    Raises Conflict("summary_not_out" | "summary_correction_open").
    """
    with store.write() as tx:
        old = find(tx, actor, "compose_summary", summary_id)
        earlier = tx.summaries.correction_of(summary_id)
        if earlier:
            if not earlier.discarded:
                raise Conflict("summary_correction_open")
            draft = replace(earlier, discarded=False)
            tx.summaries.save_state(draft)
            note(tx, actor, "bring_back_summary", draft, now, corrects=summary_id)
            return draft
        draft = rules.correction_of(old, summary_id=new_id(now), created_by=actor.person_id, now=now)
        tx.summaries.add(draft)
        for line in tx.summaries.lines(summary_id):
            tx.summaries.add_line(replace(line, line_id=new_id(now), summary_id=draft.summary_id))
        note(tx, actor, "start_correction", draft, now, corrects=summary_id)
    return draft


def withdraw_publication(store: Store, actor: Actor, summary_id: str, *, notice: str, now: datetime) -> None:
    """Take the page off its address and put a plain notice there.

    Raises Conflict("summary_not_out"), Invalid("notice_missing").
    """
    check_notice(notice)
    with store.write() as tx:
        summary = rules.withdrawn(find(tx, actor, "publish_summary", summary_id))
        publication = tx.publications.of_summary(summary_id)
        if publication is None:
            raise Conflict("summary_not_out")
        tx.publications.withdraw(publication.publication_id, at=now, notice=notice)
        tx.summaries.save_state(summary)
        note(tx, actor, "withdraw_publication", summary, now, publication_id=publication.publication_id)


def read_publication(store: Store, slug: str) -> Publication:
    """What an address serves, for anybody: the newest version, or its notice. Raises NotFound."""
    with store.read() as tx:
        return tx.publications.newest(slug)


def _next_version(tx: Transaction, summary: Summary) -> tuple[str, int]:
    """The address and the version: those of what it corrects, one on; else new ones."""
    old = tx.publications.of_summary(summary.corrects_id) if summary.corrects_id else None
    return (old.slug, old.version + 1) if old else (new_slug(), 1)


def _choose(tx: Transaction, summary: Summary, house: House, today: date) -> Chosen:
    units = tx.people.units()
    everywhere = [unit.unit_id for unit in units]
    facts = Facts(
        units=units,
        visits=tx.summaries.visits_by_unit(everywhere, summary.period),
        count=lambda unit_ids: tx.summaries.counts(unit_ids, summary.period),
    )
    return choose(
        summary.unit_id,
        summary.period,
        facts,
        tx.publications.ledger(everywhere),
        (issue.code for issue in house.pack.issues),
        house.floor,
        # Numbers leave once and for ever, so not before the quarter can be counted whole.
        over=today > summary.period.last_day,
    )


def _snapshot(tx: Transaction, summary: Summary, version: int, chosen: Chosen, house: House, now: datetime) -> Snapshot:
    lines = page_order(summary.summary_id, tx.summaries.lines(summary.summary_id))
    return Snapshot(
        title=next((line.words for line in lines if line.part == "title"), ""),
        agency=house.agency,
        area=unit_of(tx, chosen.unit_id).name,
        period=summary.period,
        audience=summary.audience,
        version=version,
        published=Quarter.of(now.date()),
        strengths=_page_lines(lines, "strength", house.pack),
        concerns=_page_lines(lines, "concern", house.pack),
        promises=tuple(PagePromise(line.words, line.promise_state or "open") for line in _of(lines, "promise")),
        questions=tuple(line.words for line in _of(lines, "question")),
        numbers=None if chosen.numbers is None else _page_numbers(chosen.numbers, house.pack),
        why_no_numbers=chosen.why,
        credit=house.pack.credit,
    )


def _of(lines: Iterable[ShareLine], part: str) -> list[ShareLine]:
    return [line for line in lines if line.part == part]


def _page_lines(lines: Iterable[ShareLine], part: str, pack: Pack) -> tuple[PageLine, ...]:
    return tuple(PageLine(line.words, _issue_name(pack, line.issue or "")) for line in _of(lines, part))


def _page_numbers(numbers: Numbers, pack: Pack) -> PageNumbers:
    order = [issue.code for issue in pack.issues]
    by_issue = sorted(numbers.by_issue, key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return PageNumbers(
        numbers.visits,
        numbers.rides,
        tuple(PageNumber(_issue_name(pack, code), shown) for code, shown in by_issue),
    )


def _issue_name(pack: Pack, code: str) -> str:
    issue = pack.issue(code)
    return issue.short if issue else code  # the short label is the plainer one
