"""Places whose names are two to four ordinary words ("church rock", "truth or consequences"), known by fingerprint.

No neighbor tells that they are names, so they are listed; a list of words would weigh four times as much. Of other runs
of words three in a hundred thousand share a fingerprint with one of them by chance. `static/js/privacy/places.js` does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from fieldlog.domain.privacy.tagger import stirred, text_hash
from fieldlog.domain.privacy.tokens import MARK, Token

MOST_WORDS: Final = 4
DIGITS: Final = 3  # of a step between keys, in base 90
_TEMPLATE: Final = 91
_MASK: Final = 0x3FFFFFF

_hash = lru_cache(maxsize=20_000)(text_hash)


def place_key(words: Sequence[str]) -> int:
    """A fingerprint of 26 bits."""
    return stirred((_TEMPLATE, *map(_hash, words))) & _MASK


def read_places(line: str) -> frozenset[int]:
    """Keys from their line of text: three digits in base 90 for each step from the key before."""
    keys, key = [], 0
    for n in range(0, len(line), DIGITS):
        step = 0
        for char in line[n : n + DIGITS]:
            step = step * 90 + ord(char) - 35
        key += step
        keys.append(key)
    return frozenset(keys)


def places_among(
    flat: str, tokens: Sequence[Token], taken: Sequence[bool], known: frozenset[int]
) -> list[tuple[int, int]]:
    """The first and the last token of each known place among the tokens that aren't taken, the longest from the left."""
    found = []
    at = 0
    while at < len(tokens):
        size = _longest(flat, tokens, taken, at, known)
        if size:
            found.append((at, at + size - 1))
        at += size or 1
    return found


def _longest(flat: str, tokens: Sequence[Token], taken: Sequence[bool], at: int, known: frozenset[int]) -> int:
    words: list[str] = []
    best = 0
    for n in range(at, min(at + MOST_WORDS, len(tokens))):
        token = tokens[n]
        if taken[n] or token.shape == MARK or (words and flat[tokens[n - 1].end : token.start] != " "):
            break
        if words and place_key([*words, token.word.removesuffix("'s")]) in known:
            best = len(words) + 1
        words.append(token.word)
    return best
