"""A leader's phone, as the server sees it: edits with ids of its own, sent through the real sync."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Final

from fieldlog.domain.entry import SCHEMA_V
from fieldlog.domain.sync_wire import MOST_EDITS, PROTO
from fieldlog.operations.sync import Reply

APP_VERSION: Final = "demo"

Post = Callable[[dict[str, object], datetime], Reply]


@dataclass
class _Entry:
    """What the phone remembers of an entry: its newest edit."""

    entry_type: str
    edit_id: str
    body: dict[str, object]


@dataclass
class Phone:
    """Keeps edits until it is told that there is signal. Ids and nonces come from `rng`, so a seed makes one year."""

    author_id: str
    post: Post
    rng: Random
    cursor: int = 0
    epoch: str = ""
    _seq: int = 0
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _queue: list[tuple[datetime, dict[str, object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device_id = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def save(self, entry_type: str, body: Mapping[str, object], at: datetime, *, entry_id: str = "") -> str:
        """Save a new entry, or a new version of one; returns its id."""
        entry_id = entry_id or self._id(at)
        self._edit(entry_type, entry_id, "save", dict(body), at)
        return entry_id

    def retract(self, entry_id: str, at: datetime) -> None:
        """Take an entry back; saving it again undoes that."""
        entry = self._entries[entry_id]
        self._edit(entry.entry_type, entry_id, "retract", entry.body, at)

    def send(self, now: datetime) -> None:
        """Send what was made up to `now`. Raises RuntimeError unless each edit is acked with its own hash."""
        due = [edit for at, edit in self._queue if at <= now]
        self._queue = [(at, edit) for at, edit in self._queue if at > now]
        for start in range(0, len(due), MOST_EDITS):
            self._send_batch(due[start : start + MOST_EDITS], now)

    def _send_batch(self, edits: list[dict[str, object]], now: datetime) -> None:
        request: dict[str, object] = {
            "proto": PROTO,
            "user_id": self.author_id,
            "device_id": self.device_id,
            "app_version": APP_VERSION,
            "epoch": self.epoch,
            "cursor": self.cursor,
            "max_device_seq": self._seq,
            "edits": edits,
        }
        reply = self.post(request, now)
        acked = {result.edit_id: result.content_sha256 for result in reply.results if result.status == "ok"}
        for edit in edits:
            if acked.get(str(edit["edit_id"])) != edit["content_sha256"]:
                raise RuntimeError(f"not acked: {edit['entry_type']} {edit['edit_id']}")
        self.epoch, self.cursor = reply.state.epoch, reply.cursor

    def _edit(self, entry_type: str, entry_id: str, kind: str, body: dict[str, object], at: datetime) -> None:
        known = self._entries.get(entry_id)
        self._seq += 1
        words = json.dumps(body | {"nonce": f"{self.rng.getrandbits(96):024x}"}, ensure_ascii=False)
        digest = hashlib.sha256(words.encode()).hexdigest()
        offset = at.utcoffset()
        edit: dict[str, object] = {
            "edit_id": self._id(at),
            "entry_id": entry_id,
            "entry_type": entry_type,
            "kind": kind,
            "base_edit_ids": [known.edit_id] if known else [],
            "author_id": self.author_id,
            "device_id": self.device_id,
            "device_seq": self._seq,
            "occurred_at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "occurred_offset": int(offset.total_seconds() // 60) if offset else 0,
            "schema_v": SCHEMA_V,
            "enc": "plain",
            "key_id": None,
            "body": words,
            "body_sha256": digest,
            "content_sha256": digest,
        }
        self._entries[entry_id] = _Entry(entry_type, str(edit["edit_id"]), body)
        self._queue.append((at, edit))

    def _id(self, at: datetime) -> str:
        """UUIDv7, as a phone makes them."""
        value = int(at.timestamp() * 1000) << 80 | self.rng.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return str(uuid.UUID(int=value & ~(0b11 << 62) | 0b10 << 62))
