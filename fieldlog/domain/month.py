"""Calendar months, for looking at change inside the agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fieldlog.errors import Invalid


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, written 2026-04."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-04`. Raises Invalid("bad_month")."""
        match = re.fullmatch(r"([1-9]\d{3})-(0[1-9]|1[0-2])", text)
        if not match:
            raise Invalid("bad_month")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, months: int) -> Month:
        """The month so many later, or earlier where negative."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def months_up_to(last: Month, how_many: int) -> tuple[Month, ...]:
    """So many months in a row, the newest being `last`."""
    return tuple(last.plus(-back) for back in reversed(range(how_many)))
