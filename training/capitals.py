"""Capitals inside a sentence that are no names: days, languages, programs in capitals, a title before a name."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from training import inventory

_WORD = re.compile(r"[a-z]+")
_TITLE_BEFORE = re.compile(r"([a-z]+)([.]? )$")


@cache
def _lists() -> dict[str, frozenset[str]]:
    heads = (line.partition(": ") for line in inventory.phrases("capitals"))
    return {head: frozenset(rest.split()) for head, _, rest in heads}


@dataclass(frozen=True, slots=True)
class Capitals:
    """Which kinds of words one writer begins with a capital."""

    words: frozenset[str]
    acronyms: frozenset[str]
    titles: frozenset[str]

    @classmethod
    def drawn(cls, rng: random.Random, proper: bool) -> Capitals:
        """A `proper` writer has all of them, others some days and some acronyms."""
        lists = _lists()
        days = lists["days"] if proper or rng.random() < 0.3 else frozenset()
        words = days | (lists["Title"] if proper or rng.random() < 0.15 else frozenset())
        acronyms = lists["UPPER"] if proper or rng.random() < 0.4 else frozenset()
        return cls(words, acronyms, lists["before a name"] if proper else frozenset())

    def put(self, text: str) -> str:
        """`text`, which is plain, with its capitals; as long as before."""
        typed = _WORD.sub(lambda match: self._word(match[0]), text)
        last = _TITLE_BEFORE.search(typed)
        if last and last[1] in self.titles:
            typed = typed[: last.start()] + last[0].capitalize()
        return typed

    def _word(self, word: str) -> str:
        return word.upper() if word in self.acronyms else word.capitalize() if word in self.words else word
