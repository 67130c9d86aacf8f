"""The geometry of a trends chart: true heights, everything inside, nothing hidden drawn as a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.month import Month, months_up_to
from fieldlog.domain.people import Unit
from fieldlog.domain.trends import Count, Trends, make_trends
from fieldlog.web.trends.chart import Chart, Mark, draw

FLOOR = 5


def made(noted: list[int], visits: list[int] | None = None) -> Trends:
    months = months_up_to(Month(2026, 6), len(noted))
    counts = [Count("here", month, "x", "strength", n) for month, n in zip(months, noted, strict=True)]
    counts += [Count("here", month, "x", "concern", n) for month, n in zip(months, reversed(noted), strict=True)]
    made = {("here", month): n for month, n in zip(months, visits or [99] * len(noted), strict=True)}
    return make_trends(months, [Unit("here", None, "Here", "rural")], ["here"], made, counts, ["x"], FLOOR)


def drawn(trends: Trends) -> Chart:
    return draw(trends.issues[0], trends, tuple("M" for _ in trends.months))


def marks(chart: Chart, kind: str) -> list[Mark]:
    return [mark for mark in chart.marks if mark.kind == kind]


def test_twice_the_visits_is_twice_the_height() -> None:
    chart = drawn(made([10, 20, 40]))
    heights = [mark.height for mark in marks(chart, "strength")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.1)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.2)


def test_strengths_stand_on_the_line_and_concerns_hang_from_it() -> None:
    chart = drawn(made([10, 20, 40]))
    assert {round(mark.y + mark.height, 1) for mark in marks(chart, "strength")} == {chart.axes[0]}
    assert {mark.y for mark in marks(chart, "concern")} == {chart.axes[1]}


def test_a_hidden_number_has_no_text_and_always_the_same_height() -> None:
    hidden = [mark for n in (1, 2, 3, 4) for mark in marks(drawn(made([n, 30])), "hidden")]
    assert len(hidden) == 8
    assert {mark.text for mark in hidden} == {""}
    assert len({mark.height for mark in hidden}) == 1


def test_zero_is_written_and_has_no_bar() -> None:
    zeros = marks(drawn(made([0, 30])), "zero")
    assert [(mark.text, mark.height) for mark in zeros] == [("0", 0.0), ("0", 0.0)]


def test_a_month_of_few_visits_has_no_marks() -> None:
    chart = drawn(made([3, 30], visits=[3, 99]))
    assert [tick.few for tick in chart.ticks] == [True, False]
    assert all(mark.x > 180 for mark in chart.marks)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=12))
def test_everything_is_inside_the_drawing(noted: list[int]) -> None:
    chart = drawn(made(noted))
    for mark in chart.marks:
        assert mark.x >= 0
        assert mark.x + mark.width <= chart.width
        assert mark.y >= 0
        assert mark.y + mark.height <= chart.height + 0.1
        assert 8 <= mark.text_y <= chart.height
