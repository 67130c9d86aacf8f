"""Signing in and out. Every request looks its session up, so an end of it bites at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldlog.domain.people import Session
from fieldlog.domain.permissions import Actor, require
from fieldlog.operations.actors import actor_of
from fieldlog.operations.ids import new_id, new_token
from fieldlog.operations.passwords import FAILURE_WINDOW, check_password
from fieldlog.storage.protocol import Store

# Rolling on is a write: once an hour is plenty for a session of weeks.
TOUCH_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class SignedIn:
    """Who is there, through which session. `token_hash` names the session; the token is not kept."""

    actor: Actor
    session: Session
    email: str
    must_change_password: bool


def sign_in(store: Store, *, email: str, password: str, label: str, lifetime: timedelta, now: datetime) -> str:
    """Check the password and open a session; returns the token for the cookie.

    A disabled person may sign in: their phone has to be able to hand over what it holds.
    Raises Invalid("wrong_sign_in" | "too_many_tries").
    """
    email = email.strip()
    with store.read() as tx:
        person = tx.people.person_by_email(email)
    check_password(store, email, person, password, now=now)
    assert person is not None
    token = new_token()
    session_id = new_id(now)
    with store.write() as tx:
        tx.sessions.clear_failures(email)
        tx.sessions.forget(expired_by=now, failed_before=now - FAILURE_WINDOW)
        tx.sessions.add(Session(session_id, token_hash(token), person.person_id, label, None, now, now, now + lifetime))
        tx.audit.add(at=now, actor_id=person.person_id, act="sign_in", thing="session", thing_id=session_id)
    return token


def who_is_there(store: Store, token: str, *, lifetime: timedelta, now: datetime) -> SignedIn | None:
    """The person behind a cookie's token; None when the session is gone, over or revoked. Rolls it on."""
    digest = token_hash(token)
    with store.read() as tx:
        session = tx.sessions.by_token_hash(digest)
        if session is None or session.expires_at <= now or session.revoked_at is not None:
            return None
        person = tx.people.person(session.person_id)
        signed_in = SignedIn(actor_of(tx, person), session, person.email, person.must_change_password)
    if now - session.last_seen_at >= TOUCH_AFTER:
        with store.write() as tx:
            tx.sessions.touch(digest, seen_at=now, expires_at=now + lifetime)
    return signed_in


def revoked_from(store: Store, token: str, *, now: datetime) -> str | None:
    """Whose session this was, if it was ended from elsewhere: their phone then clears what it had sent."""
    with store.read() as tx:
        session = tx.sessions.by_token_hash(token_hash(token))
    if session is None or session.revoked_at is None or session.expires_at <= now:
        return None
    return session.person_id


def sign_out(store: Store, signed_in: SignedIn, *, now: datetime) -> None:
    """End this session. Entries on the phone stay where they are."""
    with store.write() as tx:
        tx.sessions.remove(signed_in.session.token_hash)
        tx.audit.add(
            at=now,
            actor_id=signed_in.actor.person_id,
            act="sign_out",
            thing="session",
            thing_id=signed_in.session.session_id,
        )


def own_sessions(store: Store, actor: Actor, *, now: datetime) -> list[Session]:
    """The browsers and phones that the actor is signed in on, newest contact first."""
    require(actor, "manage_own_sessions")
    with store.read() as tx:
        return [s for s in tx.sessions.of_person(actor.person_id) if s.expires_at > now]


def revoke_own_session(store: Store, actor: Actor, session_id: str, *, now: datetime) -> None:
    """Sign a lost phone out from elsewhere; at its next contact it clears what it had sent.

    Raises NotFound for a session of somebody else.
    """
    require(actor, "manage_own_sessions")
    with store.write() as tx:
        tx.sessions.revoke(actor.person_id, session_id, at=now)
        tx.audit.add(at=now, actor_id=actor.person_id, act="revoke_session", thing="session", thing_id=session_id)


def token_hash(token: str) -> str:
    """What the database keeps in place of a token (which has 256 bits: no salt needed)."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
