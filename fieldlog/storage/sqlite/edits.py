"""The growing set of edits in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync import Link
from fieldlog.storage.protocol import KnownEdit
from fieldlog.storage.sqlite.connection import Sql, from_text, maybe_from_text, to_json, to_text, translated

_COLUMNS = (
    "edit_id, rev, entry_id, entry_type, kind, base_edit_ids, author_id, device_id, device_seq, occurred_at,"
    " occurred_offset, schema_v, enc, key_id, body, body_sha256, content_sha256, status, received_at"
)
_LINK = "edit_id, entry_id, entry_type, author_id, base_edit_ids, status"
_INSERT = (
    f"INSERT INTO edits ({_COLUMNS}) VALUES (:edit_id, :rev, :entry_id, :entry_type, :kind, :base_edit_ids,"
    " :author_id, :device_id, :device_seq, :occurred_at, :occurred_offset, :schema_v, :enc, :key_id, :body,"
    " :body_sha256, :content_sha256, :status, :received_at) ON CONFLICT (edit_id) DO NOTHING"
)
_BATCH = 500


class SqliteEdits(Sql):
    """Implements `EditStore`."""

    def add(self, edit: Edit) -> bool:
        columns = {name: getattr(edit, name) for name in Edit.__dataclass_fields__}
        columns["base_edit_ids"] = to_json(edit.base_edit_ids)
        columns["occurred_at"] = to_text(edit.occurred_at)
        columns["received_at"] = None if edit.received_at is None else to_text(edit.received_at)
        with translated():
            return self.conn.execute(_INSERT, columns).rowcount == 1

    def known(self, edit_ids: Iterable[str]) -> dict[str, KnownEdit]:
        rows = self.rows(
            "SELECT edit_id, author_id, content_sha256, status, rev FROM edits"
            " WHERE edit_id IN (SELECT value FROM json_each(:ids))",
            ids=to_json(list(edit_ids)),
        )
        return {
            row["edit_id"]: KnownEdit(row["author_id"], row["content_sha256"], row["status"], row["rev"])
            for row in rows
        }

    def links(self, entry_ids: Iterable[str]) -> list[Link]:
        rows = self.rows(
            f"SELECT {_LINK} FROM edits WHERE entry_id IN (SELECT value FROM json_each(:ids))",
            ids=to_json(list(entry_ids)),
        )
        return [_link(row) for row in rows]

    def get(self, edit_ids: Iterable[str]) -> list[Edit]:
        rows = self.rows(
            f"SELECT {_COLUMNS} FROM edits WHERE edit_id IN (SELECT value FROM json_each(:ids))",
            ids=to_json(list(edit_ids)),
        )
        return [_edit(row) for row in rows]

    def of_author(self, author_id: str, *, after: int, limit: int, without: Iterable[str] = ()) -> list[Edit]:
        rows = self.rows(
            f"SELECT {_COLUMNS} FROM edits WHERE author_id = :author AND rev > :after AND status = 'ok'"
            " AND edit_id NOT IN (SELECT value FROM json_each(:without)) ORDER BY rev LIMIT :limit",
            author=author_id,
            without=to_json(list(without)),
            after=after,
            limit=limit,
        )
        return [_edit(row) for row in rows]

    def held_of(self, author_id: str) -> list[Link]:
        rows = self.rows(
            f"SELECT {_LINK} FROM edits WHERE author_id = :author AND status = 'held' ORDER BY rev",
            author=author_id,
        )
        return [_link(row) for row in rows]

    def release(self, edit_id: str, rev: int) -> None:
        self.run("UPDATE edits SET status = 'ok', rev = :rev WHERE edit_id = :id", id=edit_id, rev=rev)

    def entry_ids(self) -> Iterator[list[str]]:
        last = ""
        while True:
            rows = self.rows(
                "SELECT DISTINCT entry_id FROM edits WHERE entry_id > :last ORDER BY entry_id LIMIT :limit",
                last=last,
                limit=_BATCH,
            )
            if not rows:
                return
            last = rows[-1]["entry_id"]
            yield [row["entry_id"] for row in rows]


def _link(row: sqlite3.Row) -> Link:
    bases = tuple(json.loads(row["base_edit_ids"]))
    return Link(row["edit_id"], row["entry_id"], row["entry_type"], row["author_id"], bases, row["status"])


def _edit(row: sqlite3.Row) -> Edit:
    return Edit(
        edit_id=row["edit_id"],
        entry_id=row["entry_id"],
        entry_type=row["entry_type"],
        kind=row["kind"],
        base_edit_ids=tuple(json.loads(row["base_edit_ids"])),
        author_id=row["author_id"],
        device_id=row["device_id"],
        device_seq=row["device_seq"],
        occurred_at=from_text(row["occurred_at"]),
        occurred_offset=row["occurred_offset"],
        schema_v=row["schema_v"],
        enc=row["enc"],
        key_id=row["key_id"],
        body=row["body"],
        body_sha256=row["body_sha256"],
        content_sha256=row["content_sha256"],
        status=row["status"],
        rev=row["rev"],
        received_at=maybe_from_text(row["received_at"]),
    )
