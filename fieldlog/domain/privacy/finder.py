"""Find what in a text could point to somebody: patterns first, then the tagger on what is left.

The data (`static/privacy/`) are read by this engine and by `static/js/privacy/finder.js`, which give
the same findings on the same text. Nothing here says that a text is safe: it says what was found.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldlog.domain.privacy.lexicon import Lexicon
from fieldlog.domain.privacy.lists import JOINS, SCORE, WHY, HashedLists, Lists, Lookup, listed
from fieldlog.domain.privacy.patterns import Patterns
from fieldlog.domain.privacy.places import places_among, read_places
from fieldlog.domain.privacy.tagger import KINDS, Row, Tagger, Vocabulary
from fieldlog.domain.privacy.tokens import MARK, Token, flatten, tokenize
from fieldlog.domain.privacy.weights import read_weights

_SOME_SPANISH: Final = 2  # so many small Spanish words, and a note is in Spanish, or half of it
_MOST_COMMON: Final = 3
_OFTEN: Final = 2  # how often a first name is borne (Marks.first) for it to be one in Spanish, too
_PLAIN: Final = "PLAIN"  # set phrases in which a word that may be a name is only a word


@dataclass(frozen=True, slots=True)
class Finding:
    """Code points `start` to `end` (exclusive) of the text; `why` is an English message id for gettext."""

    start: int
    end: int
    type: str
    why: str
    score: float
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A listed name as tokens."""

    words: tuple[str, ...]
    kind: str
    why: str
    score: float


@dataclass(slots=True)
class _Piece:
    """A run of tokens of one kind."""

    first: int
    last: int
    type: str
    why: str
    score: float


