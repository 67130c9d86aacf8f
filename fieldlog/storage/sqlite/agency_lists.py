"""The agency's own words for the finder, in SQLite."""

from __future__ import annotations

import json

from fieldlog.domain.agency_list import AgencyList
from fieldlog.storage.sqlite.connection import Sql, from_text, to_json, to_text


class SqliteAgencyLists(Sql):
    """Implements `AgencyListStore`."""

    def all(self) -> dict[str, AgencyList]:
        return {
            row["kind"]: AgencyList(
                kind=row["kind"],
                entries=tuple(json.loads(row["entries"])),
                before=tuple(json.loads(row["before"])),
                changed_by=row["changed_by"],
                changed_at=from_text(row["changed_at"]),
            )
            for row in self.rows("SELECT * FROM agency_lists")
        }

    def save(self, kept: AgencyList) -> None:
        self.run(
            "INSERT INTO agency_lists (kind, entries, before, changed_by, changed_at)"
            " VALUES (:kind, :entries, :before, :changed_by, :changed_at)"
            " ON CONFLICT (kind) DO UPDATE SET entries = excluded.entries, before = excluded.before,"
            " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            kind=kept.kind,
            entries=to_json(list(kept.entries)),
            before=to_json(list(kept.before)),
            changed_by=kept.changed_by,
            changed_at=to_text(kept.changed_at),
        )
