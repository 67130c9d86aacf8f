"""Signing in and choosing a new password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from fieldlog.i18n import gettext as _


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Email and password."""

    email = EmailField(_("Email"), [InputRequired(_("Type your email.")), Length(max=254)])
    password = PasswordField(_("Password"), [InputRequired(_("Type your password.")), Length(max=200)])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A new password, typed twice; the operation knows how long it must be."""

    old = PasswordField(_("Password now"), [InputRequired(_("Type the password you have now.")), Length(max=200)])
    new = PasswordField(_("New password"), [InputRequired(_("Choose a new password.")), Length(max=200)])
    again = PasswordField(_("New password again"), [EqualTo("new", _("The two new passwords are not the same."))])
