"""The field app's own documents know nobody, so the session cookie has no part in them."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.blueprints import BlueprintSetupState
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class NobodyThere(SecureCookieSessionInterface):
    """Flask's sessions, but nothing is read from or written to the cookie for `/app/`.

    Otherwise each answer would vary by cookie, and what the browser has just loaded could not be
    kept for offline without loading it once more.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, except for a document that is the same for everybody."""
        if request.blueprint != "field":
            super().save_session(app, session, response)


def install(state: BlueprintSetupState) -> None:
    """Put it to work in the app that the blueprint joins."""
    assert isinstance(state.app, Flask)
    state.app.session_interface = NobodyThere()
