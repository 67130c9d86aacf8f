"""What the trends page may show."""

from __future__ import annotations

from dataclasses import dataclass

from fieldlog.domain.month import Month
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.domain.trends import SIDES, IssueTrend, Side, Trends
from fieldlog.i18n import gettext as _
from fieldlog.operations.trends import TrendsView
from fieldlog.web.trends.chart import Chart, draw
from fieldlog.web.trends.words import month_and_year, month_short


@dataclass(frozen=True)
class IssueCard:
    """One issue: its name and its chart."""

    code: str
    short: str
    icon: str
    trend: IssueTrend
    chart: Chart


@dataclass(frozen=True)
class TableRow:
    """One line of the table. `cells` hold a number, a range or a dash, as they are read."""

    issue: str
    side: Side | None  # None: all visits made
    span: int  # how many lines the issue's name covers; 0 where it stands above
    cells: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class TrendsPage:
    """Everything that the template needs."""

    trends: Trends
    where: str
    period: str
    unfinished: str  # the name of the last month while it is not over, or ""
    months: tuple[str, ...]  # heads of the table
    cards: tuple[IssueCard, ...]
    rows: tuple[TableRow, ...]
    hidden: str  # how a hidden number reads: 1–4


def trends_page(view: TrendsView, pack: Pack, packs: Packs, this_month: Month) -> TrendsPage:
    """Put the trends into words and drawings."""
    trends = view.trends
    names = tuple(month_short(month) for month in trends.months)
    cards = []
    for trend in trends.issues:
        short, icon = _issue(trend.issue, pack, packs)
        cards.append(IssueCard(trend.issue, short, icon, trend, draw(trend, trends, names)))
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
        rows=tuple(_rows(cards, trends)),
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


def _rows(cards: list[IssueCard], trends: Trends) -> list[TableRow]:
    few = [visits is None for visits in trends.visits.cells]

    def cells(values: tuple[int | None, ...], *, all_visits: bool = False) -> tuple[str, ...]:
        # In a month of few visits a note may have been made at none of them: no range is known.
        hidden = _hidden(trends.floor)
        return tuple(
            str(value) if value is not None else _("few") if few[at] and not all_visits else hidden
            for at, value in enumerate(values)
        )

    def total(value: int | None) -> str:
        return "–" if value is None else str(value)

    rows = [TableRow(_("All visits"), None, 1, cells(trends.visits.cells, all_visits=True), total(trends.visits.total))]
    for card in cards:
        for side in SIDES:
            row = card.trend.row(side)
            span = 2 if side == SIDES[0] else 0
            rows.append(TableRow(card.short, side, span, cells(row.cells), total(row.total)))
    return rows


def _hidden(floor: int) -> str:
    return f"1–{floor - 1}"
