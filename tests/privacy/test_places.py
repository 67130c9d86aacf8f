"""Towns of ordinary words, known by fingerprint: what is found, and what only looks like one."""

from __future__ import annotations

import pytest

from fieldlog.domain.privacy.places import place_key, read_places
from fieldlog.operations.privacy import finder
from training.export import place_line
from training.inventory import places


def found(text: str) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.type) for f in finder().find(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("went by crow agency first", "crow agency"),
        ("Church Rock is on gravel past the pump", "Church Rock"),
        ("truth or consequences is two hours off", "truth or consequences"),
        ("the clerk in el centro was out", "el centro"),
        ("wolf point's one bus", "wolf point"),
        ("ft mill has no beds", "ft mill"),  # listed as Fort Mill
    ],
)
def test_a_town_of_ordinary_words_is_found(text: str, place: str) -> None:
    assert (place, "PLACE") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the church, rock walls and all, was open",  # a comma stands between
        "se fue la luz, a candle for the homework",  # a town, and the light
        "new home, same crib",  # a town, and what anybody says
    ],
)
def test_what_is_also_said_plainly_is_left(text: str) -> None:
    assert "PLACE" not in [kind for _, kind in found(text)]


def test_keys_survive_their_line_of_text() -> None:
    keys = [place_key(name.split()) for name in places()]
    assert read_places(place_line(keys)) == frozenset(keys)
