"""The tagger's weights as text: `training/export.py` writes it, this and `static/js/privacy/tagger.js` read it."""

from __future__ import annotations

from typing import Final

from fieldlog.domain.privacy.tagger import KINDS, Row

_LONG: Final = 90
_MIDDLE: Final = 80


def read_weights(keys: str, masks: str, values: str) -> dict[int, Row]:
    """Weights from their three lines of text (written by `training/export.py`).

    `keys`: two characters per feature, the step from the key before in base 90; a first character of
    90 means that three more follow instead. `masks`: which kinds have a weight. `values`: those weights.
    """
    out: dict[int, Row] = {}
    key = at = value_at = 0
    for mask_char in masks:
        high, low = ord(keys[at]) - 35, ord(keys[at + 1]) - 35
        at += 2
        if high == _LONG:
            step = (low * 90 + ord(keys[at]) - 35) * 90 + ord(keys[at + 1]) - 35
            at += 2
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
