"""The wall as it stands now: today's finder, the agency's lists as they are, the notes that may be written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Source
from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.wall import Wall, check_nothing_open
from fieldlog.operations.agency_lists import finder_of
from fieldlog.storage.protocol import Transaction


def wall_for(tx: Transaction, sources: Sequence[Source], pack: Pack) -> Wall:
    """For the lines of a summary that may be written from `sources`."""
    return Wall(finder_of(tx), pack, sources)


def check_wall(tx: Transaction, lines: Iterable[ShareLine], sources: Sequence[Source], pack: Pack) -> None:
    """Looks anew, since lists, notes and the finder itself may have changed after a line was cleared.

    Raises Conflict("findings_open").
    """
    wall = wall_for(tx, sources, pack)
    check_nothing_open(wall.look(line) for line in lines)
