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


ACTS: Final[Mapping[str, str]] = {
    "add_person": _("Added"),
    "save_person": _("Changed"),
    "disable_person": _("Switched off"),
    "enable_person": _("Switched on"),
    "reset_password": _("Given a one-time password"),
    "change_own_password": _("Chose a new password"),
    "revoke_session": _("Signed out on one phone"),
    "release_held": _("Waiting entries let in"),
    "release_quarantined": _("Entries set aside tried again"),
    "mark_aside_seen": _("Entries set aside looked at"),
    "count_aside_again": _("Entries set aside count again"),
    "import_unsent": _("Unsent entries taken in from a file"),
}


def roles_in_words(grants: Iterable[Grant], unit_names: Mapping[str, str]) -> list[str]:
    """For example "Editor, Approver · East region", one for each unit whose name is known, in that order."""
    held: dict[str, set[str]] = {}
    for grant in grants:
        held.setdefault(grant.unit_id, set()).add(grant.role)
    return [
        f"{', '.join(gettext(ROLE_NAMES[role]) for role in ROLES if role in held[unit_id])} · {name}"
        for unit_id, name in unit_names.items()
        if unit_id in held
    ]
