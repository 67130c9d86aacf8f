"""What a published page shows: the words of its snapshot, and nothing that is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldlog.domain.snapshot import Snapshot
from fieldlog.i18n import gettext as _
from fieldlog.render import words

# state → (kind of badge, icon): never told by color alone.
_BADGES: Final = {
    "open": ("waiting", "circle-dot"),
    "doing": ("waiting", "clock"),
    "done": ("done", "check"),
    "cannot": ("stopped", "x"),
}


@dataclass(frozen=True)
class PromiseRow:
    """A promise beside its badge."""

    words: str
    state: str
    badge: str
    icon: str


@dataclass(frozen=True)
class NumberRow:
    """One issue. `share` is the length of the bar from 0 to 100; None where a bar would tell too much."""

    issue: str
    visits: str
    share: int | None
    kind: str


@dataclass(frozen=True)
class Sheet:
    """A snapshot in words, ready for the template."""

    snapshot: Snapshot
    facts: tuple[str, ...]
    promises: tuple[PromiseRow, ...]
    numbers: tuple[NumberRow, ...]
    numbers_note: str
    version: str
    corrected: bool


def sheet(snapshot: Snapshot) -> Sheet:
    """The page of a snapshot, published or in preview."""
    numbers = snapshot.numbers.by_issue if snapshot.numbers else ()
    most = words.longest(snapshot)
    return Sheet(
        snapshot=snapshot,
        facts=words.facts(snapshot),
        promises=tuple(
            PromiseRow(each.words, _(words.PROMISE_STATES[each.state]), *_BADGES[each.state])
            for each in snapshot.promises
        ),
        numbers=tuple(
            NumberRow(each.issue, words.shown_words(each.visits), words.bar_share(each.visits, most), each.visits.kind)
            for each in numbers
        ),
        numbers_note=words.numbers_note(snapshot),
        version=words.version_words(snapshot),
        corrected=snapshot.version > 1,
    )
