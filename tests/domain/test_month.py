"""Months: reading, writing, counting across years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.month import Month, months_up_to
from fieldlog.errors import Invalid

MONTHS = st.builds(Month, st.integers(1000, 9000), st.integers(1, 12))


@given(MONTHS)
def test_reads_what_it_wrote(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(-500, 500))
def test_going_and_coming_back(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month
    assert (month.plus(steps) > month) == (steps > 0)


@given(MONTHS)
def test_a_month_ends_the_day_before_the_next(month: Month) -> None:
    assert (month.plus(1).first_day - month.last_day).days == 1
    assert Month.of(month.first_day) == Month.of(month.last_day) == month


@pytest.mark.parametrize("text", ["", "2026-4", "2026-13", "2026-00", "0026-01", "2026-04-01", "２０２６-04"])
def test_refuses_what_is_not_a_month(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Month.parse(text)
    assert caught.value.code == "bad_month"


def test_months_up_to_cross_a_year() -> None:
    assert [str(m) for m in months_up_to(Month.of(date(2026, 2, 14)), 4)] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
