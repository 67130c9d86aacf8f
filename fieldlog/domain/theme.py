"""When a line is a theme, and not the story of one family: 3 visits on 2 rides, or a person's written reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from fieldlog.domain.share_line import LONGEST_REASON, PARTS_WITH_SOURCES, ShareLine, clean_words
from fieldlog.errors import Invalid

FEWEST_VISITS: Final = 3
FEWEST_RIDES: Final = 2


@dataclass(frozen=True)
class Breadth:
    """On how many visits, of how many rides, the notes under a line were made."""

    visits: int
    rides: int


def is_thin(part: str, breadth: Breadth) -> bool:
    """Does a strength or concern rest on too few visits or rides to be more than one family's?"""
    few = breadth.visits < FEWEST_VISITS or breadth.rides < FEWEST_RIDES
    return part in PARTS_WITH_SOURCES and few


def with_reason(cleared: ShareLine, breadth: Breadth, reason: str) -> ShareLine:
    """The cleared line; a thin one with the reason why it may leave, which is kept with it.

    Raises Invalid("line_thin" | "line_reason_long").
    """
    if not is_thin(cleared.part, breadth):
        return cleared
    reason = clean_words(reason)
    if not reason:
        raise Invalid("line_thin", field="thin_reason", visits=FEWEST_VISITS, rides=FEWEST_RIDES)
    if len(reason) > LONGEST_REASON:
        raise Invalid("line_reason_long", field="thin_reason", most=LONGEST_REASON)
    return replace(cleared, reason=reason)
