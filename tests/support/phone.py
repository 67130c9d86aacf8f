"""A leader's phone as the server meets it: it makes edits and posts them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fieldlog.domain.people import Person, Unit
from fieldlog.domain.sealed import Opener
from fieldlog.domain.sync_wire import read_request
from fieldlog.operations.actors import load_actor
from fieldlog.operations.ids import new_id
from fieldlog.operations.packs import load_packs
from fieldlog.operations.sync import Reply, receive
from fieldlog.storage.protocol import Store

Item = dict[str, Any]


def some_id() -> str:
    """A new id, as phones make them."""
    return new_id(datetime.now(UTC))


@dataclass
class Phone:
    """One installed app of one person."""

    person: Person
    unit: Unit
    device_id: str = field(default_factory=some_id)
    seq: int = 0

    def edit(
        self,
        entry_type: str,
        body: Mapping[str, Any] | str,
        *,
        entry_id: str | None = None,
        kind: str = "save",
        bases: tuple[str, ...] = (),
        **changed: Any,
    ) -> Item:
        """One edit as it goes over the wire; `changed` overwrites any field of it."""
        self.seq += 1
        text = body if isinstance(body, str) else json.dumps({"nonce": secrets.token_hex(8), **body})
        digest = hashlib.sha256(text.encode()).hexdigest()
        made: Item = {
            "edit_id": some_id(),
            "entry_id": entry_id or some_id(),
            "entry_type": entry_type,
            "kind": kind,
            "base_edit_ids": list(bases),
            "author_id": self.person.person_id,
            "device_id": self.device_id,
            "device_seq": self.seq,
            "occurred_at": "2026-05-13T14:02:00.000Z",
            "occurred_offset": -300,
            "schema_v": 1,
            "enc": "plain",
            "key_id": None,
            "body": text,
            "body_sha256": digest,
            "content_sha256": digest,
        }
        return {**made, **changed}

    def again(self, item: Item, *, kind: str = "save", bases: tuple[str, ...] | None = None, **changed: Any) -> Item:
        """A later edit of the same entry; `changed` goes into its body."""
        body = {**json.loads(item["body"]), "nonce": secrets.token_hex(8), **changed}
        based_on = (item["edit_id"],) if bases is None else bases
        return self.edit(item["entry_type"], body, entry_id=item["entry_id"], kind=kind, bases=based_on)

    def ride(self, **changed: Any) -> Item:
        """A ride in the phone's unit."""
        return self.edit("ride", {**RIDE, "unit_id": self.unit.unit_id, **changed})

    def visit(self, ride: Item, **changed: Any) -> Item:
        """The first stop of a ride."""
        return self.edit("visit", {**VISIT, "ride_id": ride["entry_id"], **changed})

    def observation(self, visit: Item, **changed: Any) -> Item:
        """What was seen there."""
        ride_id = json.loads(visit["body"])["ride_id"]
        return self.edit("observation", {**OBSERVATION, "ride_id": ride_id, "visit_id": visit["entry_id"], **changed})

    def reflection(self, ride: Item, **changed: Any) -> Item:
        """What a ride stirred."""
        return self.edit("reflection", {**REFLECTION, "ride_id": ride["entry_id"], **changed})

    def promise(self, ride: Item | None = None, **changed: Any) -> Item:
        """What the leader will do."""
        return self.edit("promise", {**PROMISE, "ride_id": ride and ride["entry_id"], **changed})

    def outing(self, **observed: Any) -> list[Item]:
        """A ride, a visit and an observation, parents first."""
        ride = self.ride()
        visit = self.visit(ride)
        return [ride, visit, self.observation(visit, **observed)]

    def request(self, edits: list[Any], *, cursor: int = 0, epoch: str = "", **changed: Any) -> dict[str, Any]:
        """The JSON that goes to `/api/v1/sync`."""
        made = {
            "proto": 1,
            "user_id": self.person.person_id,
            "device_id": self.device_id,
            "app_version": "test",
            "epoch": epoch,
            "cursor": cursor,
            "max_device_seq": self.seq,
            "edits": edits,
        }
        return {**made, **changed}


def unstored_phone() -> Phone:
    """A phone whose owner no database knows, for rules that need none."""
    person = Person(some_id(), "a@example.org", "A", "", True, False, datetime.now(UTC))
    return Phone(person, Unit(some_id(), None, "Mill Creek unit", "rural"))


RIDE: dict[str, Any] = {
    "date": "2026-05-13",
    "area": "rural",
    "worker_role": "ongoing",
    "worker_agreed": True,
    "family_told": True,
    "after_hours": False,
    "started_at": "2026-05-13T14:02:00Z",
    "ended_at": None,
    "afterwards": False,
}
VISIT: dict[str, Any] = {"order": 1, "kind": "home", "started_at": None, "ended_at": None, "signal": None}
OBSERVATION: dict[str, Any] = {
    "issues": ["poverty_bias"],
    "cues": [],
    "lean": "concern",
    "evidence": "heard",
    "voice": "parent",
    "feelings": [],
    "note": "heat off nine days, a deposit would fix it",
    "poverty_check": "yes",
    "sharing": "team",
    "pack": "child_welfare",
    "pack_version": 1,
}
REFLECTION: dict[str, Any] = {
    "prompt": "beyond_a_check",
    "answer": "I did not know how far the drive is.",
    "sharing": "private",
    "pack": "child_welfare",
    "pack_version": 1,
}
PROMISE: dict[str, Any] = {
    "observation_ids": [],
    "what": "Ask for a second satellite phone",
    "for_role": "unit",
    "by": None,
    "state": "open",
    "reason": "",
    "told": None,
    "sharing": "team",
}


def send(
    store: Store, phone: Phone, edits: list[Any], *, now: datetime, opener: Opener | None = None, **changed: Any
) -> Reply:
    """Post to the operation itself, as the phone's owner."""
    request = read_request({**phone.request(edits), **changed})
    return receive(store, load_actor(store, phone.person.person_id), request, load_packs(), opener=opener, now=now)


def statuses(reply: Reply) -> list[str]:
    """What became of each item."""
    return [result.status for result in reply.results]
