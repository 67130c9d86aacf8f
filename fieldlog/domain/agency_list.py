"""One list of an agency's own words, as an admin keeps it: one entry a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from fieldlog.domain.privacy.lists import KINDS, MOST_WORDS, entry_words
from fieldlog.errors import Conflict, Invalid

MOST_ENTRIES: Final = 2000


@dataclass(frozen=True)
class AgencyList:
    """The entries of one kind (`privacy.lists.KINDS`), and those before the last change, for the undo."""

    kind: str
    entries: tuple[str, ...]
    before: tuple[str, ...]
    changed_by: str
    changed_at: datetime


def read_entries(kind: str, text: str) -> tuple[str, ...]:
    """The entries of a pasted text, sorted, each once; bullets and empty lines are nothing.

    Raises Invalid("list_kind" | "list_long" | "list_entry_long" | "list_entry_short" | "list_never_long").
    """
    if kind not in KINDS:
        raise Invalid("list_kind")
    found: dict[tuple[str, ...], str] = {}
    for line in text.splitlines():
        entry = " ".join(line.strip().strip(",;•*").split())
        words = entry_words(entry)
        if not words:
            continue
        if len(words) > MOST_WORDS:
            raise Invalid("list_entry_long", field="entries", most=MOST_WORDS)
        if len("".join(words)) < 2:
            raise Invalid("list_entry_short", field="entries")
        if kind == "NEVER" and len(words) > 1:
            raise Invalid("list_never_long", field="entries")
        found.setdefault(words, entry)
    if len(found) > MOST_ENTRIES:
        raise Invalid("list_long", field="entries", most=MOST_ENTRIES)
    return tuple(sorted(found.values(), key=lambda entry: (entry.casefold(), entry)))


def undone(kept: AgencyList, *, by: str, now: datetime) -> AgencyList:
    """The list as it was before its last change; undoing twice brings the change back. Raises Conflict("list_undone")."""
    if kept.entries == kept.before:
        raise Conflict("list_undone")
    return replace(kept, entries=kept.before, before=kept.entries, changed_by=by, changed_at=now)
