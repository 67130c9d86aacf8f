"""Forms of the summaries. What belongs into a line is judged by the domain; a form only carries it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from fieldlog.domain.people import Unit
from fieldlog.domain.period import Quarter
from fieldlog.domain.share_line import LONGEST_LINE, LOOKED_FOR
from fieldlog.domain.taxonomy import Pack
from fieldlog.errors import FieldlogError
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark
from fieldlog.render.words import NOTICES, PROMISE_STATES, quarter_words

PARTS = {
    "title": mark("Title"),
    "strength": mark("Strength"),
    "concern": mark("Concern"),
    "promise": mark("Promise"),
    "question": mark("Question"),
}
AUDIENCES = {
    "community": mark("The community"),
    "partners": mark("Partners: schools, courts, clinics"),
    "workers": mark("Our workers"),
}
TICKS = {
    "names": mark("Names: of people, schools, churches, shops"),
    "places": mark("Places smaller than the area"),
    "dates": mark("Dates and exact ages"),
    "rare_facts": mark("Rare facts: twins, a fire, the only family that …"),
}
MOST_QUARTERS = 12


class SummaryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which area, which quarters, for whom."""

    unit_id = SelectField(_("Area"), [InputRequired(_("Choose an area."))])
    first_quarter = SelectField(_("From"))
    last_quarter = SelectField(_("To"))
    audience = RadioField(_("For whom"), default="community")

    def offer(self, areas: Iterable[Unit], this_quarter: Quarter) -> None:
        """Fill in what can be chosen: the own areas, and quarters that have begun."""
        self.unit_id.choices = [(unit.unit_id, unit.name) for unit in areas]
        quarters = [this_quarter]
        while len(quarters) < MOST_QUARTERS:
            quarters.append(quarters[-1].previous)
        choices = [(str(quarter), quarter_words(quarter)) for quarter in quarters]
        self.first_quarter.choices = self.last_quarter.choices = choices
        self.audience.choices = [(code, _(words)) for code, words in AUDIENCES.items()]
        if not self.is_submitted():
            # The last whole quarter is what a meeting is about.
            self.first_quarter.data = self.last_quarter.data = str(this_quarter.previous)


class LineForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One share line. `take` is the note whose "Write a line from this" was pressed."""

    part = RadioField(_("Kind of line"), validate_choice=False)
    words = TextAreaField(_("Words"), render_kw={"rows": 4, "maxlength": LONGEST_LINE, "autocomplete": "off"})
    issue = SelectField(_("Issue"), validate_choice=False)
    promise_state = RadioField(_("How it stands"), validate_choice=False)
    source_ids = SelectMultipleField(_("Notes"), validate_choice=False, choices=[])
    take = StringField()

    def offer(self, pack: Pack, *, with_title: bool) -> None:
        """Fill in what can be chosen."""
        self.part.choices = [(code, _(words)) for code, words in PARTS.items() if with_title or code != "title"]
        self.issue.choices = [("", _("Choose an issue")), *((issue.code, issue.short) for issue in pack.issues)]
        self.promise_state.choices = [(code, _(words)) for code, words in PROMISE_STATES.items()]


class ClearForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The four things an approver looks for, and a word on each thing found."""

    wording = HiddenField()
    looked_for = SelectMultipleField(
        _("I looked for these, and none is in it"),
        validate_choice=False,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    thin_reason = TextAreaField(
        _("Why may it leave all the same?"),
        description=_("It rests on fewer than 3 visits or 2 rides, so it may be about one family."),
        render_kw={"rows": 2},
    )

    def __init__(self, *args: Any, whys: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """`whys`: which findings were ticked, each with what was written beside it."""
        super().__init__(*args, **kwargs)
        self.looked_for.choices = [(code, _(TICKS[code])) for code in LOOKED_FOR]
        self.whys: Mapping[str, str] = whys or {}
        self.finding_errors: dict[str, str] = {}


class ReturnForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Back to the writer, with a reason."""

    wording = HiddenField()
    reason = TextAreaField(
        _("What should the writer change?"),
        description=_("Say what you found, not the name or place itself."),
        render_kw={"rows": 2},
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What people at the old address will read."""

    notice = RadioField(
        _("Why? People who open the page read this in its place, at once."),
        validate_choice=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice.choices = [(code, _(words)) for code, words in NOTICES.items()]


def blame(form: FlaskForm, error: FieldlogError) -> None:
    """Put the words beside the input at fault, or above the form."""
    field = form[error.field] if error.field and error.field in form else None
    if field is None:
        form.form_errors = [*form.form_errors, _(error.words)]
    else:
        field.errors = [*field.errors, _(error.words)]
