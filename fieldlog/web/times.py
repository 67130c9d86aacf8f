"""Times in words. The server doesn't know a reader's time zone, so it says how long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from fieldlog.i18n import gettext as _
from fieldlog.i18n import ngettext


def ago(moment: datetime, now: datetime) -> str:
    """ "in the last hour", "5 hours ago", "3 days ago"; a session's last contact is no finer than an hour."""
    gone = now - moment
    if gone < timedelta(hours=1):
        return _("in the last hour")
    if gone < timedelta(days=1):
        hours = int(gone / timedelta(hours=1))
        return ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    return ngettext("{n} day ago", "{n} days ago", gone.days).format(n=gone.days)
