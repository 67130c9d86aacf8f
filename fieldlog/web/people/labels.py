"""What each role is called, and what it means, in words that need no training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fieldlog.domain.people import ROLES, Grant
from fieldlog.i18n import gettext
from fieldlog.i18n import mark as _

ROLE_NAMES: Final[Mapping[str, str]] = {
    "leader": _("Leader"),
    "supervisor": _("Supervisor"),
    "editor": _("Editor"),
    "approver": _("Approver"),
    "admin": _("Admin"),
}
ROLE_MEANINGS: Final[Mapping[str, str]] = {
    "leader": _("Goes on ride-alongs and writes down what they see."),
    "supervisor": _("Reads what leaders share with the team, answers, and sees trends."),
    "editor": _("Writes community summaries from what leaders share for that."),
    "approver": _("Checks and publishes summaries. Nobody clears their own words."),
    "admin": _("Adds people and units. Reads no notes by this role alone."),
}


def roles_in_words(grants: Iterable[Grant], unit_names: Mapping[str, str]) -> list[str]:
    """For example "Leader · River unit", in the order of the chain; units without a known name are left out."""
    held = [g for g in grants if g.unit_id in unit_names]
    held.sort(key=lambda g: (ROLES.index(g.role), unit_names[g.unit_id]))
    return [f"{gettext(ROLE_NAMES[g.role])} · {unit_names[g.unit_id]}" for g in held]
