"""Labelled notes for the tests of the finder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data" / "privacy"
_LABEL = re.compile(r"\[([^\]|]*)\|([A-Z0-9]*)\]")


@dataclass(frozen=True)
class LabelledNote:
    """A text and its labels, as `score_note` takes them."""

    text: str
    spans: list[dict[str, int | str]]


def development_notes() -> list[LabelledNote]:
    """The 89 notes that the labelling rules came with."""
    lines = (DATA / "dev.jsonl").read_text("utf-8").splitlines()
    return [LabelledNote(note["text"], note["spans"]) for note in map(json.loads, lines)]


def written_notes(name: str) -> list[LabelledNote]:
    """Notes written by hand, with labels in the text: `[what points to somebody|TYPE]`."""
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [_note(line) for line in lines if line and not line.startswith("#")]


def _note(line: str) -> LabelledNote:
    text = ""
    spans: list[dict[str, int | str]] = []
    last = 0
    for match in _LABEL.finditer(line):
        text += line[last : match.start()]
        if match[2]:
            spans.append({"start": len(text), "end": len(text) + len(match[1]), "type": match[2]})
        text += match[1]
        last = match.end()
    return LabelledNote(text + line[last:], spans)
