"""Words in templates: gettext for Jinja, and the facts that every page shows."""

from __future__ import annotations

from flask import Flask

from fieldlog import i18n
from fieldlog.errors import FieldlogError
from fieldlog.operations.sessions import SignedIn
from fieldlog.web.login import config, signed_in_or_none


def init_words(app: Flask) -> None:
    """Give templates `_`, `{% trans %}`, `agency`, `danger_numbers` and `me` (SignedIn or None)."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        i18n.gettext, i18n.ngettext, newstyle=True
    )

    @app.context_processor
    def everywhere() -> dict[str, object]:
        return {
            "agency": config().agency,
            "danger_numbers": config().danger_numbers,
            "me": _me(),
        }


def _me() -> SignedIn | None:
    try:
        return signed_in_or_none()
    except FieldlogError:
        return None  # the database is away: the page that says so, and the stop screen, must still open
