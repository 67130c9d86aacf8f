"""The wall as it stands now: today's finder, the agency's lists as they are, the notes that may be written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from fieldlog.domain.period import Period
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.wall import Wall, check_nothing_open
from fieldlog.operations.agency_lists import finder_of
from fieldlog.storage.protocol import Transaction

# What is rare is told by a year of the whole agency's notes, or the newest of them.
MOST_NOTES: Final = 10_000


def wall_for(tx: Transaction, summary: Summary, sources: Sequence[Source], pack: Pack) -> Wall:
    """For the lines of a summary that may be written from `sources`."""
    first = summary.period.first.previous.previous.previous
    said = tx.summaries.said(Period(first, summary.period.last), MOST_NOTES)
    return Wall(finder_of(tx), pack, sources, said)


def check_wall(
    tx: Transaction, summary: Summary, lines: Iterable[ShareLine], sources: Sequence[Source], pack: Pack
) -> None:
    """Looks anew, since lists, notes and the finder itself may have changed after a line was cleared.

    Raises Conflict("findings_open").
    """
    wall = wall_for(tx, summary, sources, pack)
    check_nothing_open(wall.look(line) for line in lines)
