"""One table, role × action: who may do what, and where.

Deny by default: an action that no role lists is allowed to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldlog.errors import Forbidden, NotFound

# A role reaches the units of its grants and all below them. Owning an entry is
# its own right: sync checks it against the author, not against this table.
ROLE_ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "leader": frozenset({"log_rides"}),
    "supervisor": frozenset({"read_team_observations", "answer_observation", "see_trends", "see_sync_gaps"}),
    "editor": frozenset({"compose_summary", "see_summaries"}),
    "approver": frozenset({"review_summary", "publish_summary", "see_summaries"}),
    "admin": frozenset(
        {"manage_people", "manage_units", "manage_agency_lists", "see_audit", "see_sync_gaps", "release_quarantine"}
    ),
}
# What everybody who is signed in and active may do, for themselves only.
OWN_ACTIONS: Final = frozenset({"sync_own_entries", "manage_own_sessions", "sign_out"})
# A disabled person's phone may still hand over what it holds and be signed out, and nothing else.
DISABLED_ACTIONS: Final = frozenset({"sync_own_entries", "sign_out"})

ACTIONS: Final = frozenset().union(*ROLE_ACTIONS.values()) | OWN_ACTIONS


@dataclass(frozen=True)
class Actor:
    """The person who acts. `reach`: for each role held, the ids of the units in which it holds."""

    person_id: str
    name: str
    active: bool = True
    reach: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(self.reach)

    def units_for(self, action: str) -> frozenset[str]:
        """The ids of the units in which this person may do `action`; empty when nowhere."""
        _known(action)
        if not self.active:
            return frozenset()
        return frozenset().union(*(ids for role, ids in self.reach.items() if action in ROLE_ACTIONS[role]))


def can(actor: Actor, action: str, unit_id: str | None = None) -> bool:
    """May the actor do `action` in that unit (or anywhere at all when no unit is named)?"""
    _known(action)
    if not actor.active:
        return action in DISABLED_ACTIONS
    if action in OWN_ACTIONS:
        return True
    units = actor.units_for(action)
    return bool(units) if unit_id is None else unit_id in units


def require(actor: Actor, action: str, unit_id: str | None = None) -> None:
    """Raise Forbidden when the role lacks the action, NotFound when only the unit is out of reach.

    Another team's record looks like no record at all, so that nothing is learnt from the refusal.
    """
    if not can(actor, action):
        raise Forbidden("forbidden")
    if unit_id is not None and not can(actor, action, unit_id):
        raise NotFound("not_found")


def _known(action: str) -> None:
    if action not in ACTIONS:
        raise ValueError(f"no such action: {action}")
