"""Quarters are the only periods that leave the agency."""

from __future__ import annotations

from datetime import date

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.errors import Invalid


def test_a_quarter_knows_its_days_and_neighbors() -> None:
    quarter = Quarter.parse("2026-Q4")
    assert (quarter.first_day, quarter.last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert str(quarter.next) == "2027-Q1"
    assert str(Quarter(2026, 1).previous) == "2025-Q4"
    assert str(quarter.previous) == "2026-Q3"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 31), date(2026, 7, 15), date(2024, 2, 29)])
def test_each_day_lies_in_its_own_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-04", "2026-Q1 "])
def test_refuses_what_is_no_quarter(text: str) -> None:
    with pytest.raises(Invalid, match="bad_quarter"):
        Quarter.parse(text)


def test_refuses_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(Invalid, match="period_backwards"):
        Period(Quarter(2026, 2), Quarter(2026, 1))


def test_periods_overlap_when_they_share_a_quarter() -> None:
    spring, half = Period(Quarter(2026, 2), Quarter(2026, 2)), Period(Quarter(2026, 1), Quarter(2026, 2))
    fall = Period(Quarter(2026, 4), Quarter(2026, 4))
    assert spring.overlaps(half)
    assert half.overlaps(spring)
    assert not spring.overlaps(fall)
