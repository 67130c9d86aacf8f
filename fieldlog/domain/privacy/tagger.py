"""What a word is, by itself and by its neighbors: a linear model over hashed features.

Each token's score for each kind is a sum of whole numbers: one row of weights per feature that the
model knows, looked up by a 22-bit fingerprint. Whole numbers, so that both runtimes come to the same sum.
Training (`training/train.py`) asks this module for the features, so they are written down once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.privacy.lexicon import ADJECTIVE, ED, ING, NOUN, OTHER, PAST, PLURAL, VERB, VERB_S, Lexicon, Marks
from fieldlog.domain.privacy.tokens import MARK, Token

KINDS: Final = ("NAME", "PLACE", "ORG", "ADDRESS")
REACH: Final = 2
_MASK: Final = 0xFFFFFFFF
_CUE_BASE: Final = 2048  # class numbers of cue words lie above those of marks and numbers
_EDGE_CLASS: Final = 2047
_CACHE: Final = 20_000

_TAILS: Final = frozenset({"s", "ll", "ve", "d", "re", "m"})
_GROUP_OF_PART: Final = {OTHER: 5, NOUN: 6, VERB: 7, ADJECTIVE: 8, PAST: 9, ED: 9, ING: 10, PLURAL: 11, VERB_S: 12}
_DOUBTFUL: Final = 50  # groups of ordinary words that are also names
_DOUBTFUL_PART: Final = {NOUN: 1, VERB: 2, PAST: 2, ED: 2, VERB_S: 2, ADJECTIVE: 3}
_FIRST_CLOSED_GROUP: Final = 20
_PERSONS: Final = ("kin", "kins", "role")  # groups of plain words for a person
_FAR: Final = 8  # tokens within which a pronoun or a person is looked for
NOBODY, _SINGLE, _KIN = range(3)  # whether a word stands for one person: he or she, or mom, worker

Row = tuple[int, ...]
NOTHING: Final = (0,) * len(KINDS)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """All that the model sees of one token: `kind` without the word itself, `exact` with it where it is a cue.

    Compared by identity, since a vocabulary makes each only once.
    """

    text: str
    shape: int
    kind: int
    exact: int
    group: int
    marks: Marks
    hash: int
    person: int


def text_hash(text: str) -> int:
    """FNV-1a over character codes, 32 bits."""
    state = 0x811C9DC5
    for char in text:
        state = ((state ^ ord(char)) * 0x01000193) & _MASK
    return state


def joint_key(feature: tuple[int, ...]) -> int:
    """A fingerprint of a template and what was asked: 22 bits."""
    return stirred(feature) & 0x3FFFFF


def stirred(values: Iterable[int]) -> int:
    """Each value stirred into the same 32 bits."""
    state = 0x5BD1E995
    for value in values:
        state = ((state ^ value) * 0x9E3779B1) & 0xFFFFFFFF
        state ^= state >> 15
    return state


def _key(*feature: int) -> int:
    return joint_key(feature)


EDGE: Final = Word("", MARK, _EDGE_CLASS, _EDGE_CLASS, 0, Marks(0, 0, 0, 0, OTHER), 0, NOBODY)


class Vocabulary:
    """Turns tokens into `Word`s, remembering those it has met."""

    def __init__(self, lexicon: Lexicon, cues: Sequence[str], groups: Mapping[str, str], single: str) -> None:
        """`groups` lists little words by what they do in a sentence, `single` words for he or she: see `rules.json`."""
        self._lexicon = lexicon
        self._persons = {word: _KIN for name in _PERSONS for word in groups[name].split()}
        self._persons |= dict.fromkeys(single.split(), _SINGLE)
        self._cues = {word: _CUE_BASE + n for n, word in enumerate(cues)}
        self._groups = {
            word: _FIRST_CLOSED_GROUP + n for n, words in enumerate(groups.values()) for word in words.split()
        }
        self._known: dict[tuple[str, int], Word] = {}

    def word(self, text: str, shape: int) -> Word:
        known = self._known.get((text, shape))
        if known is None:
            if len(self._known) > _CACHE:
                self._known.clear()
            known = self._known[text, shape] = self._look(text, shape)
        return known

    def _look(self, text: str, shape: int) -> Word:
        if shape == MARK:
            kind = 1024 + min(ord(text[0]), 255)
            return Word(text, shape, kind, kind, 1, EDGE.marks, kind, NOBODY)
        if "0" <= text[0] <= "9":
            kind = 1300 + _number_kind(text)
            return Word(text, shape, kind, kind, 2, EDGE.marks, kind, NOBODY)
        marks = self._lexicon.marks(_bare(text))
        group = self._groups.get(text) or _group(marks)
        exact = self._cues.get(text, marks.code)
        person = self._persons.get(text, NOBODY)
        return Word(text, shape, marks.code, exact, group, marks, text_hash(text), person)


def _bare(text: str) -> str:
    """A word without the ending that an apostrophe sets off."""
    head, mark, tail = text.rpartition("'")
    return head if mark and tail in _TAILS else text


def _number_kind(text: str) -> int:
    digits = len(text) - len(text.lstrip("0123456789"))
    if digits == len(text):
        return min(digits, 7)
    return 8 if text[digits:] in {"st", "nd", "rd", "th"} else 9


def _group(marks: Marks) -> int:
    """A rough kind of word, for patterns of several neighbors."""
    if marks.common and (marks.first or marks.family >= 2):
        return _DOUBTFUL + (marks.common >= 2) * 4 + _DOUBTFUL_PART.get(marks.part, 0)
    if marks.common:
        return _GROUP_OF_PART[marks.part]
    if marks.first:
        return 13
    if marks.family:
        return 14
    return 15 if marks.place else 16


def own_features(word: Word) -> list[int]:
    """Features of a token by itself."""
    m, shape = word.marks, word.shape
    out = [_key(1, word.kind), _key(2, word.kind, shape), _key(3, shape), _key(4, word.group, shape)]
    if shape == MARK or "0" <= word.text[0] <= "9":
        return out
    text = word.text
    out.append(_key(5, word.hash))
    out += [
        _key(6, m.common, m.first),
        _key(7, m.first, m.family),
        _key(8, m.family, m.place),
        _key(9, min(len(text), 12)),
    ]
    strange = 2 if not (m.common or m.first or m.family or m.place) else 1 if not m.common else 0
    out += [_key(10 + n, strange, text_hash(text[-n:])) for n in (2, 3, 4) if len(text) > n]
    out += [_key(14 + n, strange, text_hash(text[:n])) for n in (2, 3, 4) if len(text) > n]
    if strange == 2:
        padded = f"^{text}$"
        out += [_key(20, text_hash(padded[n : n + 3])) for n in range(len(padded) - 2)]
    if "'" in text:
        out.append(_key(21, text_hash(text[text.rindex("'") :]), word.group))
    return out


def near_features(word: Word, offset: int) -> list[int]:
    """Features that a token lends to the one `offset` places before it (negative: after it)."""
    place = 30 + offset
    out = [_key(place, word.exact), _key(place + 10, word.group, word.shape)]
    if word.exact != word.kind or word.marks.common:
        out.append(_key(place + 20, word.hash))
    return out


def joint_features(a: Word, b: Word, c: Word, d: Word, e: Word, far: int) -> list[tuple[int, ...]]:
    """What is asked of a token `c` among its four neighbors and `far` persons, as (template, values…)."""
    ck = c.kind * 8 + c.shape
    return [
        (60, b.exact, ck),
        (61, ck, d.exact),
        (62, b.exact, c.kind, d.exact),
        (63, b.exact, c.group, d.exact),
        (64, b.exact, c.group, d.group),
        (65, b.group, c.group, d.exact),
        (66, a.exact, b.exact, c.group),
        (67, c.group, d.exact, e.exact),
        (68, a.group, b.group, c.group, d.group),
        (69, b.group, c.group, d.group, e.group),
        (70, b.group, c.kind, d.group),
        (71, c.kind, d.group, e.group),
        (72, a.group, b.group, c.kind),
        (73, b.group, ck),
        (74, ck, d.group),
        (75, a.group, b.group, c.group, d.group, e.group),
        (76, b.group, c.shape, c.hash, d.group),
        (77, ck, far),
        (78, b.group, c.group, far),
        (79, c.group, d.group, far),
    ]


def far_persons(words: Sequence[Word]) -> list[int]:
    """For each word, which kind of person is named nearest after it and nearest before it, as one number.

    "april is 17 and doing her laundry" is about somebody; "april rent is late" says of nobody.
    """
    before, after = _nearest(words), _nearest(words[::-1])[::-1]
    return [b + 3 * a for b, a in zip(before, after, strict=True)]


def _nearest(words: Sequence[Word]) -> list[int]:
    out = []
    last, left = NOBODY, 0
    for word in words:
        out.append(last if left > 0 else NOBODY)
        left -= 1
        if word.person:
            last, left = word.person, _FAR
    return out


def around(words: Sequence[Word]) -> Iterable[tuple[Word, Word, Word, Word, Word]]:
    """Each word with its two neighbors on either side."""
    padded = [EDGE, EDGE, *words, EDGE, EDGE]
    return zip(padded, padded[1:], padded[2:], padded[3:], padded[4:], strict=False)


class Tagger:
    """The trained model: scores of each kind for each word, zero and up where it points to somebody."""

    def __init__(self, vocabulary: Vocabulary, weights: Mapping[int, Row], bias: Row) -> None:
        """`bias` is added to every score: a kind with a higher bias is found on weaker signs."""
        self._vocabulary = vocabulary
        self._weights = weights
        self._bias = bias
        self._own: dict[Word, Row] = {}
        self._near: tuple[dict[Word, Row], ...] = ({}, {}, {}, {}, {})
        self._joint: dict[tuple[int, ...], Row | None] = {}

    def words(self, tokens: Sequence[Token]) -> list[Word]:
        return [self._vocabulary.word(token.word, token.shape) for token in tokens]

    def scores(self, words: Sequence[Word]) -> list[Row]:
        """For each word, one whole number per kind, in the order of KINDS."""
        out = []
        for (a, b, c, d, e), far in zip(around(words), far_persons(words), strict=True):
            rows = [self._bias, self._own_row(c), self._near_row(a, -2), self._near_row(b, -1), self._near_row(d, 1)]
            rows.append(self._near_row(e, 2))
            for feature in joint_features(a, b, c, d, e, far):
                row = self._joint_row(feature)
                if row is not None:
                    rows.append(row)
            out.append(tuple(map(sum, zip(*rows, strict=True))))
        return out

    def _own_row(self, word: Word) -> Row:
        row = self._own.get(word)
        if row is None:
            row = self._own[word] = self._sum(own_features(word), self._own)
        return row

    def _near_row(self, word: Word, offset: int) -> Row:
        cache = self._near[offset + REACH]
        row = cache.get(word)
        if row is None:
            row = cache[word] = self._sum(near_features(word, offset), cache)
        return row

    def _joint_row(self, feature: tuple[int, ...]) -> Row | None:
        try:
            return self._joint[feature]
        except KeyError:
            if len(self._joint) > _CACHE * 10:
                self._joint.clear()
            row = self._joint[feature] = self._weights.get(joint_key(feature))
            return row

    def _sum(self, keys: Iterable[int], cache: dict[Word, Row]) -> Row:
        if len(cache) > _CACHE:
            cache.clear()
        rows = [row for row in map(self._weights.get, keys) if row is not None]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else NOTHING
