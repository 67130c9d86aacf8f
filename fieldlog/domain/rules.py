"""What is wrong with an entry: one set of rules for every door.

Sync turns a problem into a flag on the entry (accept first, judge later); a form
turns it into a refusal. `Fields` reads a body in one pass and gives both, the
value and the problems.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from fieldlog.domain.taxonomy import Pack
from fieldlog.errors import Invalid

T = TypeVar("T")

MOST_ID = 64
MOST_CODES = 100
MOST_NUMBER = 2**53 - 1  # what JavaScript can count


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule. `code` is a key of `errors.WORDS`, `field` a key of the body.

    `blocks`: what the body says there can't stand in a table; the entry is kept, but only its
    author sees it until it is fixed.
    """

    code: str
    field: str
    blocks: bool = False

    @property
    def flag(self) -> str:
        """How an entry remembers it: `lean:rule_unknown`."""
        return f"{self.field}:{self.code}"


class Fields:
    """Reads a body field by field. What can't be read becomes a problem and a harmless stand-in."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self._body = body
        self.problems: list[Problem] = []

    @property
    def blocked(self) -> bool:
        """Is there a problem that keeps the entry out of the tables?"""
        return any(problem.blocks for problem in self.problems)

    def note(self, code: str, field: str, *, blocks: bool = False) -> None:
        """Remember a problem."""
        self.problems.append(Problem(code, field, blocks))

    def fine(self, *names: str) -> bool:
        """Could all of these be read? A rule about one that could not would only say it twice."""
        return not any(problem.blocks and problem.field in names for problem in self.problems)

    def ident(self, name: str) -> str:
        """An id of something else."""
        value = self._body.get(name)
        if isinstance(value, str) and 0 < len(value) <= MOST_ID and value.isascii():
            return value
        return self._bad(name, value, "")

    def maybe_ident(self, name: str) -> str | None:
        """An id, or null."""
        return None if self._body.get(name) is None else self.ident(name)

    def text(self, name: str, most: int) -> str:
        """Words that a person typed. Longer ones are kept and noted."""
        value = self._body.get(name)
        if not isinstance(value, str) or not _is_text(value):
            return self._bad(name, value, "")
        if len(value) > most:
            self.note("rule_too_long", name)
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One code of a fixed list."""
        value = self._body.get(name)
        if isinstance(value, str) and value in known:
            return value
        if isinstance(value, str):
            self.note("rule_unknown", name, blocks=True)
            return ""
        return self._bad(name, value, "")

    def maybe_one_of(self, name: str, known: Collection[str]) -> str | None:
        """One code of a fixed list, or null."""
        return None if self._body.get(name) is None else self.one_of(name, known)

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes or ids, each once, in the order given."""
        value = self._body.get(name)
        if not isinstance(value, list) or len(value) > MOST_CODES:
            return self._bad(name, value, ())
        if not all(isinstance(code, str) and 0 < len(code) <= MOST_ID and code.isascii() for code in value):
            return self._bad(name, value, ())
        return tuple(dict.fromkeys(value))

    def yes_no(self, name: str) -> bool:
        """True or false."""
        value = self._body.get(name)
        return value if isinstance(value, bool) else self._bad(name, value, False)

    def maybe_yes_no(self, name: str) -> bool | None:
        """True, false or null."""
        return None if self._body.get(name) is None else self.yes_no(name)

    def number(self, name: str, least: int = 0) -> int:
        """A whole number."""
        value = self._body.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_NUMBER:
            return value
        return self._bad(name, value, least)

    def day(self, name: str) -> date:
        """A local date, 2026-04-01."""
        value = self._body.get(name)
        found = parse_day(value)
        return self._bad(name, value, date.min) if found is None else found

    def maybe_day(self, name: str) -> date | None:
        """A local date or null."""
        return None if self._body.get(name) is None else self.day(name)

    def maybe_moment(self, name: str) -> datetime | None:
        """A UTC time or null."""
        value = self._body.get(name)
        if value is None:
            return None
        found = parse_moment(value)
        return self._bad(name, value, None) if found is None else found

    def part(self, name: str) -> Fields | None:
        """An object inside the body, or null; its problems count here too."""
        value = self._body.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self._bad(name, value, None)
        inside = Fields(value)
        inside.problems = self.problems
        return inside

    def _bad(self, name: str, value: object, stand_in: T) -> T:
        self.note("rule_missing" if value is None else "rule_unreadable", name, blocks=True)
        return stand_in


def problems_of(
    read: Callable[[Fields, Pack | None], object], body: Mapping[str, object], pack: Pack | None
) -> list[Problem]:
    """Every rule that the body breaks. Without the pack, its codes are not looked up."""
    fields = Fields(body)
    read(fields, pack)
    return fields.problems


def value_of(read: Callable[[Fields, Pack | None], T], body: Mapping[str, object]) -> T:
    """What the body says. Raises Invalid with the first problem that blocks."""
    fields = Fields(body)
    value = read(fields, None)
    for problem in fields.problems:
        if problem.blocks:
            raise Invalid(problem.code, field=problem.field)
    return value


def parse_day(value: object) -> date | None:
    """`2026-04-01` as a date; None when it is not one."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def parse_moment(value: object) -> datetime | None:
    """ISO 8601 with an offset or Z, as UTC; None when it is not one."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _is_text(value: str) -> bool:
    """JSON can spell half a character (a lone surrogate); no database can keep it."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
