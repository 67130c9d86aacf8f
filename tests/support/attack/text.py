"""Somebody who holds what was published against what was written: does anything of a note shine through?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

from fieldlog.config import ROOT

IN_A_ROW = 4
# So many of the commonest words say nothing of where a sentence comes from.
COMMON = 1500


def shared(published: str, sources: Iterable[str], *, said: str = "", ids: Collection[str] = ()) -> list[str]:
    """Traces of the sources in the text: four uncommon words of a note in its order, a number, an id.

    `said`: text that everybody may know (the names of issues, the counts that are published).
    """
    found = []
    runs = _runs(published)
    numbers = _numbers(published) - _numbers(said)
    for source in sources:
        found += [" ".join(run) for run in sorted(_runs(source) & runs)]
        found += sorted(_numbers(source) & numbers)
    return found + [each for each in ids if each in published]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Each four uncommon words that follow one another; common ones between them don't count."""
    words = [word for word in re.findall(r"[a-z']{2,}", text.lower()) if word not in _common()]
    return set(zip(*(words[start:] for start in range(IN_A_ROW)), strict=False))


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text.replace(",", "")))


@cache
def _common() -> frozenset[str]:
    """From our own prose, so that no list of words has to be brought along."""
    prose = " ".join(path.read_text(encoding="utf-8").lower() for path in sorted((ROOT / "docs").rglob("*.md")))
    counted = Counter(re.findall(r"[a-z']{2,}", prose))
    return frozenset(word for word, _ in counted.most_common(COMMON)) - {"creek", "county"}
