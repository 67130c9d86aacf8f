"""Whether names of one people are found less often than those of another.

The sentences are those of the hand-written notes, each with its person's name replaced by names that were held
out from training. So only the name differs.
"""

from __future__ import annotations

import random

from fieldlog.operations.privacy import finder
from tests.support.privacy_notes import LabelledNote
from training import inventory
from training.slots import lists

ORIGINS = ("native", "hispanic", "hmong", "somali", "vietnamese", "african", "black", "asian")
CENSUS_GROUP = {"native": "n", "hispanic": "h", "black": "b", "asian": "a", "vietnamese": "a"}
EACH = 3  # names tried in each sentence


def recall_by_origin(notes: list[LabelledNote]) -> list[list[str]]:
    """A row per origin: recall of names, and how many were tried."""
    rng = random.Random(11)
    frames = [(note.text, spans[0]) for note in notes if len(spans := _names(note)) == 1]
    rows = []
    for origin in ("most common", *ORIGINS):
        names = held_out_names(origin)
        found = tried = 0
        for text, span in frames:
            for name in rng.sample(names, min(EACH, len(names))):
                start, end = int(span["start"]), int(span["end"])
                typed = text[:start] + name + text[end:]
                last = start + len(name)
                found += any(f.start < last and f.end > start for f in finder().find(typed))
                tried += 1
        rows.append([origin, f"{found / tried:.2f}", str(tried)])
    return rows


def held_out_names(origin: str) -> list[str]:
    """First names, family names and both, none of them trained on."""
    firsts = inventory.first_names()
    if origin == "most common":
        common = [name for name in list(firsts)[:3_000] if inventory.held_out(name)]
        return [name for name in common if name not in inventory.words()]
    own = [name for name in lists()[f"first {origin}"] if inventory.held_out(name)]
    group = CENSUS_GROUP.get(origin)
    last = [n for n in lists().get(f"last {origin}", []) if inventory.held_out(n)]
    last += [n for n, (_, g) in inventory.surnames().items() if g == group and inventory.held_out(n)][:60]
    return own + [f"{a} {b}" for a in own for b in last[:12]]


def _names(note: LabelledNote) -> list[dict[str, int | str]]:
    return [span for span in note.spans if span["type"] == "NAME"]
