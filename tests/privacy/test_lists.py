"""An agency's own words: how they are compared, and that hashes find what the words find."""

from __future__ import annotations

import random

import pytest

from fieldlog.domain.privacy.lists import Lists, entry_words, hashed, name_hash
from fieldlog.operations.privacy import finder, finder_with
from tests.support.privacy_notes import development_notes

OURS = Lists.of(
    {
        "NAME": ["Henderson", "Hope", "Ta'kiyah Birdsong-Reed"],
        "PLACE": ["Blue Heron Flats", "Blue Heron", "St. John"],
        "ADDRESS": ["Quail Run Road"],
        "ORG": ["New Horizons"],
        "NEVER": ["Aiyana"],
    }
)


def listed(text: str) -> list[tuple[str, str]]:
    found = finder_with(OURS).find(text)
    return [(text[f.start : f.end], f.type) for f in found if f.why == "On your agency's list"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the plant on blue heron flats is hiring", [("blue heron flats", "PLACE")]),  # the longest, not "blue heron"
        ("out by blue heron again", [("blue heron", "PLACE")]),
        ("ask hope", [("hope", "NAME")]),
        ("Hope's car is in the shop", [("Hope", "NAME")]),
        ("the hendersons came", [("hendersons", "NAME")]),
        ("last house on quail run rd", [("quail run rd", "ADDRESS")]),
        ("over in st john now", [("st john", "PLACE")]),
        ("ST. JOHN is far", [("ST. JOHN", "PLACE")]),
        ("takiyah birdsong reed said so", []),  # another spelling of the first name
        ("ta’kiyah birdsong reed said so", [("ta’kiyah birdsong reed", "NAME")]),
        ("they like new horizons", [("new horizons", "ORG")]),
        ("a new, horizons far", []),  # a comma stands between
        ("the blue herons nest there", []),  # only people come in the plural
    ],
)
def test_what_a_list_finds(text: str, found: list[tuple[str, str]]) -> None:
    assert listed(text) == found


def test_what_the_agency_does_not_want_to_be_asked_about() -> None:
    text = "aiyana is in her 6th placement, aiyana's mom came"
    assert [f.type for f in finder().find(text)] == ["NAME", "NAME"]
    assert finder_with(OURS).find(text) == []


def test_a_list_leaves_the_other_finders_alone() -> None:
    text = "ask carol sang about blue heron"
    before = finder().find(text)
    finder_with(OURS).find(text)
    assert finder().find(text) == before


def test_an_entry_of_two_kinds_counts_as_the_first() -> None:
    assert Lists.of({"PLACE": ["Grace"], "NAME": ["grace"]}).words() == {"grace": "NAME"}


def test_entries_without_a_word_are_nothing() -> None:
    assert Lists.of({"NAME": ["", " - ", "…"]}).words() == {}


def test_a_hash_is_short_and_depends_on_the_salt() -> None:
    assert len(name_hash("a", "quail run road")) == 10
    assert name_hash("a", "quail run road") != name_hash("b", "quail run road")
    assert hashed(OURS).salt != hashed(Lists.of({"NAME": ["Henderson"]})).salt
    assert hashed(OURS) == hashed(Lists(frozenset(OURS.entries)))


def test_no_two_of_many_names_share_a_hash() -> None:
    names = {f"{a} {b}" for a in map(str, range(300)) for b in ("ann", "bo", "cy", "quail run road", "x" * 30)}
    names |= {entry_words(note.text)[0] for note in development_notes()}
    assert len({name_hash("s", name) for name in names}) == len(names)


def test_the_hashes_hold_no_words() -> None:
    text = repr(hashed(OURS)).lower()
    assert not [word for words in OURS.words() for word in words.split() if word in text]


def test_hashes_find_what_the_words_find() -> None:
    rng = random.Random(9)
    by_words, by_hash = finder_with(OURS), finder().with_lists(hashed(OURS))
    for text in (mixed(rng) for _ in range(2000)):
        assert by_words.find(text) == by_hash.find(text), text


def mixed(rng: random.Random) -> str:
    """Words of notes and of the lists, joined in every way."""
    words = [word for words in OURS.words() for word in words.split()] + ["Aiyana", "hope's", "rd", "st", "hendersons"]
    notes = rng.choice(development_notes()).text.split()[:6]
    picked = [rng.choice([*words, *notes]) for _ in range(rng.randint(1, 9))]
    return "".join(word + rng.choice([" ", " ", " ", "-", ", ", ". ", "\n", "’s "]) for word in picked)
