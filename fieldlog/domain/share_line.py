"""A share line: a sentence written fresh for the outside, and cleared by somebody else.

Titles, promises and questions are share lines too: whatever is printed is cleared alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from fieldlog.domain.stay import Stay, explained, let_stay, reopened
from fieldlog.errors import Conflict, Forbidden, Invalid

Part = Literal["title", "strength", "concern", "promise", "question"]
PARTS: Final[tuple[Part, ...]] = ("title", "strength", "concern", "promise", "question")
# What is said to have been seen must have been seen by somebody.
PARTS_WITH_SOURCES: Final = ("strength", "concern")

Review = Literal["waiting", "cleared", "returned"]
PROMISE_STATES: Final = ("open", "doing", "done", "cannot")

# What the approver looks for in each line, and ticks.
LOOKED_FOR: Final = ("names", "places", "dates", "rare_facts")

LONGEST_TITLE: Final = 90
LONGEST_LINE: Final = 400
LONGEST_REASON: Final = 500

# Marks that turn the direction of text around them: on a page they could scramble what others wrote.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")


@dataclass(frozen=True)
class ShareLine:
    """One sentence of a summary.

    `wording` grows with every change of what is printed; a clearance names the wording it read.
    `writers` are all who edited it: none of them may clear it. `stays`: what was said about findings in these words.
    """

    line_id: str
    summary_id: str
    part: Part
    position: int
    words: str
    writers: frozenset[str]
    issue: str | None = None
    promise_state: str | None = None
    source_ids: frozenset[str] = frozenset()
    wording: int = 1
    review: Review = "waiting"
    reviewed_wording: int | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    reason: str = ""
    looked_for: frozenset[str] = frozenset()
    removed: bool = False
    stays: frozenset[Stay] = frozenset()

    def __post_init__(self) -> None:
        _check(self)

    @property
    def cleared(self) -> bool:
        """Did somebody clear exactly these words?"""
        return self.review == "cleared" and self.reviewed_wording == self.wording


def clean_words(text: str) -> str:
    """One line of text without control marks or marks that turn the direction of writing."""
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(c for c in spaced if c not in _TURNING).split())


def edit_line(
    line: ShareLine,
    *,
    words: str,
    issue: str | None,
    promise_state: str | None,
    source_ids: Collection[str],
    writer_id: str,
) -> ShareLine:
    """The line with new words. Any change ends the clearance; saving the same again changes nothing.

    Sources count as a change: a clearance rests on having read them. Writers only grow, since
    a few letters changed by a second person do not make the sentence theirs to clear.
    Raises Invalid.
    """
    changed = replace(
        line,
        words=clean_words(words),
        issue=issue,
        promise_state=promise_state,
        source_ids=frozenset(source_ids),
    )
    if changed == line:
        return line
    return replace(
        _unreviewed(changed),
        stays=frozenset(),
        wording=line.wording + 1,
        writers=line.writers | {writer_id},
    )


def explain_finding(line: ShareLine, *, wording: int, key: str, said: str, writer_id: str) -> ShareLine:
    """The line with a writer's reason why a finding may stay; it decides nothing. An empty reason takes it back.

    Raises Conflict("line_changed"), Invalid("finding_why_long").
    """
    check_wording(line, wording)
    return replace(line, stays=explained(line.stays, key=key, said=clean_words(said), writer_id=writer_id))


def clear_line(
    line: ShareLine,
    *,
    wording: int,
    looked_for: Collection[str],
    found: Collection[str],
    whys: Mapping[str, str],
    approver_id: str,
    now: datetime,
) -> ShareLine:
    """The line, cleared for the outside, with all that was found in it.

    `wording` is the one that the approver had before their eyes; `found` and `whys` as in `stay.let_stay`.
    Raises Conflict("line_changed"), Forbidden("line_own_words"), Invalid("line_ticks_missing" | "finding_open" | …).
    """
    check_wording(line, wording)
    if approver_id in line.writers:
        raise Forbidden("line_own_words")
    if set(looked_for) != set(LOOKED_FOR):
        raise Invalid("line_ticks_missing", field="looked_for")
    cleaned = {key: clean_words(why) for key, why in whys.items()}
    stays = let_stay(line.stays, found=found, whys=cleaned, approver_id=approver_id, now=now)
    return replace(
        line,
        review="cleared",
        reviewed_wording=wording,
        reviewed_by=approver_id,
        reviewed_at=now,
        reason="",
        looked_for=frozenset(LOOKED_FOR),
        stays=stays,
    )


def return_line(line: ShareLine, *, wording: int, reason: str, approver_id: str, now: datetime) -> ShareLine:
    """The line, back to its writers with a reason.

    Raises Conflict("line_changed"), Invalid("line_reason_missing" | "line_reason_long").
    """
    check_wording(line, wording)
    reason = clean_words(reason)
    if not reason:
        raise Invalid("line_reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("line_reason_long", field="reason", most=LONGEST_REASON)
    return replace(
        line,
        review="returned",
        reviewed_wording=wording,
        reviewed_by=approver_id,
        reviewed_at=now,
        reason=reason,
        looked_for=frozenset(),
    )


def unreview_line(line: ShareLine) -> ShareLine:
    """The line as it was before it was cleared or returned: the undo. Writers' reasons stay."""
    return _unreviewed(line)


def _unreviewed(line: ShareLine) -> ShareLine:
    return replace(
        line,
        review="waiting",
        reviewed_wording=None,
        reviewed_by=None,
        reviewed_at=None,
        reason="",
        looked_for=frozenset(),
        stays=reopened(line.stays),
    )


def check_wording(line: ShareLine, wording: int) -> None:
    """Raises Conflict("line_changed") when the words are not those that the person had before their eyes."""
    if line.removed or line.wording != wording:
        raise Conflict("line_changed")


def _check(line: ShareLine) -> None:
    if line.part not in PARTS:
        raise Invalid("line_part", field="part")
    if not line.words:
        raise Invalid("line_empty", field="words")
    most = LONGEST_TITLE if line.part == "title" else LONGEST_LINE
    if len(line.words) > most:
        raise Invalid("line_long", field="words", most=most)
    if line.part in PARTS_WITH_SOURCES and not line.issue:
        raise Invalid("line_issue_missing", field="issue")
    if line.part in PARTS_WITH_SOURCES and not line.source_ids:
        raise Invalid("line_source_missing", field="source_ids")
    if line.part == "promise" and line.promise_state not in PROMISE_STATES:
        raise Invalid("line_state_missing", field="promise_state")
