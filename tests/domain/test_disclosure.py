"""Small numbers are hidden, and hidden holds no count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.privacy.disclosure import (
    Counts,
    Floor,
    Hidden,
    Nearly,
    Number,
    Numbers,
    Zero,
    publishable,
    show,
    show_part,
)

OUTSIDE = Floor.outside()


@pytest.mark.parametrize(("count", "expected"), [(0, Zero()), (1, Hidden(11)), (10, Hidden(11)), (11, Number(11))])
def test_outside_hides_one_to_ten(count: int, expected: object) -> None:
    assert show(count, OUTSIDE) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, Zero()), (1, Hidden(5)), (4, Hidden(5)), (5, Number(5))])
def test_inside_hides_one_to_four(count: int, expected: object) -> None:
    assert show(count, Floor.inside()) == expected


@given(st.integers(-5, 40))
def test_a_floor_moves_upward_only(setting: int) -> None:
    for make, least in ((Floor.inside, 5), (Floor.outside, 11)):
        if setting < least:
            with pytest.raises(ValueError, match="below"):
                make(setting)
        else:
            assert make(setting).least == setting


@given(st.integers(1, 10), st.integers(1, 10))
def test_what_is_hidden_looks_the_same_whatever_the_count(one: int, other: int) -> None:
    assert repr(show(one, OUTSIDE)) == repr(show(other, OUTSIDE))
    assert str(show(one, OUTSIDE)) == "<11"


def test_a_count_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        show(-1, OUTSIDE)


@given(st.integers(0, 200), st.integers(0, 200))
def test_neither_a_part_nor_its_rest_gives_a_small_count_away(count: int, rest: int) -> None:
    shown = show_part(count, count + rest, OUTSIDE)
    if isinstance(shown, Number):
        assert count >= 11
        assert rest == 0 or rest >= 11


def test_a_small_rest_is_said_in_words() -> None:
    assert show_part(65, 71, OUTSIDE) == Nearly(11)
    assert show_part(71, 71, OUTSIDE) == Number(71)


def test_a_part_larger_than_its_whole_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="larger"):
        show_part(3, 2, OUTSIDE)


def test_numbers_come_in_the_order_of_the_pack() -> None:
    numbers = publishable(Counts(40, 12, {"b": 15, "a": 3}), ["a", "b", "c"], OUTSIDE)
    assert numbers == Numbers(Number(40), Number(12), (("a", Hidden(11)), ("b", Number(15)), ("c", Zero())))


def test_in_a_small_group_nothing_is_said_not_even_zero() -> None:
    assert publishable(Counts(10, 4, {"a": 10}), ["a", "b"], OUTSIDE) == Numbers(Hidden(11), Hidden(11), ())
    assert publishable(Counts(0, 0, {}), ["a"], OUTSIDE) == publishable(Counts(3, 1, {"a": 2}), ["a"], OUTSIDE)


def test_below_twice_the_floor_nothing_is_said_per_issue() -> None:
    """Of 15 visits, "fewer than 11" would say that the other at least 5 were otherwise."""
    assert publishable(Counts(20, 12, {"a": 3}), ["a"], OUTSIDE) == Numbers(Number(20), Number(12), ())
    assert publishable(Counts(21, 12, {"a": 3}), ["a"], OUTSIDE).by_issue == (("a", Hidden(11)),)
