"""Publications and the ledger of numbers, in SQLite. Rows are added; only a withdrawal marks one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Numbers, Shown
from fieldlog.domain.privacy.ledger import Published
from fieldlog.domain.publication import Publication
from fieldlog.domain.snapshot import from_json, shown_from, shown_pair
from fieldlog.domain.snapshot import to_json as snapshot_json
from fieldlog.errors import NotFound
from fieldlog.storage.sqlite.connection import Sql, from_text, maybe_from_text, to_json, to_text


class SqlitePublications(Sql):
    """Implements `PublicationStore`."""

    def add(self, publication: Publication) -> None:
        self.run(
            "INSERT INTO publications (publication_id, slug, version, summary_id, published_at,"
            " published_by, snapshot) VALUES (:publication_id, :slug, :version, :summary_id,"
            " :published_at, :published_by, :snapshot)",
            publication_id=publication.publication_id,
            slug=publication.slug,
            version=publication.version,
            summary_id=publication.summary_id,
            published_at=to_text(publication.published_at),
            published_by=publication.published_by,
            snapshot=snapshot_json(publication.snapshot),
        )

    def newest(self, slug: str) -> Publication:
        row = self.one("SELECT * FROM publications WHERE slug = :slug ORDER BY version DESC LIMIT 1", slug=slug)
        if row is None:
            raise NotFound("not_found")
        return _publication(row)

    def of_summary(self, summary_id: str) -> Publication | None:
        row = self.one("SELECT * FROM publications WHERE summary_id = :id", id=summary_id)
        return None if row is None else _publication(row)

    def withdraw(self, publication_id: str, *, at: datetime, notice: str) -> None:
        changed = self.run(
            "UPDATE publications SET withdrawn_at = :at, notice = :notice WHERE publication_id = :id",
            at=to_text(at),
            notice=notice,
            id=publication_id,
        )
        if not changed:
            raise NotFound("not_found")

    def enter_numbers(self, publication_id: str, published: Published) -> None:
        numbers = published.numbers
        entries: list[tuple[str, str, Shown]] = [("visits", "", numbers.visits), ("rides", "", numbers.rides)]
        entries += [("visits_with_issue", issue, shown) for issue, shown in numbers.by_issue]
        for measure, issue, shown in entries:
            kind, value = shown_pair(shown)
            self.run(
                "INSERT INTO published_numbers (unit_id, first_quarter, last_quarter, measure, issue,"
                " kind, value, publication_id) VALUES (:unit_id, :first, :last, :measure, :issue,"
                " :kind, :value, :publication_id)",
                unit_id=published.unit_id,
                first=str(published.period.first),
                last=str(published.period.last),
                measure=measure,
                issue=issue,
                kind=kind,
                value=value,
                publication_id=publication_id,
            )
        for unit_id in published.covered:
            self.run(
                "INSERT INTO published_coverage (unit_id, first_quarter, last_quarter, covered_unit_id)"
                " VALUES (:unit_id, :first, :last, :covered)",
                unit_id=published.unit_id,
                first=str(published.period.first),
                last=str(published.period.last),
                covered=unit_id,
            )

    def ledger(self, unit_ids: Iterable[str]) -> list[Published]:
        numbers = self._by_set("SELECT * FROM published_numbers ORDER BY issue")
        covered = self._by_set("SELECT * FROM published_coverage")
        wanted = self.rows(
            "SELECT DISTINCT unit_id, first_quarter, last_quarter FROM published_coverage"
            " WHERE covered_unit_id IN (SELECT value FROM json_each(:units))"
            " ORDER BY unit_id, first_quarter, last_quarter",
            units=to_json(list(unit_ids)),
        )
        return [
            Published(
                unit_id,
                Period(Quarter.parse(first), Quarter.parse(last)),
                _numbers(numbers[unit_id, first, last]),
                frozenset(row["covered_unit_id"] for row in covered[unit_id, first, last]),
            )
            for unit_id, first, last in map(tuple, wanted)
        ]

    def _by_set(self, select: str) -> dict[tuple[str, str, str], list[sqlite3.Row]]:
        sets: dict[tuple[str, str, str], list[sqlite3.Row]] = {}
        for row in self.rows(select):
            sets.setdefault((row["unit_id"], row["first_quarter"], row["last_quarter"]), []).append(row)
        return sets


def _numbers(rows: list[sqlite3.Row]) -> Numbers:
    found = {(row["measure"], row["issue"]): shown_from(row["kind"], row["value"]) for row in rows}
    by_issue = tuple((issue, shown) for (measure, issue), shown in found.items() if measure == "visits_with_issue")
    return Numbers(found["visits", ""], found["rides", ""], by_issue)


def _publication(row: sqlite3.Row) -> Publication:
    return Publication(
        publication_id=row["publication_id"],
        slug=row["slug"],
        version=row["version"],
        summary_id=row["summary_id"],
        published_at=from_text(row["published_at"]),
        published_by=row["published_by"],
        snapshot=from_json(row["snapshot"]),
        withdrawn_at=maybe_from_text(row["withdrawn_at"]),
        notice=row["notice"],
    )
