"""What a share line repeats of the notes under it: rare words, numbers, and whole phrases.

"Nine days without heat" points to one family as surely as its name does, for whoever knows of the nine days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from fieldlog.domain.privacy.finder import Finding
from fieldlog.domain.privacy.lexicon import NOUN, Lexicon, stems
from fieldlog.domain.privacy.tokens import MARK, Token, flatten, tokenize

WHY_NUMBER: Final = "A number from a note under this line"
WHY_WORD: Final = "A rare detail from a note under this line"
WHY_PHRASE: Final = "Word for word from a note under this line"
INSTEAD_OF_NUMBER: Final = ("several", "many")

# A word is rare if notes of no more rides than this have it, by how ordinary it is in English (0 least, 3 most).
MOST_RIDES: Final = {0: 2, 1: 2, 2: 1, 3: 0}
# With notes of fewer rides than this nothing can be said of words that are neither rare nor ordinary.
LEAST_RIDES: Final = 12
# That many words in a row are a quotation.
PHRASE: Final = 6
SHORTEST: Final = 3

# Nouns that a word list takes for half rare, and everybody says.
_EVERYDAY: Final = (
    "anybody anyone anything everybody everyone everything nobody nothing somebody someone something"
    " mile minute second mom dad mother father grandma grandpa thanks"
)
_NUMBERS: Final = {
    word: str(value)
    for value, word in enumerate(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen twenty".split(),
        start=3,
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}


@dataclass(frozen=True)
class SaidOnRide:
    """What one note says, and on which ride: many notes of one visit are one story."""

    ride_id: str
    text: str


class Overlap:
    """Compares lines with the notes that they were written from."""

    def __init__(
        self,
        notes: Mapping[str, SaidOnRide],
        everywhere: Iterable[SaidOnRide],
        lexicon: Lexicon,
        ordinary: Iterable[str],
    ) -> None:
        """`notes`: by id, those that a line may rest on; `everywhere`: notes of the whole agency, to tell what is rare;
        `ordinary`: texts whose words are everybody's (issues, cues).
        """
        self._notes = notes
        self._everywhere = [(said, flatten(said.text)) for said in {*everywhere, *notes.values()}]
        self._rides = len({said.ride_id for said, _flat in self._everywhere})
        self._lexicon = lexicon
        self._base = _base_in(lexicon)
        self._ordinary = {self._base(token.word) for text in (*ordinary, _EVERYDAY) for token in _words(text)}

    def find(self, line: str, source_ids: Iterable[str]) -> list[Finding]:
        """What `line` repeats of these notes, in order, never overlapping. Notes that are not known say nothing."""
        under = [self._tokens(self._notes[source_id]) for source_id in source_ids if source_id in self._notes]
        tokens = _words(line)
        found = self._phrases(tokens, under)
        known = {key for words in under for token in words if (key := self._key(token.word))}
        for token in tokens:
            key = self._key(token.word)
            if (
                key in known
                and self._is_rare(key)
                and not any(f.start < token.end and token.start < f.end for f in found)
            ):
                found.append(_finding(token, token, key))
        return sorted(found, key=lambda finding: finding.start)

    def _phrases(self, tokens: Sequence[Token], under: Iterable[Sequence[Token]]) -> list[Finding]:
        runs = {
            tuple(token.word for token in words[n : n + PHRASE])
            for words in under
            for n in range(len(words) - PHRASE + 1)
        }
        found: list[Finding] = []
        for n in range(len(tokens) - PHRASE + 1):
            some = tokens[n : n + PHRASE]
            if tuple(token.word for token in some) in runs:
                start = some[0].start
                if found and start < found[-1].end:
                    start = found.pop().start
                found.append(Finding(start, some[-1].end, "SOURCE", WHY_PHRASE, 1.0))
        return found

    def _key(self, word: str) -> str:
        """What a word is compared by: the value of a number, else its plain form; "" if it is everybody's."""
        number = _number(word)
        if number is not None:
            return number
        base = self._base(word)
        return "" if len(base) < SHORTEST or base in self._ordinary else base

    @cache  # noqa: B019  # lives as long as the look at one page
    def _is_rare(self, key: str) -> bool:
        if key.isdigit():
            return len(self._rides_with(key)) <= MOST_RIDES[0]
        marks = self._lexicon.marks(key)
        if marks.common == 2 and (marks.part != NOUN or self._rides < LEAST_RIDES):
            return False  # a detail is a thing; that somebody waited or cried is none
        most = MOST_RIDES[marks.common]
        return most > 0 and len(self._rides_with(key)) <= most

    def _rides_with(self, key: str) -> set[str]:
        """Rides with a note that has it. Notes without its letters are passed over quickly."""
        letters = {key, *(word for word, value in _NUMBERS.items() if value == key)} if key.isdigit() else {key[:-1]}
        return {
            said.ride_id
            for said, flat in self._everywhere
            if any(some in flat for some in letters)
            and any(self._key(token.word) == key for token in self._tokens(said))
        }

    @cache  # noqa: B019
    def _tokens(self, said: SaidOnRide) -> list[Token]:
        return _words(said.text)


def _words(text: str) -> list[Token]:
    return [token for token in tokenize(text, flatten(text)) if token.shape != MARK]


def _number(word: str) -> str | None:
    """Its value, if it is a number above two: "9", "nine", "9th", "20miles"; "" for smaller ones."""
    digits = word[: len(word) - len(word.lstrip("0123456789"))]
    if digits:
        value = digits.lstrip("0")
        return value if len(value) > 1 or value > "2" else ""
    return _NUMBERS.get(word)


def _base_in(lexicon: Lexicon) -> Callable[[str], str]:
    """The form of a word that a list would have: "goats" → "goat"."""

    @cache
    def base(word: str) -> str:
        plain = word.partition("'")[0]
        known = [stem for stem, _part in stems(plain) if stem in lexicon.words]
        if known:
            return known[0]
        if plain in lexicon.words:
            return plain
        return plain[:-1] if plain.endswith("s") and len(plain) > SHORTEST else plain

    return base


def _finding(first: Token, last: Token, key: str) -> Finding:
    is_number = key.isdigit()
    why = WHY_NUMBER if is_number else WHY_WORD
    return Finding(first.start, last.end, "SOURCE", why, 1.0, INSTEAD_OF_NUMBER if is_number else ())
