"""An agency's own names, places and streets, and finding them in a note: on the server by the words, on the phone by
hashes, so that the list can travel without being read in passing.

`static/js/privacy/lists.js` does the same; a test holds the two together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.privacy.tokens import MARK, Token, flatten, tokenize

# What an entry is found as. NEVER: words that are not asked about, however much they look like a name.
KINDS: Final = ("NAME", "PLACE", "ADDRESS", "ORG", "NEVER")
WHY: Final = "On your agency's list"
SCORE: Final = 0.99
MOST_WORDS: Final = 6

# What may stand between two words of one name.
JOINS: Final = frozenset({"", " ", "-", "'", ". ", ".", " & "})
# Read alike wherever they stand: whoever lists "Quail Run Road" means "quail run rd" too.
_SAME: Final = {
    "ave": "avenue",
    "blvd": "boulevard",
    "cir": "circle",
    "co": "county",
    "ct": "court",
    "dr": "drive",
    "ft": "fort",
    "hwy": "highway",
    "ln": "lane",
    "mt": "mount",
    "pkwy": "parkway",
    "rd": "road",
    "rte": "route",
    "st": "street",
}
_MASK: Final = 0xFFFFFFFF

# From the words of a name, joined by spaces, to its kind.
Lookup = Callable[[str], str | None]


@dataclass(frozen=True)
class Lists:
    """Entries by kind, as somebody typed them. Equal lists are equal whatever the order of typing."""

    entries: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, by_kind: Mapping[str, Iterable[str]]) -> Lists:
        """From kind → entries."""
        return cls(frozenset((kind, text) for kind, texts in by_kind.items() for text in texts))

    def words(self) -> dict[str, str]:
        """Normalized words of each entry → its kind. An entry of two kinds counts as the first of `KINDS`."""
        ordered = sorted(self.entries, key=lambda entry: (KINDS.index(entry[0]), entry[1]), reverse=True)
        found = {" ".join(entry_words(text)): kind for kind, text in ordered}
        found.pop("", None)
        return found


@dataclass(frozen=True)
class HashedLists:
    """What a phone gets. `salt` differs for every content; `hashes`: kind → ten hex digits for each entry.

    A hash of a short name can be found by trying names: it hides the list from a glance, not from an attacker.
    """

    salt: str
    hashes: Mapping[str, tuple[str, ...]]

    @property
    def lookup(self) -> Lookup:
        """As the phone asks."""
        kinds = {digest: kind for kind, digests in self.hashes.items() for digest in digests}
        return lambda words: kinds.get(name_hash(self.salt, words))


def hashed(lists: Lists) -> HashedLists:
    """The lists as a phone gets them."""
    words = lists.words()
    salt = hashlib.sha256("\n".join(sorted(f"{kind} {text}" for text, kind in words.items())).encode()).hexdigest()[:16]
    by_kind: dict[str, list[str]] = {}
    for text, kind in words.items():
        by_kind.setdefault(kind, []).append(name_hash(salt, text))
    return HashedLists(salt, {kind: tuple(sorted(by_kind[kind])) for kind in KINDS if kind in by_kind})


def name_hash(salt: str, words: str) -> str:
    """Ten hex digits: two 32-bit lanes over the character codes, stirred together. Cheap, not secret."""
    a, b = 0x9E3779B9, 0x85EBCA6B
    for char in f"{salt} {words}":
        code = ord(char)
        a = ((a ^ code) * 0x9E3779B1) & _MASK
        b = ((b ^ code) * 0x5F356495) & _MASK
        b ^= b >> 15
    a = ((a ^ (a >> 16) ^ b) * 0x85EBCA6B) & _MASK
    b = ((b ^ (b >> 13) ^ a) * 0xC2B2AE35) & _MASK
    return f"{a ^ (a >> 16):08x}{(b >> 7) & 0xFF:02x}"


def entry_words(text: str) -> tuple[str, ...]:
    """The words of one entry, as they are compared: lower case, without accents or marks, "rd" as "road"."""
    return tuple(_same(token.word) for token in tokenize(text, flatten(text)) if token.shape != MARK)


def listed(flat: str, tokens: Sequence[Token], taken: Sequence[bool], lookup: Lookup) -> list[tuple[int, int, str]]:
    """Names of a list among the tokens that aren't taken: (first token, last token, kind), the longest from the left."""
    order = [n for n, token in enumerate(tokens) if token.shape != MARK]
    found = []
    at = 0
    while at < len(order):
        size, kind = _longest(flat, tokens, taken, order[at : at + MOST_WORDS], lookup)
        if kind:
            found.append((order[at], order[at + size - 1], kind))
        at += max(size, 1)
    return found


def _longest(
    flat: str, tokens: Sequence[Token], taken: Sequence[bool], order: Sequence[int], lookup: Lookup
) -> tuple[int, str]:
    """How many words the longest listed name has that begins here, and its kind; (0, "") when none does."""
    best = (0, "")
    before = ""
    for size, n in enumerate(order, start=1):
        token = tokens[n]
        if taken[n] or (size > 1 and flat[tokens[order[size - 2]].end : token.start] not in JOINS):
            break
        for form, only_name in _forms(token.word):
            kind = lookup(before + form)
            if kind and kind != "NEVER" and (kind == "NAME" or not only_name):
                best = (size, kind)
                break
        before += _same(token.word) + " "
    return best


def _forms(word: str) -> list[tuple[str, bool]]:
    """A last word as it may be listed, and whether only a person's name is meant: "hope's", "the hendersons"."""
    forms = [(_same(word), False)]
    if word.endswith("'s"):
        forms.append((_same(word[:-2]), False))
    elif word.endswith("s"):
        forms.append((_same(word[:-1]), True))
    return forms


def _same(word: str) -> str:
    return _SAME.get(word, word)
