"""Writing share lines, and clearing or returning them: each act one line, one transaction, one audit entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fieldlog.domain import share_line as lines_rules
from fieldlog.domain import summary as rules
from fieldlog.domain import theme
from fieldlog.domain.permissions import Actor
from fieldlog.domain.share_line import Part, ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.wall import one, replaced
from fieldlog.errors import Invalid, NotFound
from fieldlog.operations.ids import new_id
from fieldlog.operations.summaries import find, readable_sources
from fieldlog.operations.wall import wall_for
from fieldlog.storage.protocol import Store, Transaction


@dataclass(frozen=True)
class LineWords:
    """What an editor filled in. `issue` counts for strengths and concerns, `promise_state` for promises."""

    words: str
    issue: str | None = None
    promise_state: str | None = None
    source_ids: Collection[str] = ()


def write_line(
    store: Store, actor: Actor, summary_id: str, part: Part, filled: LineWords, *, pack: Pack, now: datetime
) -> ShareLine:
    """A new line, last of its part. Raises Invalid, Conflict("summary_closed" | "summary_has_title" | …)."""
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        present = tx.summaries.lines(summary_id)
        rules.check_room(present, part)
        filled = _checked(tx, summary, part, filled, pack)
        line = ShareLine(
            line_id=new_id(now),
            summary_id=summary_id,
            part=part,
            position=1 + max((line.position for line in present if line.part == part), default=0),
            words=lines_rules.clean_words(filled.words),
            writers=frozenset({actor.person_id}),
            issue=filled.issue,
            promise_state=filled.promise_state,
            source_ids=frozenset(filled.source_ids),
        )
        tx.summaries.add_line(line)
        _note(tx, actor, "write_share_line", line, now)
    return line


def change_line(
    store: Store, actor: Actor, summary_id: str, line_id: str, filled: LineWords, *, pack: Pack, now: datetime
) -> ShareLine:
    """New words for a line; a clearance it had ends. Raises Invalid, Conflict, NotFound."""
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        before = _line(tx, summary, line_id)
        filled = _checked(tx, summary, before.part, filled, pack)
        line = lines_rules.edit_line(
            before,
            words=filled.words,
            issue=filled.issue,
            promise_state=filled.promise_state,
            source_ids=filled.source_ids,
            writer_id=actor.person_id,
        )
        if line is not before:
            tx.summaries.save_line(line)
            _note(tx, actor, "change_share_line", line, now)
    return line


def replace_finding(
    store: Store,
    actor: Actor,
    summary_id: str,
    line_id: str,
    *,
    wording: int,
    key: str,
    instead: str,
    pack: Pack,
    now: datetime,
) -> ShareLine:
    """Put a suggestion in the place of what was found. Whoever accepts it is a writer of the line.

    Raises Conflict("line_changed"), NotFound (no such finding or suggestion), Invalid.
    """
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        before = _line(tx, summary, line_id)
        lines_rules.check_wording(before, wording)
        found = one(wall_for(tx, summary, readable_sources(tx, summary), pack).look(before), key)
        line = lines_rules.edit_line(
            before,
            words=replaced(before.words, found, instead),
            issue=before.issue,
            promise_state=before.promise_state,
            source_ids=before.source_ids,
            writer_id=actor.person_id,
        )
        tx.summaries.save_line(line)
        _note(tx, actor, "replace_finding", line, now, found=found.type)
    return line


def explain_finding(
    store: Store,
    actor: Actor,
    summary_id: str,
    line_id: str,
    *,
    wording: int,
    key: str,
    said: str,
    pack: Pack,
    now: datetime,
) -> ShareLine:
    """A writer's reason why it may stay, for the second person to read; an empty one takes it back.

    Raises Conflict("line_changed" | "summary_closed"), NotFound (no such finding), Invalid("finding_why_long").
    """
    with store.write() as tx:
        summary = find(tx, actor, "compose_summary", summary_id)
        rules.edited(summary)  # only to ask whether its lines may still change: a reason changes no words
        before = _line(tx, summary, line_id)
        found = one(wall_for(tx, summary, readable_sources(tx, summary), pack).look(before), key)
        line = lines_rules.explain_finding(before, wording=wording, key=key, said=said, writer_id=actor.person_id)
        tx.summaries.save_line(line)
        _note(tx, actor, "explain_finding", line, now, found=found.type)
    return line


def move_line(store: Store, actor: Actor, summary_id: str, line_id: str, steps: int, *, now: datetime) -> None:
    """Up (-1) or down (+1) among the lines of its part. The words stay, and so does a clearance."""
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        line = _line(tx, summary, line_id)
        for other in rules.moved(tx.summaries.lines(summary_id), line_id, steps):
            tx.summaries.save_line(other)
        _note(tx, actor, "move_share_line", line, now)


def remove_line(store: Store, actor: Actor, summary_id: str, line_id: str, *, now: datetime) -> None:
    """Off the page; `restore_line` brings it back."""
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        line = replace(_line(tx, summary, line_id), removed=True)
        tx.summaries.save_line(line)
        _note(tx, actor, "remove_share_line", line, now)


def restore_line(store: Store, actor: Actor, summary_id: str, line_id: str, *, now: datetime) -> None:
    """The undo of `remove_line`. Raises Conflict("summary_has_title" | "summary_full")."""
    with store.write() as tx:
        summary = _editable(tx, actor, summary_id)
        line = replace(_line(tx, summary, line_id, removed=True), removed=False)
        rules.check_room(tx.summaries.lines(summary_id), line.part)
        tx.summaries.save_line(line)
        _note(tx, actor, "restore_share_line", line, now)


def clear_line(
    store: Store,
    actor: Actor,
    summary_id: str,
    line_id: str,
    *,
    wording: int,
    looked_for: Collection[str],
    whys: Mapping[str, str],
    reason: str = "",
    pack: Pack,
    now: datetime,
) -> ShareLine:
    """Let a line out.

    `whys`: for each finding that may stay, its key and why ("" takes over the writer's reason). `reason`:
    why a line that rests on few visits may leave (see `domain.theme`). Raises Forbidden("line_own_words"),
    Conflict("line_changed" | "source_gone"), Invalid("finding_open" | "line_thin" | …).
    """

    def clear(tx: Transaction, summary: Summary, line: ShareLine) -> ShareLine:
        sources = readable_sources(tx, summary)
        rules.check_sources(line, {source.source_id for source in sources})
        found = [each.key for each in wall_for(tx, summary, sources, pack).look(line) if each.blocks]
        cleared = lines_rules.clear_line(
            line,
            wording=wording,
            looked_for=looked_for,
            found=found,
            whys=whys,
            approver_id=actor.person_id,
            now=now,
        )
        return theme.with_reason(cleared, tx.summaries.breadth(line.source_ids), reason)

    return _review(store, actor, summary_id, line_id, clear, "clear_share_line", now)


def return_line(
    store: Store, actor: Actor, summary_id: str, line_id: str, *, wording: int, reason: str, now: datetime
) -> ShareLine:
    """Give a line back to its writers. Raises Invalid("line_reason_missing"), Conflict("line_changed")."""

    def give_back(tx: Transaction, summary: Summary, line: ShareLine) -> ShareLine:
        return lines_rules.return_line(line, wording=wording, reason=reason, approver_id=actor.person_id, now=now)

    return _review(store, actor, summary_id, line_id, give_back, "return_share_line", now)


def unreview_line(store: Store, actor: Actor, summary_id: str, line_id: str, *, now: datetime) -> ShareLine:
    """The undo of clearing and of returning."""

    def undo(tx: Transaction, summary: Summary, line: ShareLine) -> ShareLine:
        return lines_rules.unreview_line(line)

    return _review(store, actor, summary_id, line_id, undo, "unreview_share_line", now)


def _review(
    store: Store,
    actor: Actor,
    summary_id: str,
    line_id: str,
    act: Callable[[Transaction, Summary, ShareLine], ShareLine],
    name: str,
    now: datetime,
) -> ShareLine:
    with store.write() as tx:
        summary = find(tx, actor, "review_summary", summary_id)
        rules.check_in_review(summary)
        line = act(tx, summary, _line(tx, summary, line_id))
        tx.summaries.save_line(line)
        if not line.cleared:
            # An approved summary with a line that is not cleared would be a lie.
            tx.summaries.save_state(rules.edited(summary))
        cleared = sorted(stay.key.partition("-")[0] for stay in line.stays if stay.cleared)
        _note(tx, actor, name, line, now, **({"found": cleared} if cleared else {}))
    return line


def _editable(tx: Transaction, actor: Actor, summary_id: str) -> Summary:
    summary = find(tx, actor, "compose_summary", summary_id)
    edited = rules.edited(summary)
    if edited != summary:
        tx.summaries.save_state(edited)
    return edited


def _line(tx: Transaction, summary: Summary, line_id: str, *, removed: bool = False) -> ShareLine:
    line = tx.summaries.line(line_id)
    if line.summary_id != summary.summary_id or line.removed != removed:
        raise NotFound("not_found")
    return line


def _checked(tx: Transaction, summary: Summary, part: Part, filled: LineWords, pack: Pack) -> LineWords:
    """Only what belongs to this part, and only sources that may leave."""
    seen = part in lines_rules.PARTS_WITH_SOURCES
    if seen and filled.issue and pack.issue(filled.issue) is None:
        raise Invalid("line_issue_unknown", field="issue")
    source_ids = set(filled.source_ids) if seen or part == "promise" else set()
    if not source_ids <= {source.source_id for source in readable_sources(tx, summary)}:
        raise Invalid("line_source_unknown", field="source_ids")
    return LineWords(
        filled.words,
        (filled.issue or None) if seen else None,
        (filled.promise_state or None) if part == "promise" else None,
        source_ids,
    )


def _note(tx: Transaction, actor: Actor, act: str, line: ShareLine, now: datetime, **detail: object) -> None:
    tx.audit.add(
        at=now,
        actor_id=actor.person_id,
        act=act,
        thing="share_line",
        thing_id=line.line_id,
        summary_id=line.summary_id,
        part=line.part,
        wording=line.wording,
        **detail,
    )
