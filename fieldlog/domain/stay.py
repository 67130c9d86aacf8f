"""Why something that the finder found may stay in a line: the writer's reason, and a second person's word on it.

Both are tied to the wording: a changed line has none (`share_line.edit_line`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from fieldlog.errors import Invalid

LONGEST_WHY: Final = 300


@dataclass(frozen=True)
class Stay:
    """About one finding, named by its `key` (type and place in the words).

    `said`: the writer's reason, if one was given. `why`: the reason with which `cleared_by` let it stay.
    """

    key: str
    said: str = ""
    said_by: str | None = None
    why: str = ""
    cleared_by: str | None = None
    cleared_at: datetime | None = None

    @property
    def cleared(self) -> bool:
        """Did a second person say that it may stay?"""
        return self.cleared_by is not None


def explained(stays: Collection[Stay], *, key: str, said: str, writer_id: str) -> frozenset[Stay]:
    """With a writer's reason; an empty one takes it back. A clearance of that finding ends.

    Raises Invalid("finding_why_long").
    """
    others = frozenset(stay for stay in stays if stay.key != key)
    if len(said) > LONGEST_WHY:
        raise Invalid("finding_why_long", field="said", most=LONGEST_WHY)
    return others | {Stay(key, said=said, said_by=writer_id)} if said else others


def let_stay(
    stays: Collection[Stay], *, found: Collection[str], whys: Mapping[str, str], approver_id: str, now: datetime
) -> frozenset[Stay]:
    """With a clearance for each of `found`. `whys`: key → reason, for those that the approver let stay.

    An empty reason takes over the writer's. Stays of what is no longer found are dropped.
    Raises Invalid("finding_open" | "finding_why_missing" | "finding_why_long").
    """
    by_key = {stay.key: stay for stay in stays}
    cleared = []
    for key in found:
        if key not in whys:
            raise Invalid("finding_open", field=key)
        stay = by_key.get(key, Stay(key))
        why = whys[key] or stay.said
        if not why:
            raise Invalid("finding_why_missing", field=key)
        if len(why) > LONGEST_WHY:
            raise Invalid("finding_why_long", field=key, most=LONGEST_WHY)
        cleared.append(replace(stay, why=why, cleared_by=approver_id, cleared_at=now))
    return frozenset(cleared)


def reopened(stays: Collection[Stay]) -> frozenset[Stay]:
    """Only the writers' reasons: what is left when a review is undone."""
    return frozenset(replace(stay, why="", cleared_by=None, cleared_at=None) for stay in stays if stay.said)
