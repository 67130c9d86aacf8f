"""What the phone hears, as JSON."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

from fieldlog.config import Config
from fieldlog.domain.entry import Answer, Edit
from fieldlog.domain.privacy.lists import HashedLists
from fieldlog.domain.taxonomy import Pack
from fieldlog.errors import WORDS
from fieldlog.i18n import gettext as _
from fieldlog.operations.intake import Result
from fieldlog.operations.seal_keys import PublicKey
from fieldlog.operations.sessions import SignedIn
from fieldlog.operations.sync import Me, Reply

APP = "fieldlog"  # an ack counts only when this is in it: a captive portal's 200 is none


def sync_reply(reply: Reply, user_id: str, now: datetime) -> dict[str, object]:
    """The reply to a sync."""
    return {
        "app": APP,
        "epoch": reply.state.epoch,
        "user_id": user_id,
        "server_time": moment(now),
        "results": [_result(result) for result in reply.results],
        "changes": [_change(change) for change in reply.changes],
        "cursor": reply.cursor,
        "more": reply.more,
        "backed_up_rev": reply.state.backed_up_rev,
    }


def me_reply(
    signed_in: SignedIn, me: Me, pack: Pack, key: PublicKey, config: Config, now: datetime, *, known_lists: str = ""
) -> dict[str, object]:
    """Who is signed in, and what the user-free shell needs. `known_lists`: the salt that the phone has already."""
    return {
        "app": APP,
        "user_id": signed_in.actor.person_id,
        "name": signed_in.actor.name,
        "email": signed_in.email,
        "roles": sorted(signed_in.actor.roles),
        "units": [{"id": unit.unit_id, "name": unit.name, "area": unit.area_class} for unit in me.units],
        "agency": config.agency,
        "danger_numbers": [{"label": each.label, "number": each.number} for each in config.danger_numbers],
        "epoch": me.epoch,
        # Which phone this session belonged to so far: another one now means that its storage was cleared.
        "device_id": signed_in.session.device_id,
        # How much that phone said it had made, and how much of it never arrived: so that what is lost has a number.
        "device": me.phone and {"made": me.phone.device.max_device_seq, "missing": me.phone.missing},
        "phone_days": config.phone_days,
        "seal": {"key_id": key.key_id, "public_key": b64encode(key.public_key).decode("ascii")},
        "signed_in_at": moment(signed_in.session.created_at),  # tells one session from the next
        "server_time": moment(now),
        "pack": {"code": pack.code, "version": pack.version},
        "lists": _lists(me.lists, known_lists),
    }


def _lists(lists: HashedLists | None, known: str) -> dict[str, object] | None:
    """The agency's own words as hashes; without them where the phone has just these."""
    if lists is None:
        return None
    return {"salt": lists.salt} if lists.salt == known else {"salt": lists.salt, "hashes": lists.hashes}


def moment(at: datetime) -> str:
    """UTC with milliseconds and Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _result(result: Result) -> dict[str, object]:
    found: dict[str, object] = {
        "edit_id": result.edit_id,
        "status": result.status,
        "content_sha256": result.content_sha256,
        "rev": result.rev,
        "code": result.code,
        "field": result.field,
    }
    if result.code is not None:
        found["words"] = _(WORDS[result.code])
    return found


def _change(change: Edit | Answer) -> dict[str, object]:
    if isinstance(change, Edit):
        return {"rev": change.rev, "kind": "edit", "edit": _edit(change)}
    return {
        "rev": change.rev,
        "kind": "answer",
        "answer": {
            "id": change.answer_id,
            "entry_id": change.entry_id,
            "author_name": change.author_name,
            "words": change.words,
            "at": moment(change.at),
        },
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "edit_id": edit.edit_id,
        "entry_id": edit.entry_id,
        "entry_type": edit.entry_type,
        "kind": edit.kind,
        "base_edit_ids": list(edit.base_edit_ids),
        "author_id": edit.author_id,
        "device_id": edit.device_id,
        "device_seq": edit.device_seq,
        "occurred_at": moment(edit.occurred_at),
        "occurred_offset": edit.occurred_offset,
        "schema_v": edit.schema_v,
        "enc": edit.enc,
        "key_id": edit.key_id,
        "body": edit.body,
        "body_sha256": edit.body_sha256,
        "content_sha256": edit.content_sha256,
    }
