"""What could not be stored as an edit, word for word, in SQLite."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import datetime

from fieldlog.domain.set_aside import Outline
from fieldlog.storage.protocol import Quarantined
from fieldlog.storage.sqlite.connection import Sql, from_text, to_json, to_text

# The words stay in quarantine when they are let in: what is stored tells that they were.
NOT_STORED = "NOT EXISTS (SELECT 1 FROM edits e WHERE e.edit_id = q.edit_id AND e.content_sha256 = q.content_sha256)"
# A later edit of the same phone has its place: same entry, and it follows whatever this one followed. A refused version
# is never named as a base, since it was never stored; so its successor has the same bases (static/js/core/entry.js).
NOT_FIXED = (
    "NOT EXISTS (SELECT 1 FROM edits e WHERE q.entry_id <> '' AND e.entry_id = q.entry_id"
    " AND e.author_id = q.author_id AND e.device_id = q.device_id AND e.device_seq > q.device_seq"
    " AND NOT EXISTS (SELECT 1 FROM json_each(q.base_edit_ids) b"
    " WHERE b.value NOT IN (SELECT value FROM json_each(e.base_edit_ids))))"
)
WAITING = f"{NOT_STORED} AND {NOT_FIXED}"


class SqliteQuarantine(Sql):
    """Implements `QuarantineStore`."""

    def add(self, item: Quarantined) -> bool:
        added = self.run(
            "INSERT INTO quarantine (person_id, device_id, edit_id, code, raw, raw_sha256, received_at,"
            " author_id, entry_id, device_seq, base_edit_ids, content_sha256)"
            " VALUES (:person_id, :device_id, :edit_id, :code, :raw, :raw_sha256, :received_at,"
            " :author_id, :entry_id, :device_seq, :base_edit_ids, :content_sha256)"
            " ON CONFLICT (person_id, edit_id, raw_sha256) DO NOTHING",
            person_id=item.person_id,
            device_id=item.device_id,
            edit_id=item.edit_id,
            code=item.code,
            raw=item.raw,
            raw_sha256=item.raw_sha256,
            received_at=to_text(item.received_at),
            **outline_columns(item.outline),
        )
        return added == 1

    def waiting(self, person_id: str) -> list[Quarantined]:
        rows = self.rows(
            f"SELECT * FROM quarantine q WHERE person_id = :id AND {WAITING} ORDER BY quarantine_id", id=person_id
        )
        return [_quarantined(row) for row in rows]

    def mark_seen(self, person_id: str, *, why: str, by: str, at: datetime) -> int:
        return self.run(
            "UPDATE quarantine AS q SET seen_at = :at, seen_by = :by, seen_why = :why"
            f" WHERE person_id = :id AND seen_at IS NULL AND {WAITING}",
            id=person_id,
            why=why,
            by=by,
            at=to_text(at),
        )

    def mark_unseen(self, person_id: str) -> int:
        return self.run(
            "UPDATE quarantine SET seen_at = NULL, seen_by = NULL, seen_why = ''"
            " WHERE person_id = :id AND seen_at IS NOT NULL",
            id=person_id,
        )


def outline_columns(outline: Outline) -> dict[str, object]:
    """Its columns, for a row that is written now or by a migration."""
    return {**asdict(outline), "base_edit_ids": to_json(outline.base_edit_ids)}


def _quarantined(row: sqlite3.Row) -> Quarantined:
    return Quarantined(
        person_id=row["person_id"],
        device_id=row["device_id"],
        edit_id=row["edit_id"],
        code=row["code"],
        raw=row["raw"],
        raw_sha256=row["raw_sha256"],
        received_at=from_text(row["received_at"]),
    )
