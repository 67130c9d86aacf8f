"""The tagger's weights as text: `training/export.py` writes it, this and `static/js/privacy/tagger.js` read it."""

from __future__ import annotations

from typing import Final

from fieldlog.domain.privacy.tagger import KINDS, Row

_LONG: Final = 90
_MIDDLE: Final = 80


def read_weights(highs: str, lows: str, longs: str, masks: str, values: str) -> dict[int, Row]:
    """Weights from their five lines of text.

    `highs`, `lows`: for each feature the two digits, in base 90, of the step from the key before; a high digit of 90
    means that the two next characters of `longs` follow. `masks`: which kinds have a weight. `values`: those weights.
    """
    out: dict[int, Row] = {}
    key = long_at = value_at = 0
    for high_char, low_char, mask_char in zip(highs, lows, masks, strict=True):
        high, low = ord(high_char) - 35, ord(low_char) - 35
        if high == _LONG:
            step = (low * 90 + ord(longs[long_at]) - 35) * 90 + ord(longs[long_at + 1]) - 35
            long_at += 2
        else:
            step = high * 90 + low
        key += step
        mask = ord(mask_char) - 35
        row = []
        for n in range(len(KINDS)):
            if mask >> n & 1:
                row.append(ord(values[value_at]) - _MIDDLE)
                value_at += 1
            else:
                row.append(0)
        out[key] = tuple(row)
    return out
