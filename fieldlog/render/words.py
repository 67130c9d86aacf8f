"""How a page or a document says what a snapshot holds: quarters, numbers and states, in plain words."""

from __future__ import annotations

from typing import Final

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Shown, Zero
from fieldlog.domain.snapshot import Snapshot
from fieldlog.i18n import gettext as _
from fieldlog.i18n import mark

_MONTHS: Final = (
    (mark("January"), mark("March")),
    (mark("April"), mark("June")),
    (mark("July"), mark("September")),
    (mark("October"), mark("December")),
)
PROMISE_STATES: Final = {
    "open": mark("Open"),
    "doing": mark("In hand"),
    "done": mark("Done"),
    "cannot": mark("Cannot"),
}

# What stands at the address of a page that was withdrawn.
NOTICES: Final = {
    "mistake": mark("Something on it was wrong."),
    "too_much": mark("It said more than it should."),
    "out_of_date": mark("It is no longer up to date."),
}

# Whom a page is for, where it is not everybody.
AUDIENCES: Final = {"partners": mark("For our partners"), "workers": mark("For our workers")}


def quarter_words(quarter: Quarter) -> str:
    """April to June 2026."""
    return period_words(Period(quarter, quarter))


def period_words(period: Period) -> str:
    """April to June 2026; October 2025 to March 2026 where the years differ."""
    start, end = _(_MONTHS[period.first.number - 1][0]), _(_MONTHS[period.last.number - 1][1])
    if period.first.year == period.last.year:
        return _("{start} to {end} {year}").format(start=start, end=end, year=period.last.year)
    return _("{start} {year} to {end} {end_year}").format(
        start=start, year=period.first.year, end=end, end_year=period.last.year
    )


def shown_words(shown: Shown) -> str:
    """31; none; fewer than 11; nearly all."""
    match shown:
        case Number(value):
            return f"{value:,}"
        case Zero():
            return _("none")
        case Hidden(floor):
            return _("fewer than {floor}").format(floor=floor)
        case Nearly():
            return _("nearly all")


def facts(snapshot: Snapshot) -> tuple[str, ...]:
    """The line under the title: whom it is for, where, when, and how much was seen."""
    audience = AUDIENCES.get(snapshot.audience, "")
    said = (_(audience) if audience else "", snapshot.area, period_words(snapshot.period), rides_and_visits(snapshot))
    return tuple(fact for fact in said if fact)


def rides_and_visits(snapshot: Snapshot) -> str:
    """23 ride-alongs, 71 visits; "" where a page says nothing of either."""
    numbers = snapshot.numbers
    if numbers is None or not isinstance(numbers.visits, Number):
        return ""
    rides = shown_words(numbers.rides)
    return _("{rides} ride-alongs, {visits} visits").format(rides=rides, visits=shown_words(numbers.visits))


def numbers_note(snapshot: Snapshot) -> str:
    """What to know before reading the numbers, or why there are none."""
    if snapshot.why_no_numbers == "overlap":
        return _(
            "There are no numbers here. We have already published some for a time or an area that overlaps "
            "with this one, and the two together could point to a family."
        )
    if snapshot.why_no_numbers == "not_over":
        return _("There are no numbers yet. We count when the last of these months is over.")
    numbers = snapshot.numbers
    if numbers is not None and isinstance(numbers.visits, Number) and not numbers.by_issue:
        return _("There were too few visits to say how often we saw each thing without pointing to a family.")
    if numbers is None or not numbers.by_issue:
        return _("There were too few visits to show numbers without pointing to a family.")
    said = _("On how many visits we noted it. A full bar would be all visits; one visit can count in several rows.")
    floors = [each.visits.floor for each in numbers.by_issue if isinstance(each.visits, Hidden | Nearly)]
    if floors:
        said += " " + _("Small numbers are not shown, so that they point to no family.")
    return said


def version_words(snapshot: Snapshot) -> str:
    """Published in …, or corrected in … with the number of the version."""
    when = quarter_words(snapshot.published)
    if snapshot.version == 1:
        return _("Published {when}").format(when=when)
    return _("Corrected {when} (version {version})").format(when=when, version=snapshot.version)


def bar_share(shown: Shown, most: int) -> int | None:
    """How long a bar is, from 0 to 100; None where a length would give a hidden number away."""
    match shown:
        case Number(value):
            return round(100 * value / most) if most else 0
        case Zero():
            return 0
        case _:
            return None


def longest(snapshot: Snapshot) -> int:
    """The number that fills a whole bar: all visits, so that bars mean the same on every page."""
    numbers = snapshot.numbers
    if numbers is None:
        return 0
    return numbers.visits.value if isinstance(numbers.visits, Number) else 0
