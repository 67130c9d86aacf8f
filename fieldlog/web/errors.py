"""Every failure becomes a page in plain words, or JSON for `/api/`."""

from __future__ import annotations

import logging

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from fieldlog.errors import WORDS, FieldlogError, NotSignedIn
from fieldlog.i18n import gettext as _

log = logging.getLogger(__name__)

_CODES = {400: "bad_form", 404: "not_found", 405: "method_not_allowed", 413: "too_large_form"}


def init_errors(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(FieldlogError)
    def known(error: FieldlogError) -> Response | tuple[Response | str, int]:
        if isinstance(error, NotSignedIn) and not _is_api() and request.method == "GET":
            return redirect(url_for("session.sign_in", next=request.full_path.rstrip("?")))
        told = {"user_id": error.facts["user_id"]} if error.code == "revoked" else {}
        return _answer(error.code, error.words, error.status, **told)

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> tuple[Response | str, int]:
        return _answer("form_expired", WORDS["form_expired"], 400)

    @app.errorhandler(HTTPException)
    def plain_http(error: HTTPException) -> Response | tuple[Response | str, int]:
        if error.code is None or error.code < 400:
            return error.get_response()  # a redirect that Flask made itself
        code = _CODES.get(error.code, "internal" if error.code >= 500 else "bad_form")
        return _answer(code, WORDS[code], error.code)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> tuple[Response | str, int]:
        log.exception("unforeseen error at %s", request.endpoint)
        return _answer("internal", WORDS["internal"], 500)


def _is_api() -> bool:
    return request.path.startswith("/api/")


def _answer(code: str, words: str, status: int, **told: object) -> tuple[Response | str, int]:
    if _is_api():
        body: dict[str, object] = {"app": "fieldlog", **told, "error": {"code": code, "words": _(words)}}
        from flask import jsonify

        return jsonify(body), status
    return render_template("error.html", words=_(words), status=status), status
