"""The signed cookie that carries a session token, for tools that are no Flask test client."""

from __future__ import annotations

from typing import cast

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.support.live import SECRET_KEY, LiveServer


def session_cookie(server: LiveServer, token: str) -> tuple[str, str]:
    """Name and value of the cookie with which a browser is signed in at `server`."""
    app = Flask("cookie")
    app.secret_key = server.settings.get("FIELDLOG_SECRET_KEY", SECRET_KEY)
    signer = cast(SecureCookieSessionInterface, app.session_interface).get_signing_serializer(app)
    assert signer is not None
    return "fieldlog", str(signer.dumps({"_user_id": token, "_fresh": True, "_permanent": True}))
