"""Phones that have synced, in SQLite."""

from __future__ import annotations

from fieldlog.storage.protocol import Device
from fieldlog.storage.sqlite.connection import Sql, from_text, to_text


class SqliteDevices(Sql):
    """Implements `DeviceStore`."""

    def get(self, device_id: str, person_id: str) -> Device | None:
        row = self.one(
            "SELECT * FROM devices WHERE device_id = :device AND person_id = :person",
            device=device_id,
            person=person_id,
        )
        if row is None:
            return None
        return Device(
            device_id=row["device_id"],
            person_id=row["person_id"],
            max_device_seq=row["max_device_seq"],
            app_version=row["app_version"],
            first_seen_at=from_text(row["first_seen_at"]),
            last_seen_at=from_text(row["last_seen_at"]),
        )

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
