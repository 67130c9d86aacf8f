"""The wall before sharing: what the finder, the label words and the notes underneath say about a line's words.

It says what was found and never that a line is safe: what only somebody from there would recognize, it can't know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fieldlog.domain.privacy.finder import Finder, Finding
from fieldlog.domain.privacy.labels import labels
from fieldlog.domain.privacy.lists import JOINS
from fieldlog.domain.privacy.overlap import Overlap, SaidOnRide
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.stay import Stay
from fieldlog.domain.summary import Source
from fieldlog.domain.taxonomy import Pack
from fieldlog.errors import Conflict, NotFound

_MONTH: Final = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PERIOD: Final = re.compile(
    rf"\b{_MONTH}(?: [0-9]{{4}})? (?:to|through|and) {_MONTH} [0-9]{{4}}\b|\b{_MONTH} [0-9]{{4}}\b"
)

# These ask, and nothing waits for an answer.
GENTLE: Final = frozenset({"LABEL"})


@dataclass(frozen=True)
class Found:
    """One finding in the current words of a line. `stay`: what people said about it, in these very words."""

    key: str
    start: int
    end: int
    type: str
    why: str
    words: str
    replacements: tuple[str, ...] = ()
    stay: Stay | None = None

    @property
    def blocks(self) -> bool:
        """Must it be replaced or cleared before the line may leave?"""
        return self.type not in GENTLE

    @property
    def open(self) -> bool:
        """Does it still block?"""
        return self.blocks and not (self.stay and self.stay.cleared)


class Wall:
    """Looks at the lines of one summary. `sources`: all that they may be written from; `everywhere`: what notes of the
    agency say, to tell what is rare.
    """

    def __init__(self, finder: Finder, pack: Pack, sources: Iterable[Source], everywhere: Iterable[SaidOnRide]) -> None:
        self._finder = finder
        self._labels = pack.label_words
        notes = {source.source_id: SaidOnRide(source.ride_id, source.words) for source in sources}
        self._overlap = Overlap(notes, everywhere, finder.lexicon, _ordinary(pack))

    def look(self, line: ShareLine) -> tuple[Found, ...]:
        """Everything found in the line's words, in order. The line's issue and part are not words of its own."""
        found = _merged(line.words, self._finder.find(line.words))
        found = [each for each in found if not _is_period(line.words, each)]
        for more in (self._overlap.find(line.words, sorted(line.source_ids)), labels(line.words, self._labels)):
            found += [each for each in more if not any(_covers(other, each) for other in found)]
        stays = {stay.key: stay for stay in line.stays}
        return tuple(_found(line.words, finding, stays) for finding in sorted(found, key=lambda f: (f.start, f.end)))


def replaced(words: str, found: Found, instead: str) -> str:
    """The words with a suggestion in the place of a finding, with a capital where it begins a sentence.

    Raises NotFound when it is no suggestion for this.
    """
    if instead not in found.replacements:
        raise NotFound("not_found")
    before = words[: found.start]
    if not before.strip() or before.rstrip().endswith((".", "!", "?")):
        instead = instead[:1].upper() + instead[1:]
    return before + instead + words[found.end :]


def one(found: Iterable[Found], key: str) -> Found:
    """The finding of that key. Raises NotFound."""
    for each in found:
        if each.key == key:
            return each
    raise NotFound("not_found")


def check_nothing_open(found: Iterable[Sequence[Found]]) -> None:
    """Raises Conflict("findings_open") with how many findings nobody has replaced or cleared."""
    waiting = sum(each.open for some in found for each in some)
    if waiting:
        raise Conflict("findings_open", waiting=waiting)


def _is_period(words: str, finding: Finding) -> bool:
    """Months of a period, as titles have them: "April to June 2026" is neither April nor June."""
    if finding.type not in ("NAME", "PLACE", "ORG", "ADDRESS"):
        return False
    return any(found.start() <= finding.start and finding.end <= found.end() for found in _PERIOD.finditer(words))


def _merged(words: str, findings: Iterable[Finding]) -> list[Finding]:
    """Two of one type with nothing but a space or a dot between them are one thing to a reader: "Mrs. Dawes"."""
    out: list[Finding] = []
    for finding in findings:
        before = out[-1] if out else None
        if before and before.type == finding.type and words[before.end : finding.start] in JOINS:
            surest = max(before, finding, key=lambda each: each.score)
            out[-1] = replace(surest, start=before.start, end=finding.end)
        else:
            out.append(finding)
    return out


def _covers(one: Finding, other: Finding) -> bool:
    return one.start <= other.start and other.end <= one.end


def _found(words: str, finding: Finding, stays: dict[str, Stay]) -> Found:
    key = f"{finding.type}-{finding.start}-{finding.end}"
    return Found(
        key=key,
        start=finding.start,
        end=finding.end,
        type=finding.type,
        why=finding.why,
        words=words[finding.start : finding.end],
        replacements=finding.replacements,
        stay=stays.get(key),
    )


def _ordinary(pack: Pack) -> Iterable[str]:
    """Words of issues and cues are on every phone: repeating them tells nothing."""
    for issue in pack.issues:
        yield from (issue.title, issue.short, issue.description)
    for cue in pack.cues():
        yield from (cue.title, cue.short)
