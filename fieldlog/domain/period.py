"""Quarters: the only periods that leave the agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fieldlog.errors import Invalid


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, written 2026-Q2."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2026-Q2`. Raises Invalid("bad_quarter")."""
        match = re.fullmatch(r"(\d{4})-Q([1-4])", text)
        if not match:
            raise Invalid("bad_quarter")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that holds `day`."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True)
class Period:
    """Whole quarters, both ends included."""

    first: Quarter
    last: Quarter

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Invalid("period_backwards", field="last_quarter")

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def last_day(self) -> date:
        return self.last.last_day

    def overlaps(self, other: Period) -> bool:
        """Do the two share a quarter?"""
        return self.first <= other.last and other.first <= self.last
