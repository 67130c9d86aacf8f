"""What is known of a word by itself: how ordinary it is, and whether it is a first name, a family name, a place.

A word that isn't listed is tried without its ending ("teething" by "teeth"), so that the list holds
few inflected forms. The list itself is front-coded text, see `training/lexicon.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Kinds of word, by what WordNet says it mostly is; the last four are found by ending.
OTHER, NOUN, VERB, ADJECTIVE, PAST, ED, ING, PLURAL, VERB_S = range(9)
# Code of the first entry of the table of marks in the file.
_FIRST_CODE: Final = 0x21
_CODED: Final = re.compile(r"([^a-z])([a-z]*)")


@dataclass(frozen=True, slots=True)
class Marks:
    """`common` 0-3 (0: not an ordinary word), `first` 0-3 and `family` 0-2 by how many bear it, `place` 0-1, `part`."""

    common: int
    first: int
    family: int
    place: int
    part: int

    @property
    def code(self) -> int:
        """One number for all of it, below 1024."""
        return (((self.common * 4 + self.first) * 3 + self.family) * 2 + self.place) * 10 + self.part


UNKNOWN: Final = Marks(0, 0, 0, 0, OTHER)


class Lexicon:
    """The list of words, ready to ask."""

    def __init__(self, table: list[Marks], words: dict[str, Marks]) -> None:
        self.table = table
        self.words = words

    @classmethod
    def read(cls, data: str) -> Lexicon:
        """From the file's text: a line of marks, a line with one code per word, a line of front-coded words."""
        head, codes, coded = data.rstrip("\n").split("\n")
        table = [Marks(*map(int, entry)) for entry in head.split(" ")]
        by_code = {chr(_FIRST_CODE + n): marks for n, marks in enumerate(table)}
        words: dict[str, Marks] = {}
        word = ""
        for code, (dropped, rest) in zip(codes, _CODED.findall(coded), strict=True):
            word = rest if dropped == "0" else word[: len(word) + 49 - ord(dropped)] + rest
            words[word] = by_code[code]
        return cls(table, words)

    def marks(self, word: str) -> Marks:
        """What is known of `word` (lower case)."""
        plain = word.replace("'", "")
        found = self.words.get(plain)
        if found is not None:
            return found
        for stem, part in stems(plain):
            found = self.words.get(stem)
            if found is None:
                continue
            if found.common:
                if part == PLURAL and found.part == VERB:
                    part = VERB_S
                return Marks(found.common, found.first if part == PLURAL else 0, 0, 0, part)
            if part == PLURAL:
                return Marks(0, found.first, found.family, found.place, PLURAL)
        return UNKNOWN


def stems(word: str) -> list[tuple[str, int]]:
    """What `word` may be a form of, likeliest first, with the kind of form."""
    if word.endswith("s") and len(word) > 3:
        out = [(word[:-1], PLURAL)]
        if word.endswith("es"):
            out.append((word[:-2], PLURAL))
        if word.endswith("ies"):
            out.append((word[:-3] + "y", PLURAL))
        return out
    if word.endswith("ed") and len(word) > 4:
        out = [(word[:-1], ED), (word[:-2], ED)]
        if word.endswith("ied"):
            out.append((word[:-3] + "y", ED))
        if len(word) > 5 and word[-3] == word[-4]:
            out.append((word[:-3], ED))
        return out
    if word.endswith(("ing", "in")) and len(word) > 5:
        base = word[:-3] if word.endswith("ing") else word[:-2]
        out = [(base, ING), (base + "e", ING)]
        if base[-1] == base[-2]:
            out.append((base[:-1], ING))
        return out
    if word.endswith("ly") and len(word) > 5:
        return [(word[:-2], OTHER), (word[:-3] + "y" if word.endswith("ily") else word[:-2] + "le", OTHER)]
    if word.endswith("er") and len(word) > 5:
        return [(word[:-2], NOUN), (word[:-1], NOUN), (word[:-3], NOUN) if word[-3] == word[-4] else (word[:-1], NOUN)]
    if word.endswith("est") and len(word) > 6:
        return [(word[:-3], ADJECTIVE), (word[:-2], ADJECTIVE)]
    if word.endswith("ness") and len(word) > 6:
        return [(word[:-4], NOUN), (word[:-5] + "y", NOUN)]
    if word.startswith("un") and len(word) > 5:
        return [(word[2:], ADJECTIVE)]
    return []
