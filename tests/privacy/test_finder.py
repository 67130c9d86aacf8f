"""The finder on whole notes: offsets, agency words, and figures that must not fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.privacy.lists import Lists
from fieldlog.operations.privacy import finder, finder_with
from fieldlog.operations.privacy_score import score, score_note
from tests.support.privacy_notes import LabelledNote, development_notes, written_notes


def figures(notes: list[LabelledNote]) -> dict[str, float]:
    scored = []
    for note in notes:
        found = [{"start": f.start, "end": f.end, "type": f.type} for f in finder().find(note.text)]
        scored.append(score_note(note.text, note.spans, found))
    return dict(score(scored, draws=1).figures)


def test_offsets_are_code_points() -> None:
    text = "😀😀 josé said ssn 987-65-4321"
    assert [text[f.start : f.end] for f in finder().find(text) if f.type == "SSN"] == ["987-65-4321"]


def test_a_name_that_is_a_word_is_told_by_what_stands_around_it() -> None:
    assert [f.type for f in finder().find("carol sang to the baby the whole time")] == ["NAME"]
    assert finder().find("in april and june the road is mud") == []


def test_possessives_and_titles_stay_outside() -> None:
    text = "ms tsosie's car is aiyana's now"
    assert [text[f.start : f.end] for f in finder().find(text)] == ["tsosie", "aiyana"]


def test_an_agencys_own_words_are_always_found() -> None:
    plain = "the plant on blue heron flats is hiring, ask hope"
    agency = Lists.of({"PLACE": ["Blue Heron Flats"], "NAME": ["hope"]})
    found = [(plain[f.start : f.end], f.type, f.why) for f in finder_with(agency).find(plain)]
    assert ("blue heron flats", "PLACE", "On your agency's list") in found
    assert ("hope", "NAME", "On your agency's list") in found


def test_an_agencys_name_is_found_inside_a_set_phrase_too() -> None:
    text = "they burned sage after the state left"
    assert finder().find(text) == []
    assert [text[f.start : f.end] for f in finder_with(Lists.of({"NAME": ["sage"]})).find(text)] == ["sage"]


def test_an_organizations_name_goes_on_over_what_it_is() -> None:
    text = "nights at the jbs plant, mornings at casey's"
    assert [text[f.start : f.end] for f in finder().find(text)] == ["jbs plant", "casey's"]


def test_what_an_agency_cleared_is_not_asked_again() -> None:
    text = "aiyana is in her 6th placement"
    assert finder().find(text)
    assert finder_with(Lists.of({"NEVER": ["Aiyana"]})).find(text) == []


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    end = 0
    for found in finder().find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


FLOORS = [
    ("dev", 0.96, 0.97, 0.94, 0.04),
    ("second_author", 0.93, 0.95, 0.90, 0.04),
    ("third_author", 0.91, 0.95, 0.89, 0.06),
    ("fourth_author", 0.90, 0.95, 0.87, 0.06),
    ("fifth_author", 0.88, 0.88, 0.86, 0.08),
]


@pytest.mark.parametrize(("name", "recall", "precision", "cover", "flagged"), FLOORS)
def test_figures_do_not_fall(name: str, recall: float, precision: float, cover: float, flagged: float) -> None:
    """Floors (and most clean notes flagged) a little off what was measured (docs/adr/0020-finder.md): a change that
    costs more must be seen. The fifth set is kept aside: nobody reads what was missed there."""
    notes = development_notes() if name == "dev" else written_notes(name)
    measured = figures(notes)
    assert measured["recall"] >= recall
    assert measured["precision"] >= precision
    assert measured["cover"] >= cover
    assert measured["false_alarm"] <= flagged


def test_names_in_ordinary_english_are_found() -> None:
    assert figures(written_notes("plain_english"))["recall"] >= 0.90
