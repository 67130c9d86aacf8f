"""What the trainer sees: the features and the class of each token, for a hundred thousand notes in a few seconds.

The features are those of `fieldlog/domain/privacy/tagger.py`, asked of whole columns at once: its functions only
stir whole numbers, and columns of unsigned 64-bit numbers can be stirred as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from fieldlog.domain.privacy.patterns import Patterns
from fieldlog.domain.privacy.tagger import (
    EDGE,
    KINDS,
    REACH,
    Vocabulary,
    Word,
    far_persons,
    joint_features,
    joint_key,
    near_features,
    own_features,
)
from fieldlog.domain.privacy.tokens import MARK, Token, flatten, tokenize
from training.generate import Note

BITS: Final = 22
PLAIN: Final = 0  # class 0: points to nobody
_SKIPPED: Final = -1
_CHECKED: Final = 2_000  # tokens whose features are also made one by one
_COLUMNS: Final = ("kind", "exact", "group", "shape", "hash")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Examples:
    """All features of all tokens in the order of the tokens; `owners` says whose each is, `classes` what each token is."""

    keys: Ints
    owners: Ints
    classes: Ints


def examples(notes: Sequence[Note], vocabulary: Vocabulary, patterns: Patterns) -> Examples:
    """The tokens that are the tagger's to judge: words that no pattern found."""
    words: list[Word] = []
    far: list[int] = []
    classes: list[int] = []
    for note in notes:
        flat = flatten(note.text)
        tokens = tokenize(note.text, flat)
        found = [vocabulary.word(token.word, token.shape) for token in tokens]
        words += [EDGE, EDGE, *found, EDGE, EDGE]
        far += [0, 0, *far_persons(found), 0, 0]
        classes += [_SKIPPED, _SKIPPED, *_classes(note, flat, tokens, patterns), _SKIPPED, _SKIPPED]
    made = _packed(words, np.array(far), np.array(classes))
    _check(made, words, far, classes)
    return made


def _check(made: Examples, words: list[Word], far: list[int], classes: list[int]) -> None:
    """Whether the first columns are what the tagger will ask of each token by itself; a model learned otherwise is worthless."""
    some = [n for n in range(len(words)) if classes[n] != _SKIPPED][:_CHECKED]
    starts = np.searchsorted(made.owners, np.arange(len(some) + 1))
    for number, n in enumerate(some):
        a, b, c, d, e = words[n - REACH : n + REACH + 1]
        alone = own_features(c)
        for word, offset in ((a, -2), (b, -1), (d, 1), (e, 2)):
            alone += near_features(word, offset)
        alone += [joint_key(feature) for feature in joint_features(a, b, c, d, e, far[n])]
        if sorted(alone) != sorted(made.keys[starts[number] : starts[number + 1]].tolist()):
            raise RuntimeError(f"features of {c.text!r} differ between training and tagging")


def _classes(note: Note, flat: str, tokens: Sequence[Token], patterns: Patterns) -> Iterator[int]:
    found = patterns.find(flat, tokens)
    for token in tokens:
        if token.shape == MARK or any(m.start < token.end and token.start < m.end for m in found):
            yield _SKIPPED
            continue
        kind = next((k for a, b, k in note.spans if a < token.end and token.start < b), "")
        yield PLAIN if not kind else KINDS.index(kind) + 1 if kind in KINDS else _SKIPPED


class _Column:
    """Words as columns of numbers, to be asked for features as one word is."""

    def __init__(self, table: dict[str, npt.NDArray[np.uint64]], chosen: Ints) -> None:
        for name in _COLUMNS:
            setattr(self, name, table[name][chosen])


def _packed(words: list[Word], far: Ints, classes: Ints) -> Examples:
    numbers: dict[Word, int] = {}
    index = np.array([numbers.setdefault(word, len(numbers)) for word in words])
    distinct = list(numbers)
    table = {name: np.array([getattr(word, name) for word in distinct], dtype=np.uint64) for name in _COLUMNS}
    judged = np.flatnonzero(classes != _SKIPPED)
    around = [cast(Any, _Column(table, index[judged + offset])) for offset in range(-REACH, REACH + 1)]
    joint = [joint_key(feature).astype(np.int32) for feature in _joint(around, far[judged].astype(np.uint64))]
    keys, owners = [*joint], [np.arange(len(judged), dtype=np.int32)] * len(joint)
    for offset in range(-REACH, REACH + 1):
        rows = [own_features(w) if offset == 0 else near_features(w, offset) for w in distinct]
        some, whose = _gathered(rows, index[judged + offset])
        keys.append(some)
        owners.append(whose)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return Examples(np.concatenate(keys)[order], owner[order], classes[judged])


def _joint(around: list[Any], far: npt.NDArray[np.uint64]) -> list[Any]:
    a, b, c, d, e = around
    return cast(list[Any], joint_features(a, b, c, d, e, cast(Any, far)))


def _gathered(rows: list[list[int]], chosen: Ints) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The rows of the chosen words, one after the other, and the number of the token that each key is of."""
    flat = np.array([key for row in rows for key in row], dtype=np.int32)
    sizes = np.array([len(row) for row in rows])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    each = sizes[chosen]
    owner = np.repeat(np.arange(len(chosen), dtype=np.int32), each)
    first = np.repeat(starts[chosen] - np.concatenate([[0], np.cumsum(each)[:-1]]), each)
    return flat[first + np.arange(len(owner))], owner
