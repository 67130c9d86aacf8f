"""When the session cookie is written: at the first need, then once a day, and never by what anybody may read."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

DAY = "_day"


class RarelyWritten(SecureCookieSessionInterface):
    """Flask's sessions with fewer writes.

    Renewing the cookie with each answer would put 250 bytes on every round over a weak link, and an answer that
    varies by cookie can't be taken from the browser's cache when the service worker keeps it for offline.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Only a changed session is written; the day in it changes it once a day."""
        return session.modified

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where it is due."""
        if request.blueprint in {"field", "public"}:
            return  # these documents are the same for everybody
        today = datetime.now(UTC).date().isoformat()
        if session.permanent and session.get(DAY) != today:
            session[DAY] = today  # keeps a phone signed in that is used at least once in the session's days
        super().save_session(app, session, response)


def init_cookie(app: Flask) -> None:
    """Put it to work in `app`."""
    app.session_interface = RarelyWritten()
