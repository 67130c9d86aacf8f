"""The file that a phone writes for what it could not send, as docs/adr/0013 has it."""

from __future__ import annotations

from typing import Any

from tests.support.phone import Item, Phone


def unsent_file(phone: Phone, edits: list[Item], **changed: Any) -> dict[str, Any]:
    """Its JSON; `changed` overwrites any key."""
    made = {
        "fieldlog_unsent": 1,
        "about": f"{len(edits)} entries that were not sent yet",
        "person_id": phone.person.person_id,
        "person": f"{phone.person.name}, {phone.person.email}",
        "device_id": phone.device_id,
        "made_at": "2026-05-13T14:02:00Z",
        "entries": [{"words": "what a person reads", "state": "queued", "edit": edit} for edit in edits],
    }
    return {**made, **changed}
