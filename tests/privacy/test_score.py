"""The figures themselves, on cases small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from fieldlog.operations.privacy_score import lines, score, score_note


def span(start: int, end: int, kind: str = "NAME") -> dict[str, Any]:
    return {"start": start, "end": end, "type": kind}


def test_any_overlap_counts_as_found_but_only_whole_as_covered() -> None:
    note = score_note("ann lee left", [span(0, 7)], [span(0, 3)])
    assert (note.labels[0].found, note.labels[0].covered, note.labels[0].typed) == (True, False, True)


def test_a_space_may_stay_uncovered() -> None:
    note = score_note("ann lee left", [span(0, 7)], [span(0, 3), span(4, 7, "PLACE")])
    assert note.labels[0].covered


def test_figures_of_three_notes() -> None:
    notes = [
        score_note("ann left", [span(0, 3)], [span(0, 3), span(4, 8)]),
        score_note("bo left", [span(0, 2)], []),
        score_note("rain", [], [span(0, 4)]),
    ]
    measured = score(notes, draws=20).figures
    assert measured["recall"] == pytest.approx(1 / 2)
    assert measured["precision"] == pytest.approx(1 / 3)
    assert measured["note_leak"] == pytest.approx(1 / 2)
    assert measured["false_alarm"] == 1
    assert lines(score(notes, draws=20))[0] == "notes                 3"
