"""One version of a published summary, and where it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldlog.domain.snapshot import Snapshot
from fieldlog.errors import Invalid

# Why a page is withdrawn. Nobody clears this, so it holds no words of anybody's own.
NOTICES: Final = ("mistake", "too_much", "out_of_date")


@dataclass(frozen=True)
class Publication:
    """An immutable snapshot at an unguessable address. The newest version of a slug is what it serves.

    `notice` is one of `NOTICES`: why people read nothing more at that address after `withdrawn_at`.
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
    """One of `NOTICES`. Raises Invalid("notice_missing")."""
    if notice not in NOTICES:
        raise Invalid("notice_missing", field="notice")
