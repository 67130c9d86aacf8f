"""What a supervisor chooses on the trends page. A GET form: nothing changes, so no CSRF."""

from __future__ import annotations

from wtforms import Form, SelectField

from fieldlog.domain.month import Month
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark
from fieldlog.operations.trends import MOST_MONTHS, UnitChoice
from fieldlog.web.trends.words import month_short_and_year

LOOK_BACK = 36  # months that can be the last one shown


class TrendsForm(Form):
    """Unit and period. Choices are set by `offer`, since they depend on who looks and when."""

    unit = SelectField(mark("Unit"))
    months = SelectField(mark("How long"))
    last = SelectField(mark("Up to"))

    def offer(self, choices: tuple[UnitChoice, ...], this_month: Month) -> None:
        """Fill the selects with what this person may choose."""
        tops = sum(choice.depth == 0 for choice in choices)
        everything = [("", _("All your units"))] if tops > 1 else []
        indent = "\u2003"  # browsers strip plain spaces in an option
        self.unit.choices = everything + [(c.unit.unit_id, indent * c.depth + c.unit.name) for c in choices]
        self.months.choices = [(str(n), _("%(count)s months") % {"count": n}) for n in (3, 6, MOST_MONTHS)]
        months = (this_month.plus(-back) for back in range(LOOK_BACK))
        self.last.choices = [(str(month), month_short_and_year(month)) for month in months]
