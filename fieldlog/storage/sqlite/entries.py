"""What entries are now, and the office's answers to them, in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from fieldlog.domain.entry import Answer
from fieldlog.domain.observation import Filter, Observation, Shown
from fieldlog.domain.promise import Promise, ShownPromise, Told
from fieldlog.errors import NotFound
from fieldlog.storage.sqlite.connection import from_text, to_json, to_text
from fieldlog.storage.sqlite.projections import SqliteProjections

_SHOWN = """
    SELECT s.*, p.name AS author_name,
        (SELECT json_group_array(issue) FROM observation_issues i WHERE i.observation_id = s.observation_id) AS issues,
        (SELECT json_group_array(cue) FROM observation_cues c WHERE c.observation_id = s.observation_id) AS cues,
        (SELECT count(*) FROM answers a WHERE a.entry_id = s.observation_id) AS answer_count
    FROM shown_observations s JOIN people p ON p.person_id = s.author_id
"""
_WITHIN = (
    " s.unit_id IN (SELECT value FROM json_each(:units)) AND s.ride_date BETWEEN :first AND :last"
    " AND (:lean = '' OR s.lean = :lean) AND (:issue = '' OR EXISTS (SELECT 1 FROM observation_issues i"
    " WHERE i.observation_id = s.observation_id AND i.issue = :issue))"
)
_PROMISES = """
    SELECT m.*, r.date AS ride_date, r.unit_id, p.name AS author_name
    FROM rides r
    JOIN promises m ON m.ride_id = r.ride_id AND m.author_id = r.leader_id
    JOIN people p ON p.person_id = m.author_id
    WHERE NOT m.retracted AND NOT r.retracted
    AND r.unit_id IN (SELECT value FROM json_each(:units)) AND r.date BETWEEN :first AND :last
"""


class SqliteEntries(SqliteProjections):
    """Implements `EntryStore`."""

    def observations(self, wanted: Filter, *, limit: int, offset: int) -> list[Shown]:
        return self._shown(
            f"{_SHOWN} WHERE {_WITHIN} ORDER BY s.ride_date DESC, s.occurred_at DESC, s.observation_id DESC"
            " LIMIT :limit OFFSET :offset",
            **_params(wanted),
            limit=limit,
            offset=offset,
        )

    def count_observations(self, wanted: Filter) -> int:
        row = self.rows(f"SELECT count(*) AS n FROM shown_observations s WHERE {_WITHIN}", **_params(wanted))[0]
        return int(row["n"])

    def observation(self, observation_id: str) -> Shown:
        found = self._shown(f"{_SHOWN} WHERE s.observation_id = :id", id=observation_id)
        if not found:
            raise NotFound("not_found")
        return found[0]

    def promises(self, unit_ids: Iterable[str], first: date, last: date) -> list[ShownPromise]:
        rows = self.rows(
            f"{_PROMISES} ORDER BY r.date DESC, m.promise_id",
            **_params(Filter(frozenset(unit_ids), first=first, last=last)),
        )
        return [_promise(row) for row in rows]

    def add_answer(self, answer: Answer) -> None:
        self.run(
            "INSERT INTO answers (answer_id, rev, entry_id, to_id, author_id, words, at)"
            " VALUES (:answer_id, :rev, :entry_id, :to_id, :author_id, :words, :at)",
            answer_id=answer.answer_id,
            rev=answer.rev,
            entry_id=answer.entry_id,
            to_id=answer.to_id,
            author_id=answer.author_id,
            words=answer.words,
            at=to_text(answer.at),
        )

    def answers_about(self, entry_id: str) -> list[Answer]:
        rows = self.rows(
            "SELECT a.*, p.name AS author_name FROM answers a JOIN people p ON p.person_id = a.author_id"
            " WHERE a.entry_id = :entry ORDER BY a.rev",
            entry=entry_id,
        )
        return [_answer(row) for row in rows]

    def answers_to(self, person_id: str, *, after: int, limit: int) -> list[Answer]:
        rows = self.rows(
            "SELECT a.*, p.name AS author_name FROM answers a JOIN people p ON p.person_id = a.author_id"
            " WHERE a.to_id = :person AND a.rev > :after ORDER BY a.rev LIMIT :limit",
            person=person_id,
            after=after,
            limit=limit,
        )
        return [_answer(row) for row in rows]

    def _shown(self, sql: str, **params: object) -> list[Shown]:
        return [_shown(row) for row in self.rows(sql, **params)]


def _params(wanted: Filter) -> dict[str, object]:
    return {
        "units": to_json(sorted(wanted.unit_ids)),
        "issue": wanted.issue,
        "lean": wanted.lean,
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
    }


def _shown(row: sqlite3.Row) -> Shown:
    return Shown(
        observation_id=row["observation_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        seen=Observation(
            ride_id=row["ride_id"],
            visit_id=row["visit_id"],
            issues=tuple(json.loads(row["issues"])),
            cues=tuple(json.loads(row["cues"])),
            lean=row["lean"],
            evidence=row["evidence"],
            voice=row["voice"],
            feelings=tuple(json.loads(row["feelings"])),
            note=row["note"],
            poverty_check=row["poverty_check"],
            sharing=row["sharing"],
            pack=row["pack"],
            pack_version=row["pack_version"],
        ),
        ride_date=date.fromisoformat(row["ride_date"]),
        unit_id=row["unit_id"],
        area_class=row["area_class"],
        worker_role=row["worker_role"],
        visit_number=row["visit_number"],
        visit_kind=row["visit_kind"],
        flags=tuple(json.loads(row["flags"])),
        answer_count=row["answer_count"],
    )


def _promise(row: sqlite3.Row) -> ShownPromise:
    told = row["told_when"] and Told(date.fromisoformat(row["told_when"]), row["told_how"])
    return ShownPromise(
        promise_id=row["promise_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        promise=Promise(
            ride_id=row["ride_id"],
            observation_ids=tuple(json.loads(row["observation_ids"])),
            what=row["what"],
            for_role=row["for_role"],
            by=row["due"] and date.fromisoformat(row["due"]),
            state=row["state"],
            reason=row["reason"],
            told=told or None,
            sharing=row["sharing"],
        ),
        ride_date=date.fromisoformat(row["ride_date"]),
        unit_id=row["unit_id"],
    )


def _answer(row: sqlite3.Row) -> Answer:
    return Answer(
        answer_id=row["answer_id"],
        rev=row["rev"],
        entry_id=row["entry_id"],
        to_id=row["to_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        words=row["words"],
        at=from_text(row["at"]),
    )
