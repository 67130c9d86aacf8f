"""What was found in a line, as an editor and an approver see it: marked in the words, and listed with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.wall import Found
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark
from fieldlog.operations.summaries import DeskLine

TYPES: Final = {
    "NAME": mark("Name"),
    "PLACE": mark("Place"),
    "ORG": mark("Organization"),
    "ADDRESS": mark("Address"),
    "EMAIL": mark("E-mail"),
    "PHONE": mark("Phone"),
    "URL": mark("Link"),
    "SSN": mark("ID number"),
    "DATE": mark("Exact date"),
    "AGE90": mark("Age"),
    "CASE": mark("Case number"),
    "PLATE": mark("License plate"),
    "COMBO": mark("Rare combination"),
    "SOURCE": mark("Repeats a note"),
    "LABEL": mark("Label"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a line's words. `kind`: "" where nothing was found, else "blocks" or "gentle"."""

    text: str
    kind: str


@dataclass(frozen=True)
class FindingCard:
    """One finding with what people said about it. Suggestions are (as stored, as shown)."""

    key: str
    words: str
    type: str
    why: str
    replacements: tuple[tuple[str, str], ...]
    blocks: bool
    open: bool
    said: str
    said_by: str
    cleared_why: str
    cleared_by: str


def cards_of(item: DeskLine) -> tuple[FindingCard, ...]:
    """Everything found in a line, in order."""
    return tuple(_card(found, item) for found in item.found)


def pieces_of(words: str, found: Iterable[Found]) -> tuple[Piece, ...]:
    """The words in pieces; where findings overlap, the one that blocks shows."""
    kinds = [""] * len(words)
    for each in sorted(found, key=lambda each: each.blocks):
        kinds[each.start : each.end] = ["blocks" if each.blocks else "gentle"] * (each.end - each.start)
    pieces: list[Piece] = []
    for letter, kind in zip(words, kinds, strict=True):
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Piece(pieces[-1].text + letter, kind)
        else:
            pieces.append(Piece(letter, kind))
    return tuple(pieces)


def _card(found: Found, item: DeskLine) -> FindingCard:
    stay = found.stay
    return FindingCard(
        key=found.key,
        words=found.words,
        type=_(TYPES[found.type]) if found.type in TYPES else found.type,
        why=_(found.why),
        replacements=tuple((instead, _(instead)) for instead in found.replacements),
        blocks=found.blocks,
        open=found.open,
        said=stay.said if stay else "",
        said_by=item.names.get(stay.said_by or "", "") if stay else "",
        cleared_why=stay.why if stay else "",
        cleared_by=item.names.get(stay.cleared_by or "", "") if stay else "",
    )
