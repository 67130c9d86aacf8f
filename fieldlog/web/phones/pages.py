"""What the page of gaps shows: numbers in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldlog.i18n import gettext, ngettext
from fieldlog.i18n import mark as _
from fieldlog.operations.gaps import PersonGaps, PhoneGap
from fieldlog.web.times import ago

REASONS: Final[Mapping[str, str]] = {
    "item_unreadable": _("could not be read"),
    "item_too_large": _("too long"),
    "item_sealed": _("sealed and not opened"),
    "item_other_author": _("written by somebody else"),
    "item_other_owner": _("about an entry of somebody else"),
    "item_other_type": _("of another kind than before"),
    "item_clash": _("numbered like another entry"),
}
SEEN_WHY: Final[Mapping[str, str]] = {
    "logged_again": _("It was logged again"),
    "not_needed": _("It is not needed"),
    "nothing_more": _("Nothing more can be done"),
}


@dataclass(frozen=True)
class GapRow:
    """One phone: "made 17, we have 15", "2 not here yet"."""

    label: str
    tally: str
    missing: str
    last_heard: str


@dataclass(frozen=True)
class GapCard:
    """One person. `aside`, `seen`: each reason with its number; empty strings where there is nothing to say."""

    person_id: str
    name: str
    active: bool
    held: str
    aside: list[str]
    seen: list[str]
    phones: list[GapRow]

    @property
    def quiet(self) -> bool:
        """Everything that was made is here."""
        return not (self.held or self.aside or self.seen or any(row.missing for row in self.phones))


def gap_cards(people: Iterable[PersonGaps], now: datetime) -> list[GapCard]:
    return [
        GapCard(
            gaps.person_id,
            gaps.name,
            gaps.active,
            ngettext("{n} waits until they may log again", "{n} wait until they may log again", gaps.held).format(
                n=gaps.held
            )
            if gaps.held
            else "",
            [f"{n} {gettext(REASONS.get(code, code))}" for code, n in sorted(gaps.aside.items())],
            [f"{gettext(SEEN_WHY[why])} ({n})" for why, n in sorted(gaps.seen.items())],
            [_row(phone, now) for phone in gaps.phones],
        )
        for gaps in people
    ]


def _row(phone: PhoneGap, now: datetime) -> GapRow:
    return GapRow(
        phone.label or gettext("A phone that is signed out"),
        gettext("made {made}, we have {stored}").format(made=phone.made, stored=phone.stored),
        gettext("{n} not here yet").format(n=phone.missing) if phone.missing else "",
        ago(phone.last_heard, now),
    )
