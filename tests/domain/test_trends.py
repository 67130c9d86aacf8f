"""Trends: what is small is hidden, zero is not hidden, and nothing hidden can be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.month import Month, months_up_to
from fieldlog.domain.people import Unit
from fieldlog.domain.trends import Count, Row, Trends, make_trends

MONTHS = months_up_to(Month(2026, 6), 4)
FLOOR = 5
HERE = Unit("here", None, "Here", "rural")


def trends(visits: list[int], strengths: list[int], concerns: list[int] | None = None) -> Trends:
    counts = [
        Count("here", month, "rural_practice", "strength", n) for month, n in zip(MONTHS, strengths, strict=True) if n
    ]
    counts += [
        Count("here", month, "rural_practice", "concern", n)
        for month, n in zip(MONTHS, concerns or [0] * 4, strict=True)
    ]
    made = {("here", month): n for month, n in zip(MONTHS, visits, strict=True) if n}
    return make_trends(MONTHS, [HERE], ["here"], made, counts, ["worker_safety", "rural_practice"], FLOOR)


def strengths(visits: list[int], noted: list[int]) -> tuple[int | None, ...]:
    return trends(visits, noted).issues[1].strength.cells


def test_numbers_from_one_to_four_are_hidden_and_zero_is_not() -> None:
    assert strengths([30, 30, 30, 30], [0, 1, 4, 5]) == (0, None, None, 5)


def test_a_month_of_few_visits_shows_nothing_not_even_zero() -> None:
    assert strengths([4, 30, 5, 0], [0, 0, 0, 0]) == (None, 0, 0, 0)


def test_a_total_stands_where_nothing_is_hidden() -> None:
    assert trends([30, 30, 30, 30], [5, 6, 0, 7]).issues[1].strength.total == 18


def test_no_total_where_a_month_is_hidden() -> None:
    assert trends([30, 30, 30, 30], [5, 6, 3, 7]).issues[1].strength.total is None


def test_issues_keep_the_order_of_the_pack_also_without_counts() -> None:
    view = trends([9] * 4, [9] * 4)
    assert [issue.issue for issue in view.issues] == ["worker_safety", "rural_practice"]
    assert view.issues[0].strength == Row((0, 0, 0, 0))


def test_an_issue_of_an_older_pack_is_not_lost() -> None:
    old = [Count("here", MONTHS[0], "old", "concern", 7)]
    view = make_trends(MONTHS, [HERE], ["here"], {("here", MONTHS[0]): 9}, old, ["new"], FLOOR)
    assert [issue.issue for issue in view.issues] == ["new", "old"]
    assert view.issues[1].concern.cells[0] == 7


def test_empty_means_no_visit_at_all() -> None:
    assert trends([0] * 4, [0] * 4).empty
    assert not trends([0, 1, 0, 0], [0] * 4).empty


def test_the_highest_is_the_highest_that_is_shown() -> None:
    assert trends([50] * 4, [3, 7, 9, 0], [0, 21, 2, 0]).highest == 21
    assert trends([50] * 4, [3, 3, 3, 3]).highest == 0


CELLS = st.lists(st.integers(0, 40), min_size=4, max_size=4)


@given(CELLS, CELLS)
def test_nothing_that_is_shown_is_small_and_nothing_hidden_follows_from_a_total(
    visits: list[int], noted: list[int]
) -> None:
    noted = [min(pair) for pair in zip(visits, noted, strict=True)]
    view = trends(visits, noted)
    for row in (view.visits, view.issues[1].strength, view.issues[1].concern):
        assert all(cell is None or cell == 0 or cell >= FLOOR for cell in row.cells)
        assert row.total is None or None not in row.cells
        assert row.hides == (None in row.cells)


@given(CELLS, CELLS, CELLS)
def test_what_is_shown_does_not_change_with_what_is_hidden(visits: list[int], one: list[int], other: list[int]) -> None:
    """Two agencies that differ only in hidden numbers see the same page."""
    one = [min(pair) for pair in zip(visits, one, strict=True)]
    swapped = [max(1, min(4, n + 1, v)) if 0 < m < FLOOR else m for m, n, v in zip(one, other, visits, strict=True)]
    assert trends(visits, one) == trends(visits, swapped)