class Finder:
    """Ready to look at any number of texts. Keeps nothing of them but a cache of single words."""

    def __init__(self, rules: str, lexicon: str, model: str) -> None:
        """The texts of `rules.json`, `lexicon.txt` and `model.txt`."""
        data: Mapping[str, Any] = json.loads(rules)
        head, *weights, places = model.rstrip("\n").split("\n")
        settings: Mapping[str, Any] = json.loads(head)
        self.version: str = f"{data['version']}.{settings['version']}"
        self._patterns = Patterns(data)
        self._words: Mapping[str, Any] = data["kinds"]
        self.lexicon = Lexicon.read(lexicon)
        self._tails = {kind: frozenset(words.split()) for kind, words in data["tails"].items()}
        alone = {kind: frozenset(words.split()) for kind, words in data["alone"].items()}
        self._alone = {kind: self._tails.get(kind, frozenset()) | alone.get(kind, frozenset()) for kind in KINDS}
        vocabulary = Vocabulary(self.lexicon, settings["cues"], data["groups"], data["single"])
        self.tagger = Tagger(vocabulary, read_weights(*weights), tuple(settings["bias"]))
        self._doings = frozenset(" ".join(data["groups"][name] for name in ("be", "say", "did")).split())
        self._spanish = frozenset(data["spanish"].split())
        self._extend: int = settings["extend"]
        self._scale: int = settings["scale"]
        self._places = read_places(places)
        self._own: Lookup | None = None
        self._phrases: dict[str, list[_Phrase]] = {}
        self._learn({kind: text.split("|") for kind, text in data["phrases"].items()}, 0.9)

    def with_lists(self, lists: Lists | HashedLists) -> Finder:
        """A finder over the same data that also knows an agency's own words. Made in no time."""
        other = copy.copy(self)
        other._own = lists.words().get if isinstance(lists, Lists) else lists.lookup
        return other

    def find(self, text: str) -> list[Finding]:
        """Everything found in `text`, in order, never overlapping."""
        flat = flatten(text)
        tokens = tokenize(text, flat)
        found = [
            Finding(m.start, m.end, m.rule.type, m.rule.why, m.rule.score, self._replacements(m.rule.type))
            for m in self._patterns.find(flat, tokens)
        ]
        taken = [False] * len(tokens)
        for finding in found:
            for n, token in enumerate(tokens):
                if token.start < finding.end and token.end > finding.start:
                    taken[n] = True
        pieces = self._listed(flat, tokens, taken) + self._tagged(flat, tokens, taken)
        self._grow(flat, tokens, taken, pieces)
        found += [self._finding(flat, tokens, piece) for piece in pieces]
        return sorted(found, key=lambda finding: finding.start)

    def _learn(self, phrases: Mapping[str, Sequence[str]], score: float) -> None:
        for kind, texts in phrases.items():
            why = "" if kind == _PLAIN else self._words[kind]["why"]
            for text in texts:
                words = tuple(token.word for token in tokenize(text, flatten(text)))
                if words:
                    phrase = _Phrase(words, kind, why, score)
                    self._phrases.setdefault(words[0], []).append(phrase)

    def _listed(self, flat: str, tokens: Sequence[Token], taken: list[bool]) -> list[_Piece]:
        """Names of the agency's lists, then phrases and places that are shipped; all are marked as taken.

        Shipped phrases that only look like a name ("x ray") are taken and not told.
        """
        pieces = []
        if self._own is not None:
            for first, last, kind in listed(flat, tokens, taken, self._own):
                pieces.append(_Piece(first, last, kind, WHY, SCORE))
                taken[first : last + 1] = [True] * (last + 1 - first)
        for n, token in enumerate(tokens):
            for phrase in self._phrases.get(token.word, ()):
                last = n + len(phrase.words)
                if not any(taken[n:last]) and tuple(t.word for t in tokens[n:last]) == phrase.words:
                    if phrase.kind != _PLAIN:
                        pieces.append(_Piece(n, last - 1, phrase.kind, phrase.why, phrase.score))
                    taken[n:last] = [True] * len(phrase.words)
                    break
        for first, last in places_among(flat, tokens, taken, self._places):
            pieces.append(_Piece(first, last, "PLACE", self._words["PLACE"]["why"], 0.9))
            taken[first : last + 1] = [True] * (last + 1 - first)
        return pieces

    def _tagged(self, flat: str, tokens: Sequence[Token], taken: Sequence[bool]) -> list[_Piece]:
        scores = self.tagger.scores(self.tagger.words(tokens))
        if self._is_played_on(tokens):
            name, *others = scores[0]
            scores[0] = (max(name, self._scale), *others)
        pieces: list[_Piece] = []
        for n in self._chosen(flat, tokens, scores, taken):
            best = max(scores[n])
            kind = KINDS[scores[n].index(best)]
            sure = 1 / (1 + math.exp(-best / self._scale))
            piece = pieces[-1] if pieces else None
            if piece is not None and _joined(flat, tokens[piece.last], tokens[n]):
                piece.last = n
                if sure > piece.score:
                    piece.type, piece.score = kind, sure
            else:
                pieces.append(_Piece(n, n, kind, "", sure))
        for piece in pieces:
            piece.why = self._words[piece.type]["why"]
            piece.score = round(piece.score, 2)
        if not pieces:
            return pieces
        spanish = sum(token.word in self._spanish for token in tokens) >= _SOME_SPANISH
        return [piece for piece in pieces if not self._names_nobody(tokens, piece, spanish)]

    def _is_played_on(self, tokens: Sequence[Token]) -> bool:
        """Does a note begin with a name that is a word, and use the word, too? "dawn is up before dawn"."""
        if len(tokens) < 3 or tokens[1].word not in self._doings:
            return False
        word = tokens[0].word
        marks = self.lexicon.marks(word)
        return bool(marks.first and marks.common and any(token.word == word for token in tokens[2:]))

    def _names_nobody(self, tokens: Sequence[Token], piece: _Piece, spanish: bool) -> bool:
        """Words that alone are no name ("the preschool", "find" before a road), or Spanish ones that nobody is called."""
        words = [token.word for token in tokens[piece.first : piece.last + 1]]
        if self._alone.get(piece.type, frozenset()).issuperset(words):
            return True
        if piece.type == "ADDRESS" and len(words) == 1:
            return self.lexicon.marks(words[0]).common == _MOST_COMMON
        beside = [token.word for token in tokens[max(piece.first - 1, 0) : piece.last + 2]]
        among = spanish and not self._spanish.isdisjoint(beside)
        return among and piece.type == "NAME" and not any(self._is_borne(word) for word in words)

    def _is_borne(self, word: str) -> bool:
        """Whether people bear this word more than it is said of anything else."""
        marks = self.lexicon.marks(word)
        borne = marks.first or marks.family
        return bool(borne and word not in self._spanish and (not marks.common or marks.first >= _OFTEN))

    def _grow(self, flat: str, tokens: Sequence[Token], taken: Sequence[bool], pieces: Sequence[_Piece]) -> None:
        """A name goes on over what it is the name of: the jbs *plant*, stone creek *apts*."""
        used = {n for piece in pieces for n in range(piece.first, piece.last + 1)}
        for piece in pieces:
            tails = self._tails.get(piece.type, frozenset())
            after = piece.last + 1
            while after < len(tokens) and tokens[after].word in tails and not taken[after] and after not in used:
                if flat[tokens[piece.last].end : tokens[after].start] != " ":
                    break
                piece.last = after
                after += 1

    def _chosen(self, flat: str, tokens: Sequence[Token], scores: Sequence[Row], taken: Sequence[bool]) -> list[int]:
        """Which tokens are found: those of zero and up, then weaker ones beside them."""
        order = [n for n, token in enumerate(tokens) if token.shape != MARK]
        chosen = [not taken[n] and self._may_begin(tokens[n].word) and max(scores[n]) >= 0 for n in order]
        for at in (*range(1, len(order)), *range(len(order) - 2, -1, -1)):
            if chosen[at] or taken[order[at]] or max(scores[order[at]]) < self._extend:
                continue
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(order) and chosen[beside]:
                    first, second = sorted((order[at], order[beside]))
                    chosen[at] = chosen[at] or _joined(flat, tokens[first], tokens[second])
        return [n for n, yes in zip(order, chosen, strict=True) if yes]

    def _may_begin(self, word: str) -> bool:
        """A number by itself is the patterns' to judge; beside the name of a street it may be part of it."""
        return not "0" <= word[0] <= "9" and not self._never(word)

    def _never(self, word: str) -> bool:
        """Does the agency not want to be asked about this word? Its list has it without the 's."""
        return self._own is not None and self._own(word.removesuffix("'s")) == "NEVER"

    def _finding(self, flat: str, tokens: Sequence[Token], piece: _Piece) -> Finding:
        end = tokens[piece.last].end
        if flat[:end].endswith("'s") and piece.type != "ORG":
            end -= 2
        start = tokens[piece.first].start
        return Finding(start, end, piece.type, piece.why, piece.score, self._replacements(piece.type))

    def _replacements(self, kind: str) -> tuple[str, ...]:
        return tuple(self._words[kind]["instead"])


def _joined(flat: str, first: Token, second: Token) -> bool:
    """Whether only what may stand inside a name lies between two tokens."""
    return flat[first.end : second.start] in JOINS


def merged(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """The stretches that findings cover, overlapping ones as one."""
    out: list[tuple[int, int]] = []
    for finding in sorted(findings, key=lambda f: f.start):
        if out and finding.start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], finding.end))
        else:
            out.append((finding.start, finding.end))
    return out
