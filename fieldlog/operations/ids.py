"""Ids and secrets: the only randomness on the server."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(now: datetime) -> str:
    """A UUIDv7 as text: sorts by the millisecond of `now` (RFC 9562, section 5.7)."""
    millis = int(now.timestamp() * 1000)
    value = (millis << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def new_token() -> str:
    """256 bits as URL-safe text, for cookies."""
    return secrets.token_urlsafe(32)


def new_slug() -> str:
    """128 bits as lower-case text that can be typed from paper, for public addresses."""
    return _typeable(26)


def new_one_time_password() -> str:
    """59 bits in three groups, easy to read out over the phone: "kfm3-x7wp-92ha"."""
    return "-".join(_typeable(4) for _ in range(3))


def _typeable(length: int) -> str:
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1
    return "".join(secrets.choice(alphabet) for _ in range(length))
