"""A reflection: what a ride stirred in the leader. Private unless they say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.rules import Fields, Problem, problems_of, value_of
from fieldlog.domain.taxonomy import Pack

SHARING: Final = ("private", "team")
MOST_ANSWER: Final = 10_000


@dataclass(frozen=True, slots=True)
class Reflection:
    """The answer to one prompt. It never feeds a summary by itself."""

    ride_id: str
    prompt: str
    answer: str
    sharing: str
    pack: str
    pack_version: int


def read(fields: Fields, pack: Pack | None = None) -> Reflection:
    """Read the body; problems stay in `fields`. `pack`: the version that it was written under."""
    reflection = Reflection(
        ride_id=fields.ident("ride_id"),
        prompt=fields.ident("prompt"),
        answer=fields.text("answer", MOST_ANSWER),
        sharing=fields.one_of("sharing", SHARING),
        pack=fields.ident("pack"),
        pack_version=fields.number("pack_version", least=1),
    )
    if not reflection.answer.strip() and fields.fine("answer"):
        fields.note("rule_missing", "answer")
    if pack is not None and reflection.prompt and pack.prompt(reflection.prompt) is None:
        fields.note("rule_unknown", "prompt")
    return reflection


def problems(body: Mapping[str, object], pack: Pack | None = None) -> list[Problem]:
    """Every broken rule of a reflection. Without the pack, the prompt is not looked up."""
    return problems_of(read, body, pack)


def from_body(body: Mapping[str, object]) -> Reflection:
    """The reflection. Raises Invalid where the body can't be read as one."""
    return value_of(read, body)
