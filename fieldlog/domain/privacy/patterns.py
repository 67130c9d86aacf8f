"""Identifiers that can be told by their shape: the patterns of `rules.json`, tried where a token begins.

The patterns use only what Python's and the browser's regex engines read alike: no look-behind, no
Unicode classes; letters are a-z, since the text was flattened. A rule is tried at tokens of its kind
(`on`): a word of one of the lists, a mark, `digit`, `letters`, `short` (up to five letters, then a number).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from fieldlog.domain.privacy.tokens import MARK, Token

_MACRO: Final = re.compile(r"<([a-z]+)>")
_THEN_DIGIT: Final = re.compile(r"[a-z]{1,5}(?:[0-9]|[- .][0-9a-z])")


@dataclass(frozen=True)
class Rule:
    """One pattern. With a group, the finding is what follows the first group (the cue)."""

    type: str
    why: str
    score: float
    source: str
    has: str
    after: frozenset[str] | None
    cued: bool
    longer: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when first tried: all of them at once would be half of a start."""
        return re.compile(self.source)


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule found: code-point offsets into the text, end exclusive."""

    start: int
    end: int
    rule: Rule


class Patterns:
    """All rules, by the kind of token at which each is tried."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        macros: Mapping[str, str] = data["macros"]
        words = {name: frozenset(text.split()) for name, text in data["words"].items()}
        self._anywhere: list[Rule] = []
        self._by_kind: dict[str, list[Rule]] = defaultdict(list)
        self._by_word: dict[str, list[Rule]] = defaultdict(list)
        for entry in data["rules"]:
            rule = _rule(entry, macros, words)
            if entry["on"] == "text":
                self._anywhere.append(rule)
            elif entry["on"] in words:
                for word in words[entry["on"]]:
                    self._by_word[word].append(rule)
            else:
                self._by_kind[entry["on"]].append(rule)

    def find(self, flat: str, tokens: Sequence[Token]) -> list[Match]:
        """Matches that don't overlap, in order; where two rules match, the earlier in the file wins."""
        found = [match for rule in self._anywhere if rule.has in flat for match in _everywhere(rule, flat)]
        taken = [(match.start, match.end) for match in found]
        done = 0
        before = ""
        letters = [rule for rule in self._by_kind["letters"] if rule.has in flat]  # once a text, not once a word
        for token in tokens:
            start = token.start
            if start >= done and not any(a <= start < b for a, b in taken):
                match = self._at(flat, token, before, letters)
                if match is not None:
                    found.append(match)
                    done = match.end
            if token.shape != MARK:
                before = token.word
        return _apart(found)

    def _at(self, flat: str, token: Token, before: str, letters: Sequence[Rule]) -> Match | None:
        for rule in self._rules(flat, token, letters):
            if rule.has not in flat or (rule.after is not None and before not in rule.after):
                continue
            match = rule.pattern.match(flat, token.start)
            if match is None:
                continue
            start = token.start + (len(match[1]) if rule.cued else 0)
            if match.end() - start >= rule.longer:
                return Match(start, match.end(), rule)
        return None

    def _rules(self, flat: str, token: Token, letters: Sequence[Rule]) -> Sequence[Rule]:
        first = token.word[0]
        if "0" <= first <= "9":
            return self._by_kind["digit"]
        if token.shape == MARK:
            return self._by_kind.get(first, ())
        rules = self._by_word.get(token.word.removesuffix("'s"), ())
        if _THEN_DIGIT.match(flat, token.start):
            return [*self._by_kind["short"], *rules, *letters]
        return [*rules, *letters]


def _rule(entry: Mapping[str, Any], macros: Mapping[str, str], words: Mapping[str, frozenset[str]]) -> Rule:
    source = entry["re"]
    while _MACRO.search(source):
        source = _MACRO.sub(lambda found: macros[found[1]], source)
    after = entry.get("after")
    return Rule(
        type=entry["type"],
        why=entry["why"],
        score=entry["score"],
        source=source,
        has=entry.get("has", ""),
        after=words[after] if after else None,
        cued=source.startswith("(") and not source.startswith("(?"),
        longer=entry.get("longer", 1),
    )


def _everywhere(rule: Rule, flat: str) -> list[Match]:
    return [Match(match.start(), match.end(), rule) for match in rule.pattern.finditer(flat)]


def _apart(found: list[Match]) -> list[Match]:
    out: list[Match] = []
    for match in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or match.start >= out[-1].end:
            out.append(match)
    return out
