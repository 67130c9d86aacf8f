"""Trends: what is changing over months, for the units in a supervisor's reach."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from fieldlog.domain.month import Month
from fieldlog.errors import Invalid
from fieldlog.operations import trends
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, config, now, pack, packs, store
from fieldlog.web.trends.forms import TrendsForm
from fieldlog.web.trends.pages import trends_page

blueprint = Blueprint("trends", __name__, url_prefix="/trends")


@blueprint.get("/")
@needs("see_trends")
def show() -> str:
    """Strengths beside concerns per issue and month."""
    this_month = Month.of(now().date())
    view = trends.see_trends(
        store(),
        actor(),
        unit_id=request.args.get("unit") or None,
        last=Month.parse(request.args.get("last") or str(this_month)),
        how_many=_whole(request.args.get("months") or str(trends.MOST_MONTHS)),
        pack=pack(),
        floor=config().inside_floor,
        now=now(),
    )
    form = TrendsForm(request.args, last=str(view.trends.months[-1]), months=str(len(view.trends.months)))
    form.offer(view.choices, this_month)
    return render_template("trends/show.html", form=form, page=trends_page(view, pack(), packs(), this_month))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Invalid("months_out_of_range", field="months", most=trends.MOST_MONTHS)
    return int(text)
