"""Label words ("non-compliant", "filthy"): they say what somebody thought of a family and not what was seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fieldlog.domain.privacy.finder import Finding
from fieldlog.domain.privacy.tokens import MARK, flatten, tokenize

LONGEST: Final = 3  # words of one label
WHY: Final = "A label. What was seen or heard?"


def labels(text: str, label_words: Iterable[str]) -> list[Finding]:
    """Where `text` has one of the words, in any case; "non compliant" and "noncompliant" are "non-compliant" too."""
    wanted = {_joined(word) for word in label_words} - {""}
    tokens = [token for token in tokenize(text, flatten(text)) if token.shape != MARK]
    found = []
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            some = tokens[at : at + size]
            if "".join(token.word for token in some) in wanted:
                found.append(Finding(some[0].start, some[-1].end, "LABEL", WHY, 1.0))
                at += size - 1
                break
        at += 1
    return found


def _joined(text: str) -> str:
    return "".join(token.word for token in tokenize(text, flatten(text)) if token.shape != MARK)
