"""Passwords: argon2id with the library's own current parameters, and a brake on guessing."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldlog.domain.people import Person
from fieldlog.errors import Invalid
from fieldlog.storage.protocol import Store

MOST_FAILURES = 8
FAILURE_WINDOW = timedelta(minutes=15)
LEAST_CHARACTERS = 10

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Raises Invalid("password_short"). Length is what counts; no rules about kinds of characters."""
    if len(password) < LEAST_CHARACTERS:
        raise Invalid("password_short", field="password", least=LEAST_CHARACTERS)
    return _hasher.hash(password)


def check_password(store: Store, email: str, person: Person | None, password: str, *, now: datetime) -> None:
    """Is this the password of `person` (None: nobody has that email)? A wrong one counts as a failed try.

    Raises Invalid("wrong_sign_in" | "too_many_tries").
    """
    with store.read() as tx:
        failures = tx.sessions.failures_since(email, now - FAILURE_WINDOW)
    if failures >= MOST_FAILURES:
        raise Invalid("too_many_tries", field="password", minutes=int(FAILURE_WINDOW.total_seconds() // 60))
    if not (matches(person.password_hash, password) if person else matches_nobody(password)):
        with store.write() as tx:
            tx.sessions.add_failure(email, now)
        raise Invalid("wrong_sign_in", field="password")


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
