"""Days in words."""

from __future__ import annotations

from datetime import date

from fieldlog.i18n import gettext as _
from fieldlog.web.trends.words import SHORT


def day_words(day: date) -> str:
    """May 13, 2026."""
    return _("%(month)s %(day)s, %(year)s") % {"month": _(SHORT[day.month - 1]), "day": day.day, "year": day.year}
