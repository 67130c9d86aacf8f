"""What an onlooker can work out from a tree of sums, and what has to be hidden so that it is nothing small."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.people import Unit
from fieldlog.domain.privacy.bounds import NO_LIMIT, Span, Tree, spans, sums
from fieldlog.domain.privacy.months import GuardedMonth
from fieldlog.domain.privacy.tables import Table
from fieldlog.domain.privacy.unit_tree import UnitTree

# A region with two units; and an agency with that region and one more.
REGION = Tree((None, 0, 0))
AGENCY = Tree((None, 0, 0, 1, 1))
FLOOR = 5


def protected(tree: Tree, leaves: list[int]) -> set[int]:
    counts = sums(tree, leaves)
    small = [node for node, count in enumerate(counts) if 0 < count < FLOOR]
    table = Table(tree, counts, set(small))
    table.protect([(node,) for node in small], FLOOR)
    return table.hidden


def test_a_total_less_one_part_gives_the_other() -> None:
    known = [Span(23, 23), Span(20, 20), Span()]
    assert spans(REGION, known) == [(23, 23), (20, 20), (3, 3)]


def test_two_hidden_parts_share_what_is_left() -> None:
    assert spans(REGION, [Span(23, 23), Span(), Span()]) == [(23, 23), (0, 23), (0, 23)]


def test_nothing_is_known_below_a_hidden_total() -> None:
    rest = spans(REGION, [Span(), Span(20, 20), Span()])[2]
    assert rest.low == 0
    assert rest.high > NO_LIMIT / 2


def test_ranges_go_up_and_down_again() -> None:
    known = [Span(40, 40), Span(), Span(30, 30), Span(), Span(7, 7)]
    assert spans(AGENCY, known)[1:4] == [(10, 10), (30, 30), (3, 3)]


@pytest.mark.parametrize(
    ("leaves", "hidden"),
    [
        ([0, 20, 30], set()),
        ([0, 20, 0], set()),
        ([0, 20, 3], {1, 2}),  # the other unit guards it; the region is shown
        ([0, 2, 3], {1, 2}),  # each of them could be 0 to 5
        ([0, 2, 2], {0, 1, 2}),
    ],
)
def test_what_is_hidden_in_a_region(leaves: list[int], hidden: set[int]) -> None:
    assert protected(REGION, leaves) == hidden


def test_a_hidden_region_is_not_the_sum_of_units_that_are_shown() -> None:
    """The second region is small. The first one guards it, so one of its units must go too."""
    assert protected(AGENCY, [0, 0, 3, 20, 30]) == {1, 2, 3}


NAMES = ("top", "east", "west", "east 1", "east 2")
UNITS = [
    Unit(name, parent, name, "rural") for name, parent in zip(NAMES, (None, "top", "top", "east", "east"), strict=True)
]
FOREST = UnitTree.of(UNITS)


def shown(direct: Mapping[str, int], tops: Collection[str]) -> int | None:
    return GuardedMonth(FOREST, direct, FLOOR).visits(tops)


def test_what_is_logged_at_a_region_itself_is_guarded_too() -> None:
    assert shown({"east": 2, "east 1": 20, "east 2": 30}, ["east"]) == 52
    # 52 - 20 - 30 would be the two, so one of the units is hidden.
    assert shown({"east": 2, "east 1": 20, "east 2": 30}, ["east 1"]) is None
    assert shown({"east": 2, "east 1": 20, "east 2": 30}, ["east 2"]) == 30


def test_units_that_nobody_knows_are_in_no_sum() -> None:
    assert shown({"elsewhere": 9}, ["top"]) == 0


def test_notes_have_no_more_room_than_there_were_visits() -> None:
    """17 notes at 22 visits. The 15 of "east" can't hold all of them, so the 2 of "west" are guarded further."""
    month = GuardedMonth(FOREST, {"east 1": 15, "west": 7}, FLOOR)
    assert month.visits(["east"]) == 15
    assert month.noted({"east 1": 15, "west": 2}, ["west"]) is None
    assert month.noted({"east 1": 15, "west": 2}, ["east"]) is None
    assert month.noted({"east 1": 15, "west": 2}, ["top"]) is None


def test_a_zero_of_few_visits_is_no_difference_either() -> None:
    month = GuardedMonth(FOREST, {"east 1": 20, "east 2": 30, "west": 2}, FLOOR)
    assert month.noted({"east 1": 10, "east 2": 12}, ["top"]) == 22
    assert month.noted({"east 1": 10, "east 2": 12}, ["east"]) is None  # 22 - 22 would say "none of the two"
    assert month.noted({}, ["top"]) == 0
    assert month.noted({}, ["west"]) is None


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.integers(5, 9))
def test_everything_small_is_hidden_and_could_be_large(counts: list[int], floor: int) -> None:
    direct = dict(zip(NAMES, counts, strict=True))
    month = GuardedMonth(FOREST, direct, floor)
    seen = {name: month.visits([name]) for name in NAMES}
    known = [Span() for _ in FOREST.tree.parents]
    for name, value in seen.items():
        if value is not None:
            known[FOREST.at[name]] = Span(value, value)
    for node in FOREST.remainders:
        if not FOREST.sums(direct)[node]:
            known[node] = Span(0, 0)
    for count, span in zip(FOREST.sums(direct), spans(FOREST.tree, known), strict=True):
        if 0 < count < floor:
            assert span.covers(floor)
