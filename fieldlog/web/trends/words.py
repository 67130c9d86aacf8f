"""Months in words."""

from __future__ import annotations

from fieldlog.domain.month import Month
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark

LONG = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
SHORT = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)


def month_and_year(month: Month) -> str:
    """April 2026."""
    return _("%(month)s %(year)s") % {"month": _(LONG[month.number - 1]), "year": month.year}


def month_short_and_year(month: Month) -> str:
    """Apr 2026."""
    return _("%(month)s %(year)s") % {"month": month_short(month), "year": month.year}


def month_short(month: Month) -> str:
    """Apr."""
    return _(SHORT[month.number - 1])
