"""Summaries, their share lines, and what they may be written from, in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Counts
from fieldlog.domain.privacy.overlap import SaidOnRide
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.stay import Stay
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.theme import Breadth
from fieldlog.errors import NotFound
from fieldlog.storage.sqlite.connection import Sql, from_text, maybe_from_text, to_json, to_text

# A ride may feed something outside only if the worker agreed and the family knew who the visitor was.
_MAY_LEAVE = (
    " r.unit_id IN (SELECT value FROM json_each(:units)) AND r.date BETWEEN :first AND :last"
    " AND NOT r.retracted AND r.worker_agreed AND r.family_told"
)
_COLUMNS = [
    "part",
    "position",
    "issue",
    "promise_state",
    "words",
    "wording",
    "review",
    "reviewed_wording",
    "reviewed_by",
    "reviewed_at",
    "reason",
    "looked_for",
    "removed",
]


class SqliteSummaries(Sql):
    """Implements `SummaryStore`."""

    def add(self, summary: Summary) -> None:
        self.run(
            "INSERT INTO summaries (summary_id, unit_id, first_quarter, last_quarter, audience,"
            " state, corrects_id, created_by, created_at) VALUES (:summary_id, :unit_id, :first,"
            " :last, :audience, :state, :corrects_id, :created_by, :created_at)",
            summary_id=summary.summary_id,
            unit_id=summary.unit_id,
            first=str(summary.period.first),
            last=str(summary.period.last),
            audience=summary.audience,
            state=summary.state,
            corrects_id=summary.corrects_id,
            created_by=summary.created_by,
            created_at=to_text(summary.created_at),
        )

    def save_state(self, summary: Summary) -> None:
        changed = self.run(
            "UPDATE summaries SET state = :state, discarded = :discarded WHERE summary_id = :summary_id",
            state=summary.state,
            discarded=summary.discarded,
            summary_id=summary.summary_id,
        )
        if not changed:
            raise NotFound("not_found")

    def summary(self, summary_id: str) -> Summary:
        row = self.one("SELECT * FROM summaries WHERE summary_id = :id", id=summary_id)
        if row is None:
            raise NotFound("not_found")
        return _summary(row)

    def of_areas(self, unit_ids: Iterable[str]) -> list[Summary]:
        rows = self.rows(
            "SELECT * FROM summaries WHERE unit_id IN (SELECT value FROM json_each(:units))"
            " AND NOT discarded ORDER BY created_at DESC, summary_id DESC",
            units=to_json(list(unit_ids)),
        )
        return [_summary(row) for row in rows]

    def correction_of(self, summary_id: str) -> Summary | None:
        row = self.one("SELECT * FROM summaries WHERE corrects_id = :id", id=summary_id)
        return None if row is None else _summary(row)

    def add_line(self, line: ShareLine) -> None:
        self.run(
            "INSERT INTO share_lines (line_id, summary_id, "
            + ", ".join(_COLUMNS)
            + ") VALUES (:line_id, :summary_id, "
            + ", ".join(f":{name}" for name in _COLUMNS)
            + ")",
            **_line_columns(line),
        )
        self._put_people_and_sources(line)

    def save_line(self, line: ShareLine) -> None:
        columns = _line_columns(line)
        del columns["summary_id"]
        changed = self.run(
            "UPDATE share_lines SET "
            + ", ".join(f"{name} = :{name}" for name in _COLUMNS)
            + " WHERE line_id = :line_id",
            **columns,
        )
        if not changed:
            raise NotFound("not_found")
        self.run("DELETE FROM share_line_writers WHERE line_id = :line_id", line_id=line.line_id)
        self.run("DELETE FROM share_line_sources WHERE line_id = :line_id", line_id=line.line_id)
        self.run("DELETE FROM share_line_stays WHERE line_id = :line_id", line_id=line.line_id)
        self._put_people_and_sources(line)

    def lines(self, summary_id: str) -> list[ShareLine]:
        return self._lines("summary_id = :id AND NOT removed", summary_id)

    def line(self, line_id: str) -> ShareLine:
        found = self._lines("line_id = :id", line_id)
        if not found:
            raise NotFound("not_found")
        return found[0]

    def sources(self, unit_ids: Iterable[str], period: Period) -> list[Source]:
        scope = _scope(unit_ids, period)
        observations = self.rows(
            "SELECT o.*, r.date, r.worker_role,"
            " (SELECT json_group_array(issue) FROM observation_issues i WHERE i.observation_id = o.observation_id)"
            " AS issues,"
            " (SELECT json_group_array(cue) FROM observation_cues c WHERE c.observation_id = o.observation_id) AS cues"
            " FROM rides r JOIN observations o ON o.ride_id = r.ride_id AND o.author_id = r.leader_id"
            " LEFT JOIN visits v ON v.visit_id = o.visit_id"
            f" WHERE {_MAY_LEAVE} AND o.sharing = 'community' AND NOT o.retracted AND NOT coalesce(v.retracted, 0)"
            " ORDER BY o.observation_id",
            **scope,
        )
        # A promise belongs to the area of its ride, or else of the first note that it rests on.
        promises = self.rows(
            "SELECT p.*, r.date, r.worker_role, r.ride_id AS its_ride FROM promises p JOIN rides r ON r.ride_id = coalesce(p.ride_id,"
            " (SELECT o.ride_id FROM json_each(p.observation_ids) j JOIN observations o ON o.observation_id = j.value"
            " ORDER BY j.key LIMIT 1))"
            f" WHERE {_MAY_LEAVE} AND p.author_id = r.leader_id AND p.sharing = 'community' AND NOT p.retracted ORDER BY p.promise_id",
            **scope,
        )
        return [_observation(row) for row in observations] + [_promise(row) for row in promises]

    def said(self, period: Period, limit: int) -> list[SaidOnRide]:
        rows = self.rows(
            "SELECT ride_id, note FROM shown_observations WHERE ride_date BETWEEN :first AND :last AND note <> ''"
            " ORDER BY ride_date DESC, observation_id LIMIT :limit",
            first=period.first_day.isoformat(),
            last=period.last_day.isoformat(),
            limit=limit,
        )
        return [SaidOnRide(row["ride_id"], row["note"]) for row in rows]

    def counts(self, unit_ids: Iterable[str], period: Period) -> Counts:
        scope = _scope(unit_ids, period)
        made = self.rows(
            "SELECT count(DISTINCT r.ride_id) AS rides, count(v.visit_id) AS visits"
            f" FROM rides r JOIN visits v ON v.ride_id = r.ride_id AND v.leader_id = r.leader_id AND NOT v.retracted WHERE {_MAY_LEAVE}",
            **scope,
        )[0]
        by_issue = self.rows(
            "SELECT i.issue, count(DISTINCT o.visit_id) AS visits FROM rides r"
            " JOIN visits v ON v.ride_id = r.ride_id AND v.leader_id = r.leader_id AND NOT v.retracted"
            " JOIN observations o ON o.visit_id = v.visit_id AND o.ride_id = r.ride_id AND o.author_id = r.leader_id"
            " AND NOT o.retracted AND o.sharing = 'community'"
            " JOIN observation_issues i ON i.observation_id = o.observation_id"
            f" WHERE {_MAY_LEAVE} GROUP BY i.issue",
            **scope,
        )
        return Counts(made["visits"], made["rides"], {row["issue"]: row["visits"] for row in by_issue})

    def breadth(self, source_ids: Iterable[str]) -> Breadth:
        row = self.rows(
            "SELECT count(DISTINCT visit_id) AS visits, count(DISTINCT ride_id) AS rides FROM observations"
            " WHERE observation_id IN (SELECT value FROM json_each(:ids))",
            ids=to_json(list(source_ids)),
        )[0]
        return Breadth(row["visits"], row["rides"])

    def visits_by_unit(self, unit_ids: Iterable[str], period: Period) -> dict[str, int]:
        rows = self.rows(
            "SELECT r.unit_id, count(v.visit_id) AS visits FROM rides r"
            " JOIN visits v ON v.ride_id = r.ride_id AND v.leader_id = r.leader_id AND NOT v.retracted"
            f" WHERE {_MAY_LEAVE} GROUP BY r.unit_id",
            **_scope(unit_ids, period),
        )
        return {row["unit_id"]: row["visits"] for row in rows}

    def _lines(self, where: str, key: str) -> list[ShareLine]:
        rows = self.rows(f"SELECT * FROM share_lines WHERE {where} ORDER BY part, position, line_id", id=key)
        ids = to_json([row["line_id"] for row in rows])
        writers = self._linked("SELECT line_id, person_id FROM share_line_writers", ids)
        sources = self._linked("SELECT line_id, entry_id FROM share_line_sources", ids)
        stays = self._stays(ids)
        return [_line(row, writers, sources, stays) for row in rows]

    def _stays(self, ids: str) -> dict[str, set[Stay]]:
        found: dict[str, set[Stay]] = {}
        wanted = "SELECT * FROM share_line_stays WHERE line_id IN (SELECT value FROM json_each(:ids))"
        for row in self.rows(wanted, ids=ids):
            found.setdefault(row["line_id"], set()).add(_stay(row))
        return found

    def _linked(self, select: str, ids: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for line_id, other in self.rows(select + " WHERE line_id IN (SELECT value FROM json_each(:ids))", ids=ids):
            found.setdefault(line_id, set()).add(other)
        return found

    def _put_people_and_sources(self, line: ShareLine) -> None:
        for person_id in line.writers:
            self.run(
                "INSERT INTO share_line_writers (line_id, person_id) VALUES (:line_id, :person_id)",
                line_id=line.line_id,
                person_id=person_id,
            )
        for entry_id in line.source_ids:
            self.run(
                "INSERT INTO share_line_sources (line_id, entry_id) VALUES (:line_id, :entry_id)",
                line_id=line.line_id,
                entry_id=entry_id,
            )
        for stay in line.stays:
            self.run(
                "INSERT INTO share_line_stays (line_id, finding, said, said_by, why, cleared_by, cleared_at)"
                " VALUES (:line_id, :finding, :said, :said_by, :why, :cleared_by, :cleared_at)",
                line_id=line.line_id,
                finding=stay.key,
                said=stay.said,
                said_by=stay.said_by,
                why=stay.why,
                cleared_by=stay.cleared_by,
                cleared_at=stay.cleared_at and to_text(stay.cleared_at),
            )


def _scope(unit_ids: Iterable[str], period: Period) -> dict[str, object]:
    return {
        "units": to_json(list(unit_ids)),
        "first": period.first_day.isoformat(),
        "last": period.last_day.isoformat(),
    }


def _summary(row: sqlite3.Row) -> Summary:
    return Summary(
        summary_id=row["summary_id"],
        unit_id=row["unit_id"],
        period=Period(Quarter.parse(row["first_quarter"]), Quarter.parse(row["last_quarter"])),
        audience=row["audience"],
        state=row["state"],
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
        corrects_id=row["corrects_id"],
        discarded=bool(row["discarded"]),
    )


def _line_columns(line: ShareLine) -> dict[str, object]:
    columns = dict(
        vars(line),
        reviewed_at=line.reviewed_at and to_text(line.reviewed_at),
        looked_for=to_json(sorted(line.looked_for)),
    )
    del columns["writers"], columns["source_ids"], columns["stays"]
    return columns


def _line(
    row: sqlite3.Row, writers: dict[str, set[str]], sources: dict[str, set[str]], stays: dict[str, set[Stay]]
) -> ShareLine:
    line_id = row["line_id"]
    return ShareLine(
        line_id=line_id,
        summary_id=row["summary_id"],
        part=row["part"],
        position=row["position"],
        words=row["words"],
        writers=frozenset(writers.get(line_id, ())),
        issue=row["issue"],
        promise_state=row["promise_state"],
        source_ids=frozenset(sources.get(line_id, ())),
        wording=row["wording"],
        review=row["review"],
        reviewed_wording=row["reviewed_wording"],
        reviewed_by=row["reviewed_by"],
        reviewed_at=maybe_from_text(row["reviewed_at"]),
        reason=row["reason"],
        looked_for=frozenset(json.loads(row["looked_for"])),
        removed=bool(row["removed"]),
        stays=frozenset(stays.get(line_id, ())),
    )


def _stay(row: sqlite3.Row) -> Stay:
    return Stay(
        key=row["finding"],
        said=row["said"],
        said_by=row["said_by"],
        why=row["why"],
        cleared_by=row["cleared_by"],
        cleared_at=maybe_from_text(row["cleared_at"]),
    )


def _observation(row: sqlite3.Row) -> Source:
    return Source(
        source_id=row["observation_id"],
        kind="observation",
        quarter=Quarter.of(date.fromisoformat(row["date"])),
        words=row["note"],
        worker_role=row["worker_role"],
        lean=row["lean"],
        issues=tuple(sorted(json.loads(row["issues"]))),
        cues=tuple(sorted(json.loads(row["cues"]))),
        evidence=row["evidence"],
        voice=row["voice"],
        pack=row["pack"],
        pack_version=row["pack_version"],
        ride_id=row["ride_id"],
    )


def _promise(row: sqlite3.Row) -> Source:
    return Source(
        source_id=row["promise_id"],
        kind="promise",
        quarter=Quarter.of(date.fromisoformat(row["date"])),
        words=row["what"],
        worker_role=row["worker_role"],
        for_role=row["for_role"],
        promise_state=row["state"],
        ride_id=row["its_ride"],
    )
