"""Reading what a phone posts: the envelope, and each item by itself.

What has ids, an owner and a sane size passes; business rules come later, as flags.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldlog.domain.entry import EDIT_KINDS, ENTRY_TYPES, Edit
from fieldlog.domain.rules import MOST_NUMBER, parse_moment
from fieldlog.domain.sealed import SEALED, Opener, longest_sealed, open_body
from fieldlog.errors import Invalid

PROTO: Final = 1
MOST_EDITS: Final = 50
MOST_ITEM: Final = 64 * 1024  # bytes of one body, unsealed
MOST_IDS: Final = 10_000  # in one `have`
MOST_BASES: Final = 50

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)


@dataclass(frozen=True)
class SyncRequest:
    """What a phone posts. `edits` are raw: each is judged on its own."""

    user_id: str
    device_id: str
    app_version: str
    epoch: str
    cursor: int
    max_device_seq: int
    edits: tuple[object, ...]


@dataclass(frozen=True)
class Refusal:
    """An item that can't be stored as an edit. `resend`: it was damaged on its way."""

    status: str  # needs_fix | resend
    code: str
    field: str | None
    edit_id: str


def read_request(raw: object) -> SyncRequest:
    """Read the envelope. Raises Invalid("bad_request" | "too_many_edits")."""
    if not isinstance(raw, dict):
        raise Invalid("bad_request", what="object")
    if raw.get("proto") != PROTO:
        raise Invalid("bad_request", what="proto")
    edits = raw.get("edits")
    if not isinstance(edits, list):
        raise Invalid("bad_request", what="edits")
    if len(edits) > MOST_EDITS:
        raise Invalid("too_many_edits", most=MOST_EDITS)
    return SyncRequest(
        user_id=_envelope_text(raw, "user_id"),
        device_id=_envelope_text(raw, "device_id"),
        app_version=_envelope_text(raw, "app_version") if raw.get("app_version") else "",
        epoch=_envelope_text(raw, "epoch") if raw.get("epoch") else "",  # a new phone knows none
        cursor=_envelope_count(raw, "cursor"),
        max_device_seq=_envelope_count(raw, "max_device_seq"),
        edits=tuple(edits),
    )


def read_ids(raw: object) -> list[str]:
    """The ids that a phone asks about, each once. Raises Invalid("bad_request")."""
    ids = raw.get("ids") if isinstance(raw, dict) else None
    if not isinstance(ids, list) or len(ids) > MOST_IDS or not all(map(is_uuid, ids)):
        raise Invalid("bad_request", what="ids")
    return list(dict.fromkeys(ids))


def read_edit(raw: object, opener: Opener | None = None) -> Edit | Refusal:
    """Judge one raw item by itself: the hash before anything else, then its shape.

    A sealed one is opened and is the plain edit from then on; without an `opener` it is refused as `item_sealed`.
    """
    edit_id = raw.get("edit_id") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(edit_id, str) or not is_uuid(edit_id):
        return Refusal("needs_fix", "item_unreadable", "edit_id", "")
    data = _bytes(raw.get("body"))
    if data is None:
        return Refusal("needs_fix", "item_unreadable", "body", edit_id)
    for name in ("body_sha256", "content_sha256"):
        if not is_hash(raw.get(name)):
            return Refusal("needs_fix", "item_unreadable", name, edit_id)
    plain = _plain_body(raw, data, edit_id, opener)
    if isinstance(plain, Refusal):
        return plain
    raw = {**raw, "body": plain}
    for name, fits in _SHAPE:
        if not fits(raw.get(name)):
            return Refusal("needs_fix", "item_unreadable", name, edit_id)
    return _edit(raw)


def _plain_body(raw: Mapping[str, Any], data: bytes, edit_id: str, opener: Opener | None) -> str | Refusal:
    """The words themselves, whole and of a sane size."""
    digest = hashlib.sha256(data).hexdigest()
    sealed = raw.get("enc") == SEALED
    for name in ("body_sha256",) if sealed else ("body_sha256", "content_sha256"):
        if raw[name] != digest:  # of a plain edit, the two are the same
            return Refusal("resend", "item_damaged", name, edit_id)
    if len(data) > (longest_sealed(MOST_ITEM) if sealed else MOST_ITEM):
        return Refusal("needs_fix", "item_too_large", "body", edit_id)
    if not sealed:
        known = raw.get("enc") == "plain" and raw.get("key_id") is None
        return raw["body"] if known else Refusal("needs_fix", "item_sealed", "enc", edit_id)
    plain = open_body(raw["body"], raw.get("key_id"), edit_id, raw.get("author_id"), opener)
    if plain is None:
        return Refusal("needs_fix", "item_sealed", "enc", edit_id)
    if raw["content_sha256"] != hashlib.sha256(plain).hexdigest():
        return Refusal("needs_fix", "item_unreadable", "content_sha256", edit_id)
    if len(plain) > MOST_ITEM:
        return Refusal("needs_fix", "item_too_large", "body", edit_id)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal("needs_fix", "item_unreadable", "body", edit_id)


def parse_body(body: str) -> Mapping[str, object] | None:
    """The body as an object; None when it is not one."""
    try:
        found = _DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _edit(raw: Mapping[str, Any]) -> Edit:
    occurred_at = parse_moment(raw["occurred_at"])
    assert occurred_at is not None  # `_SHAPE` looked
    return Edit(
        edit_id=raw["edit_id"],
        entry_id=raw["entry_id"],
        entry_type=raw["entry_type"],
        kind=raw["kind"],
        base_edit_ids=tuple(sorted(set(raw["base_edit_ids"]))),
        author_id=raw["author_id"],
        device_id=raw["device_id"],
        device_seq=raw["device_seq"],
        occurred_at=occurred_at,
        occurred_offset=raw["occurred_offset"],
        schema_v=raw["schema_v"],
        enc="plain",
        key_id=None,
        body=raw["body"],
        body_sha256=raw["content_sha256"],
        content_sha256=raw["content_sha256"],
    )


def _bytes(body: object) -> bytes | None:
    try:
        return body.encode("utf-8") if isinstance(body, str) else None
    except UnicodeEncodeError:  # JSON can spell half a character
        return None


def is_uuid(value: object) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_short(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isascii() and value.isprintable()


def is_number(value: object, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_NUMBER


def is_base_list(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MOST_BASES and all(map(is_uuid, value))


_SHAPE: Final[tuple[tuple[str, Callable[[object], bool]], ...]] = (
    ("entry_id", is_uuid),
    ("author_id", is_uuid),
    ("entry_type", lambda value: value in ENTRY_TYPES),
    ("kind", lambda value: value in EDIT_KINDS),
    ("base_edit_ids", is_base_list),
    ("device_id", _is_short),
    ("device_seq", is_number),
    ("occurred_at", lambda value: parse_moment(value) is not None),
    ("occurred_offset", lambda value: is_number(value, least=-1440)),
    ("schema_v", lambda value: is_number(value, least=1)),
    ("body", lambda value: isinstance(value, str) and parse_body(value) is not None),
)


def _envelope_text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not _is_short(value):
        raise Invalid("bad_request", what=name)
    return value


def _envelope_count(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or not is_number(value):
        raise Invalid("bad_request", what=name)
    return value
