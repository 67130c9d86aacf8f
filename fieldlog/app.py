"""`create_app(config)` wires the parts together and does nothing else."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from fieldlog.config import ROOT, Config
from fieldlog.operations.packs import load_packs
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from fieldlog.web import assets, cookie, errors, guards, headers, login, words

# One blueprint per capability, each in web/<name>/routes.py.
CAPABILITIES = (
    "session",
    "health",
    "danger",
    "api",
    "field",
    "observations",
    "trends",
    "desk",
    "people",
    "units",
    "phones",
    "agency_lists",
    "summaries",
    "public",
)

LARGEST_FORM = 1024 * 1024


def create_app(config: Config, store: Store | None = None) -> Flask:
    """The web application over an open store (by default the one the settings name)."""
    app = Flask("fieldlog", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="fieldlog",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=timedelta(days=config.session_days),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
    )
    app.extensions["fieldlog.config"] = config
    app.extensions["fieldlog.seal_keys"] = SealKeys.at(Path(config.seal_keys), now=login.now())
    app.extensions["fieldlog.store"] = store or open_store(config.database)
    app.extensions["fieldlog.packs"] = load_packs()

    csrf = CSRFProtect(app)
    cookie.init_cookie(app)
    login.init_login(app)
    words.init_words(app)
    assets.init_assets(app)
    headers.init_headers(app)
    errors.init_errors(app)
    app.before_request(guards.check_route)

    for name in CAPABILITIES:
        blueprint = import_module(f"fieldlog.web.{name}.routes").blueprint
        app.register_blueprint(blueprint)
        if name == "api":
            csrf.exempt(blueprint)  # it asks for a header and an origin that no form can send
    return app
