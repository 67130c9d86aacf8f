"""Sign in, sign out, change the password, and the front door."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from fieldlog.errors import Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import people, sessions
from fieldlog.web.guards import open_to_all, signed_in
from fieldlog.web.login import (
    actor,
    end_session,
    lifetime,
    now,
    signed_in_or_none,
    start_session,
    store,
    who,
)
from fieldlog.web.session.forms import PasswordForm, SignInForm
from fieldlog.web.session.label import browser_label

blueprint = Blueprint("session", __name__)


@blueprint.get("/")
@open_to_all
def front_door() -> Response:
    """A leader's door is the field, everybody else's the desk."""
    who_is_it = signed_in_or_none()
    if who_is_it is None:
        return redirect(url_for("session.sign_in"))
    leads = "leader" in who_is_it.actor.roles or not who_is_it.actor.active
    return redirect("/app/" if leads else "/desk/")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> Response | str | tuple[str, int]:
    """Open a session. An open redirect is refused by `_safe_next`."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("session/sign_in.html", form=form)
    try:
        token = sessions.sign_in(
            store(),
            email=form.email.data or "",
            password=form.password.data or "",
            label=browser_label(request.user_agent.string),
            lifetime=lifetime(),
            now=now(),
        )
    except Invalid as error:
        form.password.errors = [_(error.words)]
        return render_template("session/sign_in.html", form=form), error.status
    if signed_in_or_none() is not None:
        end_session()  # a shared phone: the row of whoever was here would stay open
    # The form token stays: what was typed before a session ended can be sent after signing in again.
    session.permanent = True
    start_session(token)
    target = _safe_next(request.args.get("next", ""))
    if who().must_change_password:
        return redirect(url_for("session.change_password", next=target))
    return redirect(target)


@blueprint.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """End the session. Never `Clear-Site-Data`: it would wipe entries that are not yet sent."""
    end_session()
    flash(_("You are signed out. What you saved on this phone is still on it."))
    return redirect(url_for("session.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Response | str | tuple[str, int]:
    """Choose a new password; every other session of this person ends."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("session/password.html", form=form, forced=who().must_change_password)
    try:
        people.change_own_password(
            store(),
            actor(),
            old=form.old.data or "",
            new=form.new.data or "",
            keep_session_id=who().session.session_id,
            now=now(),
        )
    except Invalid as error:
        field = form.old if error.code == "wrong_sign_in" else form.new
        field.errors = [_(error.words)]
        return render_template("session/password.html", form=form, forced=who().must_change_password), error.status
    flash(_("Your password is changed. Other phones and computers were signed out."))
    return redirect(_safe_next(request.args.get("next", "")))


def _safe_next(target: str) -> str:
    """Only a path of our own: not `//elsewhere`, not `https:`.

    Browsers read a backslash as a slash and drop tabs and line ends, so that `/<tab>/elsewhere` leads away too.
    """
    ours = target.startswith("/") and not target.startswith("//")
    return target if ours and "\\" not in target and target.isprintable() else "/"
