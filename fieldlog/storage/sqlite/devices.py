"""Phones that have synced, in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from fieldlog.storage.protocol import Device, Tally
from fieldlog.storage.sqlite.connection import Sql, from_text, to_json, to_text
from fieldlog.storage.sqlite.quarantine import NOT_STORED, WAITING


class SqliteDevices(Sql):
    """Implements `DeviceStore`."""

    def get(self, device_id: str, person_id: str) -> Device | None:
        row = self.one(
            "SELECT * FROM devices WHERE device_id = :device AND person_id = :person",
            device=device_id,
            person=person_id,
        )
        return None if row is None else _device(row)

    def save(self, device: Device) -> None:
        self.run(
            "INSERT INTO devices (device_id, person_id, max_device_seq, app_version, first_seen_at, last_seen_at)"
            " VALUES (:device_id, :person_id, :max_device_seq, :app_version, :first_seen_at, :last_seen_at)"
            " ON CONFLICT (device_id, person_id) DO UPDATE SET"
            " max_device_seq = max(max_device_seq, excluded.max_device_seq),"
            " app_version = excluded.app_version, last_seen_at = excluded.last_seen_at",
            **dict(
                device.__dict__,
                first_seen_at=to_text(device.first_seen_at),
                last_seen_at=to_text(device.last_seen_at),
            ),
        )

    def tallies(self, person_ids: Iterable[str]) -> list[Tally]:
        people = to_json(list(person_ids))
        rows = self.rows(
            "SELECT d.*, (SELECT count(DISTINCT e.device_seq) FROM edits e"
            " WHERE e.device_id = d.device_id AND e.author_id = d.person_id) AS stored,"
            # What somebody else wrote and this session brought is none of this phone's own numbers.
            " (SELECT count(DISTINCT CASE q.edit_id WHEN '' THEN q.raw_sha256 ELSE q.edit_id END) FROM quarantine q"
            " WHERE q.person_id = d.person_id AND q.device_id = d.device_id AND q.author_id IN ('', q.person_id)"
            f" AND {NOT_STORED}) AS arrived"
            " FROM devices d WHERE person_id IN (SELECT value FROM json_each(:people))"
            " ORDER BY last_seen_at, device_id",
            people=people,
        )
        aside, seen = self._aside("code", "IS NULL", people), self._aside("seen_why", "IS NOT NULL", people)
        return [
            Tally(_device(row), row["stored"], row["arrived"], aside.get(key, {}), seen.get(key, {}))
            for row in rows
            for key in [(row["device_id"], row["person_id"])]
        ]

    def tally(self, device_id: str, person_id: str) -> Tally | None:
        return next((tally for tally in self.tallies([person_id]) if tally.device.device_id == device_id), None)

    def _aside(self, kind: str, seen: str, people: str) -> dict[tuple[str, str], dict[str, int]]:
        """For each phone: how many items of each kind wait, looked at or not. A sealed and a plain copy are one item."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for row in self.rows(
            f"SELECT device_id, person_id, {kind} AS kind,"
            " count(DISTINCT CASE edit_id WHEN '' THEN raw_sha256 ELSE edit_id END) AS n"
            f" FROM quarantine q WHERE {WAITING} AND seen_at {seen}"
            f" AND person_id IN (SELECT value FROM json_each(:people)) GROUP BY device_id, person_id, {kind}",
            people=people,
        ):
            found.setdefault((row["device_id"], row["person_id"]), {})[row["kind"]] = row["n"]
        return found


def _device(row: sqlite3.Row) -> Device:
    return Device(
        device_id=row["device_id"],
        person_id=row["person_id"],
        max_device_seq=row["max_device_seq"],
        app_version=row["app_version"],
        first_seen_at=from_text(row["first_seen_at"]),
        last_seen_at=from_text(row["last_seen_at"]),
    )
