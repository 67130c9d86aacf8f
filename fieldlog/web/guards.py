"""Closed unless opened: what a route asks of whoever calls it.

A route without one of these marks is refused, and a test walks every route.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.permissions import ACTIONS, can
from fieldlog.errors import Forbidden, NotFound, NotSignedIn
from fieldlog.web.login import revoked_person_id, signed_in_or_none

View = TypeVar("View", bound=Callable[..., object])

OPEN = "open to all"
SIGNED_IN = "signed in"
# Somebody with a one-time password chooses their own first; but no entry waits for that.
BEFORE_OWN_PASSWORD = ("/password", "/api/", "/app/")


def open_to_all(view: View) -> View:
    """Anybody, also without signing in. Keep this list short."""
    return _mark(view, OPEN)


def signed_in(view: View) -> View:
    """Anybody who is signed in and not switched off; the operation decides about the rest."""
    return _mark(view, SIGNED_IN)


def needs(action: str) -> Callable[[View], View]:
    """Only people who may do `action` somewhere; the operation checks the unit."""
    if action not in ACTIONS:
        raise ValueError(f"no such action: {action}")
    return lambda view: _mark(view, action)


def declared(app: Flask, endpoint: str) -> str | None:
    """What the route asks for; None when it says nothing."""
    guard: str | None = getattr(app.view_functions.get(endpoint), "fieldlog_guard", None)
    return guard


def check_route() -> Response | None:
    """Before each request. Raises NotFound, NotSignedIn, Forbidden."""
    if request.endpoint is None:
        return None  # no such address: the error handler says so
    guard = declared(current_app, request.endpoint)
    if guard == OPEN:
        return None
    who = signed_in_or_none()
    if who is None:
        raise _not_signed_in()
    if guard is None:
        raise NotFound("not_found")
    allowed = who.actor.active if guard == SIGNED_IN else can(who.actor, guard)
    if not allowed:
        raise Forbidden("forbidden" if who.actor.active else "disabled")
    if who.must_change_password and not request.path.startswith(BEFORE_OWN_PASSWORD):
        return redirect(url_for("session.change_password"))
    return None


def _not_signed_in() -> NotSignedIn:
    """A phone that was signed out from elsewhere must know whose data to clear; a page just asks to sign in."""
    person_id = revoked_person_id() if request.path.startswith("/api/") else None
    return NotSignedIn("revoked", user_id=person_id) if person_id else NotSignedIn("not_signed_in")


def _mark(view: View, guard: str) -> View:
    view.fieldlog_guard = guard  # type: ignore[attr-defined]  # read back by `declared`
    return view
