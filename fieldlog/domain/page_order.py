"""In which order the lines of a page stand.

The order in which lines were written is the order in which notes were read, and so it may tell which
line came from whom. Where no editor put lines in order, a page has its own: random, but always the
same, so that the page that was approved is the page that is published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fieldlog.domain.share_line import PARTS, ShareLine
from fieldlog.domain.summary import BY_HAND


def page_order(summary_id: str, lines: Iterable[ShareLine]) -> list[ShareLine]:
    """By part; within it as an editor put them, or else by a hash of ids that nobody outside knows."""
    lines = list(lines)
    by_hand = {line.part for line in lines if line.position > BY_HAND}

    def key(line: ShareLine) -> tuple[int, int, str]:
        if line.part in by_hand:
            return PARTS.index(line.part), line.position, line.line_id
        drawn = hashlib.sha256(f"{summary_id}/{line.line_id}".encode()).hexdigest()
        return PARTS.index(line.part), 0, drawn

    return sorted(lines, key=key)
