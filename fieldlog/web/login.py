"""Flask-Login over our own session rows: the cookie carries a token, the table decides.

`SESSION_PROTECTION` is off because a phone changes its network all day, and the
remember cookie is not used because it can't be revoked (see docs/adr).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from fieldlog.config import Config
from fieldlog.domain.permissions import Actor
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.errors import NotSignedIn
from fieldlog.operations import sessions
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.operations.sessions import SignedIn
from fieldlog.storage.protocol import Store


class LoginUser(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login holds for one request."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.token = token
        self.signed_in = signed_in

    def get_id(self) -> str:
        """The session token, so that the row can be ended on its own."""
        return self.token


def init_login(app: Flask) -> None:
    """Wire Flask-Login to the session table."""
    app.config["SESSION_PROTECTION"] = None
    # Pages get `me` (words.py); Flask-Login's own context would fail a page that says the database is away.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
    def load(token: str) -> LoginUser | None:
        who = sessions.who_is_there(store(), token, lifetime=lifetime(), now=now())
        return None if who is None else LoginUser(token, who)


def start_session(token: str) -> None:
    """Put the token into a signed cookie that lasts as long as the session row may."""
    who = sessions.who_is_there(store(), token, lifetime=lifetime(), now=now())
    if who is None:
        raise NotSignedIn("not_signed_in")
    login_user(LoginUser(token, who))


def end_session() -> None:
    """End the session row and the cookie."""
    who = signed_in_or_none()
    if who is not None:
        sessions.sign_out(store(), who, now=now())
    logout_user()


def signed_in_or_none() -> SignedIn | None:
    """Who is there in this request, if anybody."""
    return current_user.signed_in if current_user.is_authenticated else None


def revoked_person_id() -> str | None:
    """Whose session the cookie of this request is, if it was ended from elsewhere."""
    token = session.get("_user_id")  # where Flask-Login keeps it
    return sessions.revoked_from(store(), token, now=now()) if isinstance(token, str) else None


def who() -> SignedIn:
    """Who is there. Raises NotSignedIn."""
    found = signed_in_or_none()
    if found is None:
        raise NotSignedIn("not_signed_in")
    return found


def actor() -> Actor:
    """The person who acts in this request. Raises NotSignedIn."""
    return who().actor


def store() -> Store:
    """The open store."""
    found: Store = current_app.extensions["fieldlog.store"]
    return found


def config() -> Config:
    """The settings."""
    found: Config = current_app.extensions["fieldlog.config"]
    return found


def seal_keys() -> SealKeys:
    """The keys that open what phones seal."""
    found: SealKeys = current_app.extensions["fieldlog.seal_keys"]
    return found


def packs() -> Packs:
    """Every version of every pack that the server keeps."""
    found: Packs = current_app.extensions["fieldlog.packs"]
    return found


def pack() -> Pack:
    """The newest version of the pack that this agency uses."""
    return packs().newest(config().pack)


def now() -> datetime:
    """The clock, read at the outermost layer only."""
    return datetime.now(UTC)


def lifetime() -> timedelta:
    """How long a session lasts without contact."""
    return timedelta(days=config().session_days)
