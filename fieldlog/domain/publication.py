"""One version of a published summary, and where it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldlog.domain.snapshot import Snapshot
from fieldlog.errors import Invalid

LONGEST_NOTICE = 500


@dataclass(frozen=True)
class Publication:
    """An immutable snapshot at an unguessable address. The newest version of a slug is what it serves.

    `notice` is what people read at that address after `withdrawn_at`.
    """

    publication_id: str
    slug: str
    version: int
    summary_id: str
    published_at: datetime
    published_by: str
    snapshot: Snapshot
    withdrawn_at: datetime | None = None
    notice: str = ""


def check_notice(notice: str) -> None:
    """Raises Invalid("notice_missing" | "notice_long")."""
    if not notice:
        raise Invalid("notice_missing", field="notice")
    if len(notice) > LONGEST_NOTICE:
        raise Invalid("notice_long", field="notice", most=LONGEST_NOTICE)
