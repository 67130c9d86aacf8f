"""Small numbers point at people; they are hidden. A zero is a number of its own."""

from __future__ import annotations


def hide_small(count: int, floor: int) -> int | None:
    """Return `count`, or None where it is from 1 up to below `floor` and so must be hidden."""
    return None if 0 < count < floor else count
