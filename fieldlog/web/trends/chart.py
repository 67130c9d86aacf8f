"""Where each mark of a trends chart goes. Plain geometry; the template draws it.

Strengths stand up from a line of months, concerns hang down from it, on one scale for
all issues. Bars and not lines: a hidden month has no height, and nothing may be drawn
through it.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldlog.domain.trends import SIDES, IssueTrend, Row, Side, Trends

WIDTH = 360
PLOT = 84  # height of each side, in units of the drawing
LABEL = 15  # room for a number beyond the end of a bar
HIDDEN = 14  # a mark and no height: the number may be any
AXIS = 22  # the line of months between the sides
HEIGHT = 2 * (PLOT + LABEL) + AXIS
WIDEST_BAR = 44


@dataclass(frozen=True, slots=True)
class Mark:
    """One month on one side: a bar or a zero with its number, or a hidden one without."""

    kind: str  # strength | concern | hidden | zero
    x: float
    y: float
    width: float
    height: float
    text: str
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """The name of a month, centered at `x`. `few`: its visits are hidden, and all else with them."""

    text: str
    x: float
    few: bool
    few_x: float
    few_width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn for one issue."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    tick_y: float = PLOT + LABEL + AXIS - 6.5
    axes: tuple[float, float] = (PLOT + LABEL, PLOT + LABEL + AXIS)
    width: int = WIDTH
    height: int = HEIGHT


def draw(trend: IssueTrend, trends: Trends, month_names: tuple[str, ...]) -> Chart:
    """Lay one issue out. `month_names` go with `trends.months`."""
    pitch = WIDTH / len(trends.months)
    top = max(trends.highest, trends.floor)
    few = tuple(visits is None for visits in trends.visits.cells)
    marks = [mark for side in SIDES for mark in _side(side, trend.row(side), few, pitch, PLOT / top)]
    ticks = [
        Tick(name, _round(pitch * (at + 0.5)), few[at], _round(pitch * at + 1), _round(pitch - 2))
        for at, name in enumerate(month_names)
    ]
    return Chart(tuple(marks), tuple(ticks))


def _side(side: Side, row: Row, few: tuple[bool, ...], pitch: float, scale: float) -> list[Mark]:
    return [_mark(side, at, cell, pitch, scale) for at, cell in enumerate(row.cells) if not few[at]]


def _mark(side: Side, at: int, cell: int | None, pitch: float, scale: float) -> Mark:
    height = HIDDEN if cell is None else scale * cell
    width = min(pitch * 0.72, WIDEST_BAR)
    up = side == "strength"
    start = PLOT + LABEL if up else PLOT + LABEL + AXIS
    return Mark(
        kind="hidden" if cell is None else side if cell else "zero",
        x=_round(pitch * (at + 0.5) - width / 2),
        y=_round(start - height if up else start),
        width=_round(width),
        height=_round(height),
        text="" if cell is None else str(cell),
        text_x=_round(pitch * (at + 0.5)),
        text_y=_round(start - height - 3.5 if up else start + height + 11.5),
    )


def _round(value: float) -> float:
    return round(value, 1)
