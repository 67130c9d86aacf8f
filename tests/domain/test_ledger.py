"""Nothing that ever left can be subtracted from anything that leaves later."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Counts, Floor, Number, Numbers, too_few
from fieldlog.domain.privacy.ledger import Chosen, Facts, Published, choose

OUTSIDE = Floor.outside()
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
SPRING, SUMMER, HALF = Period(Q2, Q2), Period(Q3, Q3), Period(Q2, Q3)

PARENTS = {"agency": None, "north": "agency", "south": "agency", "creek": "north", "hill": "north"}
UNITS = [Unit(name, parent, name, "rural", is_area=True) for name, parent in PARENTS.items()]


def asked(
    area: str,
    visits: Mapping[str, int],
    ledger: Collection[Published] = (),
    period: Period = SPRING,
    *,
    over: bool = True,
    units: list[Unit] = UNITS,
) -> Chosen:
    def count(unit_ids: Collection[str]) -> Counts:
        made = sum(visits.get(unit_id, 0) for unit_id in unit_ids)
        return Counts(made, made, {})

    return choose(area, period, Facts(units, visits, count), ledger, ["a"], OUTSIDE, over=over)


def left(unit_id: str, visits: int, period: Period = SPRING, units: list[Unit] = UNITS) -> Published:
    numbers = Numbers(Number(visits), Number(visits), ()) if visits else too_few(OUTSIDE)
    return Published(unit_id, period, numbers, subtree(units, unit_id))


def test_a_first_publication_is_counted_and_entered() -> None:
    chosen = asked("north", {"creek": 20, "hill": 3})
    assert chosen.unit_id == "north"
    assert chosen.numbers is not None
    assert chosen.numbers.visits == Number(23)
    assert [(entry.unit_id, entry.covered) for entry in chosen.new] == [
        ("north", frozenset({"north", "creek", "hill"}))
    ]


def test_areas_side_by_side_and_quarters_in_a_row_don_t_hinder_each_other() -> None:
    ledger = [left("south", 30), left("north", 30, SUMMER)]
    assert asked("north", {"creek": 20}, ledger).numbers is not None


def test_the_same_area_and_period_repeats_its_numbers() -> None:
    before = left("north", 40)
    chosen = asked("north", {"creek": 99}, [before])
    assert (chosen.unit_id, chosen.numbers, chosen.new) == ("north", before.numbers, ())


@pytest.mark.parametrize(
    ("earlier", "named"),
    [
        (left("north", 30, HALF), "north"),  # the same area, a longer time
        (left("creek", 30), "north"),  # a part of it
        (left("agency", 90, HALF), "agency"),  # all around it, a longer time
    ],
)
def test_an_overlap_in_time_or_place_gets_no_numbers(earlier: Published, named: str) -> None:
    chosen = asked("north", {"creek": 40, "south": 40}, [earlier])
    assert (chosen.unit_id, chosen.numbers, chosen.why, chosen.new) == (named, None, "overlap", ())


def test_a_part_of_what_has_left_speaks_for_the_whole() -> None:
    before = left("agency", 90)
    for visits in (3, 40):  # and so says nothing of its own size
        chosen = asked("north", {"creek": visits, "south": 60}, [before])
        assert (chosen.unit_id, chosen.numbers, chosen.new) == ("agency", before.numbers, ())


def test_a_small_area_speaks_for_the_larger_one() -> None:
    chosen = asked("creek", {"creek": 4, "hill": 30})
    assert chosen.unit_id == "north"
    assert chosen.numbers is not None
    assert chosen.numbers.visits == Number(34)
    assert [(entry.unit_id, entry.only_small) for entry in chosen.new] == [("creek", True), ("north", False)]


def test_the_larger_area_does_not_when_that_would_tell_of_another_small_one() -> None:
    """20 visits, of which at most 10 were at the creek: then at least 10 were on the hill."""
    chosen = asked("creek", {"creek": 10, "hill": 10})
    assert (chosen.unit_id, chosen.numbers, chosen.why) == ("agency", None, "too_few")
    assert [entry.unit_id for entry in chosen.new] == ["creek"]


def test_a_unit_without_visits_hides_nobody() -> None:
    """Somebody knows that the creek had none, so what is left of 13 is known too."""
    visits = {"hill": 3, "north": 10}
    ledger = [left("hill", 0)]
    assert asked("creek", visits, ledger).numbers is None


def test_nearly_all_of_it_tells_of_the_rest_too() -> None:
    """At most 10 of 23 visits were at the creek, and an issue was noted at all but 10 of the 23."""

    def count(unit_ids: Collection[str]) -> Counts:
        visits = sum({"creek": 10, "north": 13}.get(unit_id, 0) for unit_id in unit_ids)
        noted = sum({"creek": 10, "north": 3}.get(unit_id, 0) for unit_id in unit_ids)
        return Counts(visits, visits, {"a": noted})

    facts = Facts(UNITS, {"creek": 10, "north": 13}, count)
    numbers = choose("creek", SPRING, facts, [], ["a"], OUTSIDE, over=True).numbers
    assert numbers == Numbers(Number(23), Number(23), ())
    assert choose("north", SPRING, facts, [], ["a"], OUTSIDE, over=True).numbers != numbers


def test_what_is_left_beside_a_small_unit_is_guarded_though_it_is_no_unit() -> None:
    """19 rides, at most 10 of them at the creek: the others had 9 at least. They may be one unit some day."""

    def count(unit_ids: Collection[str]) -> Counts:
        visits = sum({"creek": 10, "hill": 20, "north": 20}.get(unit_id, 0) for unit_id in unit_ids)
        rides = sum({"creek": 9, "hill": 5, "north": 5}.get(unit_id, 0) for unit_id in unit_ids)
        return Counts(visits, rides, {})

    facts = Facts(UNITS, {"creek": 10, "hill": 20, "north": 20}, count)
    assert choose("creek", SPRING, facts, [], ["a"], OUTSIDE, over=True).numbers is None


def test_where_all_is_small_the_whole_agency_is_named_without_numbers() -> None:
    chosen = asked("creek", {"creek": 4, "hill": 3})
    assert (chosen.unit_id, chosen.numbers, chosen.why) == ("agency", None, "too_few")
    assert {entry.unit_id for entry in chosen.new} == {"creek", "north", "agency"}


def test_what_was_said_to_be_small_stays_so_whatever_arrives_late() -> None:
    chosen = asked("creek", {"creek": 50, "hill": 30}, [left("creek", 0)])
    assert chosen.unit_id == "north"
    assert asked("creek", {"creek": 50}, [left("creek", 0), left("north", 0), left("agency", 0)]).numbers is None


def test_a_small_quarter_is_in_no_longer_period() -> None:
    """10 and 10 would make a 20 that gives both away."""
    chosen = asked("creek", {"creek": 20}, [left("creek", 0)], HALF)
    assert (chosen.unit_id, chosen.numbers, chosen.why) == ("agency", None, "overlap")


def test_a_quarter_that_is_not_over_has_no_numbers_and_leaves_no_trace() -> None:
    for visits, named in ((40, "creek"), (4, "agency")):
        chosen = asked("creek", {"creek": visits}, over=False)
        assert (chosen.unit_id, chosen.numbers, chosen.why, chosen.new) == (named, None, "not_over", ())


def test_a_unit_that_was_moved_is_still_in_the_numbers_of_where_it_was() -> None:
    before = left("north", 40)
    moved = [
        Unit("creek", "south", "creek", "rural", is_area=True) if unit.unit_id == "creek" else unit for unit in UNITS
    ]
    chosen = asked("creek", {"creek": 20, "hill": 20}, [before], units=moved)
    assert (chosen.numbers, chosen.why) == (None, "overlap")
    assert asked("south", {"creek": 20, "hill": 20}, [before], units=moved).why == "overlap"


QUARTERS = st.builds(Quarter, st.just(2026), st.integers(1, 4))
PERIODS = st.tuples(QUARTERS, QUARTERS).map(lambda ends: Period(min(ends), max(ends)))
VISITS = st.dictionaries(st.sampled_from(sorted(PARENTS)), st.integers(0, 25))


@given(st.lists(st.tuples(st.sampled_from(sorted(PARENTS)), PERIODS, VISITS), max_size=12))
def test_no_two_sets_that_ever_leave_share_a_visit(tried: list[tuple[str, Period, dict[str, int]]]) -> None:
    ledger: list[Published] = []
    for area, period, visits in tried:
        ledger.extend(asked(area, visits, ledger, period).new)
    sets = [entry for entry in ledger if not entry.only_small]
    for at, one in enumerate(sets):
        for other in sets[at + 1 :]:
            assert not (one.covered & other.covered and one.period.overlaps(other.period))
    keys = [(entry.unit_id, entry.period) for entry in ledger]
    assert len(keys) == len(set(keys))
