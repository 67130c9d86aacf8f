"""Why nothing more is to be done about what was set aside."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField

from fieldlog.i18n import gettext as _
from fieldlog.web.phones.pages import SEEN_WHY


class SeenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Fixed words: what an admin types here could quote a note."""

    why = SelectField(_("Why nothing more is to be done"), choices=[])

    def __init__(self) -> None:
        super().__init__()
        self.why.choices = [("", _("Choose why")), *((code, _(words)) for code, words in SEEN_WHY.items())]
