"""How well findings match labels, on notes that a person labelled.

A label counts as found when any finding overlaps it, whatever its type. `cover` asks for more: every
letter and digit of the label inside findings, which is what masking would hide.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

DRAWS: Final = 1_000
_INTERVALS: Final = ("recall", "precision", "F2", "false_alarm", "note_leak", "cover")


@dataclass(frozen=True, slots=True)
class Label:
    """How one labelled stretch fared."""

    type: str
    found: bool
    covered: bool
    typed: bool


@dataclass(frozen=True, slots=True)
class NoteScore:
    """One note: its labels, how many separate stretches were marked, and how many of those touch a label."""

    labels: tuple[Label, ...]
    marked: int
    right: int


@dataclass(frozen=True)
class Score:
    """Figures over all notes, their 95 % intervals (bootstrap over notes), and figures by type."""

    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    by_type: Mapping[str, Mapping[str, float]]


def score_note(text: str, gold: Sequence[Mapping[str, Any]], guess: Sequence[Mapping[str, Any]]) -> NoteScore:
    """Compare one note's labels with its findings, both as {"start", "end", "type"}."""
    guess = [span for span in guess if span["end"] > span["start"]]
    marked = _merged((span["start"], span["end"]) for span in guess)
    labels = []
    for span in gold:
        start, end = span["start"], span["end"]
        labels.append(
            Label(
                type=span["type"],
                found=any(a < end and b > start for a, b in marked),
                covered=all(any(a <= n < b for a, b in marked) for n in range(start, end) if text[n].isalnum()),
                typed=any(g.get("type") == span["type"] and g["start"] < end and g["end"] > start for g in guess),
            )
        )
    right = sum(any(a < span["end"] and b > span["start"] for span in gold) for a, b in marked)
    return NoteScore(tuple(labels), len(marked), right)


def score(notes: Sequence[NoteScore], *, draws: int = DRAWS) -> Score:
    """Add the notes up; `draws` resamplings give the intervals."""
    rng = random.Random(0)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(draws):
        drawn = _figures([notes[rng.randrange(len(notes))] for _ in notes])
        for name in _INTERVALS:
            samples[name].append(drawn[name])
    types: dict[str, list[Label]] = defaultdict(list)
    for note in notes:
        for label in note.labels:
            types[label.type].append(label)
    return Score(
        figures=_figures(notes),
        intervals={
            name: (sorted(v)[int(0.025 * len(v))], sorted(v)[int(0.975 * len(v)) - 1]) for name, v in samples.items()
        },
        by_type={name: _by_type(labels) for name, labels in sorted(types.items())},
    )


def lines(result: Score) -> list[str]:
    """The figures as a table in plain text."""
    f = result.figures
    out = [f"{name:22}{int(f[name])}" for name in ("notes", "spans", "predicted")]
    for name in ("recall", "cover", "typed", "precision", "F1", "F2", "note_leak", "false_alarm"):
        low_high = result.intervals.get(name)
        out.append(f"{name:22}{f[name]:.3f}" + (f"   95% {low_high[0]:.3f}-{low_high[1]:.3f}" if low_high else ""))
    out.append(f"{'flags/100 clean notes':22}{f['flags_per_100_clean']:.1f}   ({int(f['clean_notes'])} clean notes)")
    out.append("by type      n  recall  cover  typed")
    for name, row in result.by_type.items():
        out.append(f"{name:10}{int(row['n']):4}  {row['recall']:.2f}    {row['cover']:.2f}   {row['typed']:.2f}")
    return out


def _figures(notes: Sequence[NoteScore]) -> dict[str, float]:
    labels = [label for note in notes for label in note.labels]
    clean = [note for note in notes if not note.labels]
    others = [note for note in notes if note.labels]
    marked, right = sum(note.marked for note in notes), sum(note.right for note in notes)
    recall = sum(label.found for label in labels) / max(1, len(labels))
    precision = right / marked if marked else 0.0
    return {
        "notes": len(notes),
        "spans": len(labels),
        "predicted": marked,
        "recall": recall,
        "cover": sum(label.covered for label in labels) / max(1, len(labels)),
        "typed": sum(label.typed for label in labels) / max(1, len(labels)),
        "precision": precision,
        "F1": _f(precision, recall, 1),
        "F2": _f(precision, recall, 2),
        "note_leak": sum(any(not label.found for label in note.labels) for note in others) / max(1, len(others)),
        "false_alarm": sum(note.marked > 0 for note in clean) / max(1, len(clean)),
        "flags_per_100_clean": 100 * sum(note.marked for note in clean) / max(1, len(clean)),
        "clean_notes": len(clean),
    }


def _by_type(labels: Sequence[Label]) -> dict[str, float]:
    count = len(labels)
    return {
        "n": count,
        "recall": sum(label.found for label in labels) / count,
        "cover": sum(label.covered for label in labels) / count,
        "typed": sum(label.typed for label in labels) / count,
    }


def _f(precision: float, recall: float, beta: int) -> float:
    if not precision + recall:
        return 0.0
    return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
