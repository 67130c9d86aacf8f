"""Text to tokens, the same on server and phone.

Everything downstream works on `flat`: one BMP character per code point of the text, lower-cased,
without accents, with plain quotes, dashes and spaces. So an offset into `flat` is a code-point offset
into the text, and the patterns never meet a character on which two regex engines could differ.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LETTER: Final = "a-zªµºß-öø-ɏ̀-ͯͰ-῿Ⰰ-ⷿ぀-퟿豈-﫿"
_TOKEN: Final = re.compile(rf"([0-9{LETTER}]+(?:'[{LETTER}]+)*)|[^ \n]")
_SENTENCE_ENDS: Final = frozenset(".!?\n:")
_SAME: Final = {
    **dict.fromkeys("‘’ʼ`´", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\t\r\f\v\xa0\u2002\u2003\u2009\u202f\u3000", " "),
}

# How a word was typed; MARK is not a word but punctuation.
LOWER, TITLE, TITLE_FIRST, UPPER, MIXED, MARK = range(6)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or one mark. `word` is what the lexicon knows it by; `shape` is how it was typed."""

    start: int
    end: int
    word: str
    shape: int


def flatten(text: str) -> str:
    """One plain character per code point of `text`."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    return "".join(map(_flat, text))


def _flat(char: str) -> str:
    code = ord(char)
    if code < 0x80:
        return char.lower().translate(_ASCII)
    if code > 0xFFFF:
        return "\ufffd"
    if char in _SAME:
        return _SAME[char]
    if 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
        char = unicodedata.normalize("NFD", char)[0]
    lower = char.lower() if code < 0x530 or 0x1E00 <= code <= 0x1EFF else char
    return lower if len(lower) == 1 else char


_ASCII: Final = {ord(a): b for a, b in _SAME.items() if ord(a) < 0x80}


def tokenize(text: str, flat: str) -> list[Token]:
    """The tokens of `text`, in order. `flat` is `flatten(text)`."""
    shouted = _shouted(text)
    tokens = []
    begins = True
    last_end = 0
    for match in _TOKEN.finditer(flat):
        start, end = match.span()
        if "\n" in flat[last_end:start]:
            begins = True
        word = match[0]
        shape = MARK
        if match[1]:
            shape = _shape(text[start:end], begins, shouted)
            begins = False
        elif word in _SENTENCE_ENDS:
            begins = True
        tokens.append(Token(start, end, word, shape))
        last_end = end
    return tokens


def _shouted(text: str) -> bool:
    """Whether the whole note is in capitals, so that capitals say nothing."""
    upper = lower = 0
    for char in text:
        if "A" <= char <= "Z":
            upper += 1
        elif "a" <= char <= "z":
            lower += 1
    return upper > 8 and lower * 4 < upper


def _shape(raw: str, begins: bool, shouted: bool) -> int:
    """How a word was typed. Only A-Z count as capitals: both runtimes agree on those."""
    first = "A" <= raw[0] <= "Z" or "À" <= raw[0] <= "Þ"
    upper = sum("A" <= c <= "Z" for c in raw)
    if shouted or not (first or upper):
        return LOWER
    if first and upper <= 1:
        return TITLE_FIRST if begins else TITLE
    if upper == sum("A" <= c <= "Z" or "a" <= c <= "z" for c in raw):
        return UPPER
    return MIXED
