"""Passwords: argon2id with the library's own current parameters."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldlog.errors import Invalid

LEAST_CHARACTERS = 10

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Raises Invalid("password_short"). Length is what counts; no rules about kinds of characters."""
    if len(password) < LEAST_CHARACTERS:
        raise Invalid("password_short", field="password", least=LEAST_CHARACTERS)
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Is this the password?"""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def matches_nobody(password: str) -> bool:
    """Take as long as a real check, so that a guesser can't tell who exists. Always False."""
    matches(_nobodys_hash(), password)
    return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
