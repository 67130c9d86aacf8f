"""The audit trail in SQLite."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from fieldlog.storage.protocol import AuditEntry
from fieldlog.storage.sqlite.connection import Sql, from_text, to_json, to_text


class SqliteAudit(Sql):
    """Implements `AuditStore`."""

    def add(self, *, at: datetime, actor_id: str, act: str, thing: str, thing_id: str, **detail: object) -> None:
        self.run(
            "INSERT INTO audit (at, actor_id, act, thing, thing_id, detail)"
            " VALUES (:at, :actor_id, :act, :thing, :thing_id, :detail)",
            at=to_text(at),
            actor_id=actor_id,
            act=act,
            thing=thing,
            thing_id=thing_id,
            detail=to_json(detail),
        )

    def about(self, thing: str, thing_id: str) -> list[AuditEntry]:
        rows = self.rows(
            "SELECT * FROM audit WHERE thing = :thing AND thing_id = :thing_id ORDER BY audit_id",
            thing=thing,
            thing_id=thing_id,
        )
        return [_entry(row) for row in rows]

    def newest(self, limit: int) -> list[AuditEntry]:
        rows = self.rows("SELECT * FROM audit ORDER BY audit_id DESC LIMIT :limit", limit=limit)
        return [_entry(row) for row in rows]


def _entry(row: sqlite3.Row) -> AuditEntry:
    return AuditEntry(
        at=from_text(row["at"]),
        actor_id=row["actor_id"],
        act=row["act"],
        thing=row["thing"],
        thing_id=row["thing_id"],
        detail=json.loads(row["detail"]),
    )
