"""No session on public pages: no cookie is read, none is set, whoever is signed in on this machine."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

PREFIX = "/s/"


class SessionsForMembersOnly(SecureCookieSessionInterface):
    """Flask's own sessions, but for readers of public pages."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty session that can't be written where anybody may read."""
        if request.path.startswith(PREFIX):
            return self.make_null_session(app)
        return super().open_session(app, request)
