"""What the trends page may show."""

from __future__ import annotations

from dataclasses import dataclass

from fieldlog.domain.month import Month
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.domain.trends import IssueTrend, Row, Trends
from fieldlog.i18n import gettext as _
from fieldlog.operations.trends import TrendsView
from fieldlog.web.trends.chart import Chart, draw
from fieldlog.web.trends.words import month_and_year, month_short


@dataclass(frozen=True)
class Line:
    """One line of the table. `cells` hold a number or "hidden", as they are read."""

    cells: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class IssueCard:
    """One issue: its name, its chart, and its two lines of the table."""

    code: str
    short: str
    icon: str
    trend: IssueTrend
    chart: Chart
    strength: Line
    concern: Line


@dataclass(frozen=True)
class TrendsPage:
    """Everything that the template needs."""

    trends: Trends
    where: str
    period: str
    unfinished: str  # the name of the last month while it is not over, or ""
    months: tuple[str, ...]  # heads of the table
    cards: tuple[IssueCard, ...]
    visits: Line  # all visits made
    hidden: str  # what is small: 1–4


def trends_page(view: TrendsView, pack: Pack, packs: Packs, this_month: Month) -> TrendsPage:
    """Put the trends into words and drawings."""
    trends = view.trends
    names = tuple(month_short(month) for month in trends.months)
    cards = []
    for trend in trends.issues:
        short, icon = _issue(trend.issue, pack, packs)
        lines = (_line(trend.strength), _line(trend.concern))
        cards.append(IssueCard(trend.issue, short, icon, trend, draw(trend, trends, names), *lines))
    first, last = trends.months[0], trends.months[-1]
    return TrendsPage(
        trends=trends,
        where=_where(view),
        period=_("%(first)s to %(last)s") % {"first": month_and_year(first), "last": month_and_year(last)},
        unfinished=month_and_year(last) if last == this_month else "",
        months=tuple(
            name + f" {month.year}" * (at == 0 or month.number == 1)
            for at, (name, month) in enumerate(zip(names, trends.months, strict=True))
        ),
        cards=tuple(cards),
        visits=_line(trends.visits),
        hidden=_hidden(trends.floor),
    )


def _where(view: TrendsView) -> str:
    if view.unit is None:
        tops = [choice.unit.name for choice in view.choices if choice.depth == 0]
        return tops[0] if len(tops) == 1 else _("all your units")
    return view.unit.name


def _issue(code: str, pack: Pack, packs: Packs) -> tuple[str, str]:
    """Short label and icon; an issue that the newest version dropped is looked up in the older ones."""
    for version in [pack, *reversed(packs.versions(pack.code))]:
        if issue := version.issue(code):
            return issue.short, issue.icon
    return code, "circle-dot"


def _line(row: Row) -> Line:
    # One word for all that is hidden: a small number, and one that only guards it.
    return Line(
        tuple(_("hidden") if cell is None else str(cell) for cell in row.cells),
        "–" if row.total is None else str(row.total),
    )


def _hidden(floor: int) -> str:
    return f"1–{floor - 1}"
