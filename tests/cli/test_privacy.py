"""`fieldlog privacy scan` and `score`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

NOTES = [
    {"text": "carol sang to the baby", "spans": [{"start": 0, "end": 5, "type": "NAME"}]},
    {"text": "no bus til monday", "spans": []},
]


@pytest.fixture
def gold(folder: Path) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(note) + "\n" for note in NOTES))
    return path


def test_scan_answers_line_by_line(run: Run, gold: Path) -> None:
    said = run("privacy", "scan", str(gold))
    found = [json.loads(line)["spans"] for line in said.out.splitlines()]
    assert said.code == 0
    assert [(span["start"], span["end"], span["type"]) for span in found[0]] == [(0, 5, "NAME")]
    assert 0 < found[0][0]["score"] <= 1
    assert found[1] == []


def test_scan_names_the_line_that_it_cannot_read(run: Run, folder: Path) -> None:
    (folder / "bad.jsonl").write_text('{"text": "ok"}\n{"words": 1}\n')
    said = run("privacy", "scan", str(folder / "bad.jsonl"))
    assert said.code == 1
    assert "line 2" in said.err


def test_score_prints_the_figures(run: Run, gold: Path, folder: Path) -> None:
    found = folder / "found.jsonl"
    found.write_text(run("privacy", "scan", str(gold)).out)
    said = run("privacy", "score", str(gold), str(found))
    assert said.code == 0
    assert "recall                1.000" in said.out
    assert "false_alarm           0.000" in said.out


def test_score_refuses_files_of_different_length(run: Run, gold: Path, folder: Path) -> None:
    (folder / "found.jsonl").write_text('{"spans": []}\n')
    said = run("privacy", "score", str(gold), str(folder / "found.jsonl"))
    assert said.code == 1
    assert "2 gold notes but 1 predictions" in said.err
