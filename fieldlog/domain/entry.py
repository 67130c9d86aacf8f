"""The unit of sync: an immutable edit of an entry, and what the server makes of it.

An entry's current state is a projection of its edits and can always be made again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

ENTRY_TYPES: Final = ("ride", "visit", "observation", "reflection", "promise")
EDIT_KINDS: Final = ("save", "retract", "resolve")
SCHEMA_V: Final = 1


@dataclass(frozen=True)
class Edit:
    """One saved version of one entry, as it travelled.

    `body` is the whole entry as JSON text, not a patch. `body_sha256` covers the bytes sent,
    `content_sha256` the plaintext. `occurred_offset` is in minutes east of UTC. `rev`,
    `status` and `received_at` are the server's: None and "ok" until it is stored.
    """

    edit_id: str
    entry_id: str
    entry_type: str
    kind: str
    base_edit_ids: tuple[str, ...]
    author_id: str
    device_id: str
    device_seq: int
    occurred_at: datetime
    occurred_offset: int
    schema_v: int
    enc: str
    key_id: str | None
    body: str
    body_sha256: str
    content_sha256: str
    status: str = "ok"
    rev: int | None = None
    received_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What the office said back to a leader about one of their observations."""

    answer_id: str
    rev: int | None
    entry_id: str
    to_id: str
    author_id: str
    author_name: str
    words: str
    at: datetime
