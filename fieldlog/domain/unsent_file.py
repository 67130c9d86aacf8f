"""The file in which unsent entries leave a phone (docs/adr/0013)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldlog.errors import Invalid

FORM: Final = 1
MOST_ENTRIES: Final = 20_000


@dataclass(frozen=True)
class UnsentFile:
    """Whose entries, from which phone. `edits` are raw, each to be judged on its own; `drafts` hold no edit."""

    person_id: str
    device_id: str
    edits: tuple[object, ...]
    drafts: int


def read_unsent_file(raw: object) -> UnsentFile:
    """Read what the JSON of the file holds. Raises Invalid("unsent_file")."""
    if not isinstance(raw, dict) or raw.get("fieldlog_unsent") != FORM:
        raise Invalid("unsent_file", what="fieldlog_unsent")
    entries = raw.get("entries")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES or not all(isinstance(e, dict) for e in entries):
        raise Invalid("unsent_file", what="entries")
    edits = tuple(entry["edit"] for entry in entries if "edit" in entry)
    return UnsentFile(_text(raw, "person_id"), _text(raw, "device_id"), edits, len(entries) - len(edits))


def _text(raw: dict[str, object], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 64 or not value.isascii():
        raise Invalid("unsent_file", what=name)
    return value
