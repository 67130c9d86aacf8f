"""What a line repeats of its notes: rare words, numbers, phrases; and what everybody says anyway."""

from __future__ import annotations

import pytest

from fieldlog.domain.privacy.overlap import Overlap, SaidOnRide
from fieldlog.operations.privacy import finder

# Fifteen rides on which people said ordinary things.
PLAIN = [
    SaidOnRide(f"ride{n}", text)
    for n, text in enumerate(
        [
            "mom asked for help with rent and the church van came",
            "waited in the car 20 min for the supervisor to call back",
            "no signal at the door, worker drove to the store to call",
            "grandma had groceries in before we got there",
            "the school called, the kids had coats",
        ]
        * 3
    )
]
UNDER = SaidOnRide(
    "ride-x", "heat off nine days, goats in the barn, dialysis thrice a week, 87 miles each way, mom cried"
)
CUES = ["Heat was off", "A generator was lent"]


def over(*more: SaidOnRide) -> Overlap:
    return Overlap({"under": UNDER, "plain": PLAIN[0]}, [*PLAIN, *more], finder().lexicon, CUES)


def found(line: str, *more: SaidOnRide, under: str = "under") -> list[str]:
    return [line[f.start : f.end] for f in over(*more).find(line, [under])]


@pytest.mark.parametrize(
    ("line", "repeats"),
    [
        ("Nine days without heat is a long time.", ["Nine"]),
        ("A home was cold for 9 days.", ["9"]),
        ("On the 9th day somebody came.", ["9th"]),
        ("An 87 mile drive is a day.", ["87"]),
        ("A family on dialysis waited.", ["dialysis"]),
        ("There was a goat indoors.", ["goat"]),  # another form of the word
        ("Heat in the barn matters.", ["barn"]),
        ("Moms cried, days and weeks go by, each way.", []),  # ordinary words
        ("The heat was off.", []),  # a cue says so too
        ("Two visits in one week.", []),  # small numbers are everywhere
        ("Ten days without heat.", []),  # another number than theirs
        ("", []),
    ],
)
def test_what_repeats_a_rare_detail(line: str, repeats: list[str]) -> None:
    assert found(line) == repeats


def test_notes_that_are_not_under_the_line_say_nothing() -> None:
    assert found("A family on dialysis waited.", under="plain") == []
    assert found("A family on dialysis waited.", under="gone") == []


def test_what_many_rides_say_is_no_detail() -> None:
    more = [SaidOnRide(f"other{n}", "dialysis again, 87 miles") for n in range(2)]
    assert found("A family on dialysis drove 87 miles.", *more) == []


def test_many_notes_of_one_ride_are_one_story() -> None:
    more = [SaidOnRide("ride-x", f"dialysis again {n}") for n in range(9)]
    assert found("A family on dialysis waited.", *more) == ["dialysis"]


def test_with_few_rides_only_the_rarest_words_count() -> None:
    overlap = Overlap({"under": UNDER}, [], finder().lexicon, CUES)
    assert [f.start for f in overlap.find("A goat, a barn.", ["under"])] == []
    assert len(overlap.find("A family on dialysis.", ["under"])) == 1


def test_six_words_in_a_row_are_a_quotation() -> None:
    under = SaidOnRide("ride-y", "she told us nobody asks the mother what she needs first")
    line = "We heard: nobody asks the mother what she needs."
    overlap = Overlap({"said": under}, PLAIN, finder().lexicon, CUES)
    (quoted,) = overlap.find(line, ["said"])
    assert line[quoted.start : quoted.end] == "nobody asks the mother what she needs"
    assert quoted.why == "Word for word from a note under this line"
    assert overlap.find("Nobody asks the mother what they need.", ["said"]) == []


def test_a_number_may_be_said_more_loosely() -> None:
    (number,) = over().find("Cold for nine days.", ["under"])
    assert (number.type, number.replacements) == ("SOURCE", ("several", "many"))
