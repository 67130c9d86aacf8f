"""Quarters and numbers in plain words, and bars that give nothing away."""

from __future__ import annotations

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Shown, Zero
from fieldlog.domain.snapshot import PageNumbers
from fieldlog.render import words
from fieldlog.render.qr import qr_svg
from tests.support.snapshots import ADDRESS, USUAL, usual


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-Q2", "2026-Q2", "April to June 2026"),
        ("2026-Q1", "2026-Q4", "January to December 2026"),
        ("2025-Q4", "2026-Q1", "October 2025 to March 2026"),
    ],
)
def test_periods(first: str, last: str, said: str) -> None:
    assert words.period_words(Period(Quarter.parse(first), Quarter.parse(last))) == said


@pytest.mark.parametrize(
    ("shown", "said", "share"),
    [
        (Number(31), "31", 44),
        (Number(1204), "1,204", 1696),
        (Zero(), "none", 0),
        (Hidden(11), "fewer than 11", None),
        (Nearly(11), "nearly all", None),
    ],
)
def test_numbers(shown: Shown, said: str, share: int | None) -> None:
    assert words.shown_words(shown) == said
    assert words.bar_share(shown, 71) == share


def test_a_page_without_numbers_has_no_bars() -> None:
    few = usual(numbers=PageNumbers(Hidden(11), Hidden(11), ()))
    assert (words.longest(USUAL), words.longest(few)) == (71, 0)
    assert words.rides_and_visits(few) == ""


def test_the_code_is_plain_svg_without_script_or_style() -> None:
    svg = qr_svg(ADDRESS).decode()
    assert svg.startswith("<svg ")
    assert "viewBox" in svg
    assert "style=" not in svg
    assert "script" not in svg
