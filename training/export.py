"""Write the weights as text that compresses well; `fieldlog/domain/privacy/weights.py` reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

SCALE = 8  # one unit of a stored weight is 1/8
LARGEST = 45
SMALLEST = 2  # stored weights below this are left out
BIAS = (-2, 0, -1, -4)  # per kind, by measurement: see docs/adr/0020-finder.md
EXTEND = -24
VERSION = 2


def char(number: int) -> str:
    return chr(number + 35)


def place_line(keys: Sequence[int]) -> str:
    """Three digits in base 90 for each step; `fieldlog/domain/privacy/places.py` reads it."""
    steps = [key - before for before, key in zip([0, *sorted(set(keys))], sorted(set(keys)), strict=False)]
    return "".join(char(step // 8100) + char(step // 90 % 90) + char(step % 90) for step in steps)


def write_model(
    path: Path,
    cues: Sequence[str],
    keys: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    places: Sequence[int],
) -> int:
    """Seven lines: settings, steps between keys (three), which kinds have a weight, the weights, places (`place_lines`).

    Returns how many keys.

    High and low digits of the steps apart, since that compresses better than in turn.
    """
    whole = np.clip(np.rint(weights * SCALE), -LARGEST, LARGEST).astype(int)
    whole[np.abs(whole) < SMALLEST] = 0
    kept = np.flatnonzero(np.abs(whole).sum(axis=1))
    highs, lows, longs, masks, values = [], [], [], [], []
    before = 0
    for n in kept:
        step = int(keys[n]) - before
        before = int(keys[n])
        high, low = divmod(step, 90)
        if high < 90:
            highs.append(char(high))
            lows.append(char(low))
        else:
            rest, last = divmod(step, 90)
            top, middle = divmod(rest, 90)
            highs.append(char(90))
            lows.append(char(top))
            longs.append(char(middle) + char(last))
        masks.append(char(sum(1 << k for k, value in enumerate(whole[n]) if value)))
        values += [chr(80 + int(value)) for value in whole[n] if value]
    settings = {"version": VERSION, "bias": BIAS, "extend": EXTEND, "scale": SCALE, "cues": list(cues)}
    lines = [json.dumps(settings, separators=(",", ":")), *map("".join, (highs, lows, longs, masks, values))]
    lines.append(place_line(places))
    path.write_text("\n".join(lines) + "\n")
    return len(kept)
