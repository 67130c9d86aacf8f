"""Keeps what is learned from apart from what is measured by."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

MEASURED = Path(__file__).resolve().parents[1] / "tests" / "data" / "privacy"
RUN = 3  # words in a row


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of RUN words, without marks and capitals."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


@cache
def measured_runs() -> frozenset[tuple[str, ...]]:
    """The runs of all notes that figures are taken on."""
    texts = [json.loads(line)["text"] for line in (MEASURED / "dev.jsonl").read_text("utf-8").splitlines()]
    for path in sorted(MEASURED.glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        texts += [re.sub(r"\[([^\]|]*)\|[A-Z0-9]*\]", r"\1", line) for line in lines]
    return frozenset(run for text in texts for run in runs(text))


def is_measured(text: str) -> bool:
    """Whether `text` shares three words in a row with a note that figures are taken on: not to be learned from."""
    return not measured_runs().isdisjoint(runs(text))
