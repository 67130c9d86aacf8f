"""One list, as a text with one entry a line."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark

# kind → (its name, what belongs into it, an icon)
LISTS: Final = {
    "NAME": (
        mark("People"),
        mark("Families and people that your notes speak of again and again, staff too. Last names alone are enough."),
        "users",
    ),
    "PLACE": (
        mark("Places"),
        mark("Towns, hollows, creeks, trailer parks, reservations: what only somebody from here would know."),
        "map-pin",
    ),
    "ADDRESS": (mark("Streets and roads"), mark("One street a line, without house numbers."), "navigation"),
    "ORG": (
        mark("Schools, churches, shops and services"),
        mark("By the name that people say, such as “New Horizons”."),
        "building-2",
    ),
    "NEVER": (
        mark("Never ask about these"),
        mark("Single words that look like names and aren't, such as the name of your own program."),
        "check",
    ),
}


class ListForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """`kind` says which list."""

    kind = HiddenField()
    entries = TextAreaField(_("One entry a line"), render_kw={"rows": 8, "autocomplete": "off", "spellcheck": "false"})
