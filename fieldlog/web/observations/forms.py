"""What a supervisor looks for (a GET form: nothing changes, so no CSRF), and the answer."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import Form, SelectField, TextAreaField

from fieldlog.domain.period import Quarter
from fieldlog.domain.taxonomy import Pack
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark
from fieldlog.operations.units import UnitInTree
from fieldlog.render.words import quarter_words
from fieldlog.web.field.labels import LEANS

LOOK_BACK = 12  # quarters


class FilterForm(Form):
    """Choices are set by `offer`: they depend on who looks and when."""

    unit = SelectField(mark("Unit"))
    quarter = SelectField(mark("When"))
    issue = SelectField(mark("Issue"))
    lean = SelectField(mark("Side"))

    def offer(self, units: Iterable[UnitInTree], pack: Pack, this_quarter: Quarter) -> None:
        """Fill the selects with what this person may choose."""
        indent = "\u2003"  # browsers strip plain spaces in an option
        self.unit.choices = [("", _("All your units"))]
        self.unit.choices += [(each.unit.unit_id, indent * each.depth + each.unit.name) for each in units]
        self.issue.choices = [("", _("All issues"))] + [(issue.code, issue.short) for issue in pack.issues]
        self.lean.choices = [("", _("Both sides"))] + [(code, _(words)) for code, words in LEANS.items()]
        self.quarter.choices = [("", _("Any time"))]
        quarter = this_quarter
        for _back in range(LOOK_BACK):
            self.quarter.choices.append((str(quarter), quarter_words(quarter)))
            quarter = quarter.previous


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A few words back to the leader; the rules are the operation's."""

    words = TextAreaField(mark("Your answer"))
