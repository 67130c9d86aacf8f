"""What leaders shared with the office: read, filter, answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.observation import Filter
from fieldlog.domain.period import Quarter
from fieldlog.errors import Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import observations as operations
from fieldlog.operations.units import units_in_scope
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, pack, packs, store
from fieldlog.web.observations.forms import AnswerForm, FilterForm
from fieldlog.web.observations.pages import file_page, list_page, promise_page

blueprint = Blueprint("observations", __name__, url_prefix="/observations")


@blueprint.get("/")
@needs("read_team_observations")
def listing() -> str:
    """Team and community observations, newest ride first."""
    form = _filter_form()
    found = operations.list_observations(
        store(),
        actor(),
        Filter(frozenset(), form.issue.data or "", form.lean.data or "", *_days(form)),
        unit_id=form.unit.data or None,
        page=request.args.get("page", 1, type=int),
    )
    chosen = {name: value for name, value in form.data.items() if value}
    return render_template(
        "observations/list.html", form=form, found=found, cards=list_page(found, packs()), chosen=chosen
    )


@blueprint.get("/promises")
@needs("read_team_observations")
def promises() -> str:
    """What leaders promised, with what came of it."""
    form = _filter_form()
    first, last = _days(form)
    found = operations.list_promises(store(), actor(), unit_id=form.unit.data or None, first=first, last=last)
    return render_template("observations/promises.html", form=form, cards=promise_page(found, now().date()))


@blueprint.route("/<uuid:observation_id>", methods=["GET", "POST"])
@needs("read_team_observations")
def show(observation_id: UUID) -> str | Response | tuple[str, int]:
    """One observation with its ride, the answers so far, and room for one more."""
    file = operations.read_observation(store(), actor(), str(observation_id))
    form, status = AnswerForm(), 200
    if form.validate_on_submit():
        try:
            operations.answer_observation(store(), actor(), str(observation_id), form.words.data or "", now=now())
        except Invalid as error:
            form.words.errors, status = [_(error.words)], error.status
        else:
            flash(_("Your answer is on its way to %(name)s's phone.") % {"name": file.shown.author_name}, "success")
            return redirect(url_for("observations.show", observation_id=observation_id))
    page = file_page(file, packs(), now())
    return render_template("observations/show.html", page=page, form=form), status


def _filter_form() -> FilterForm:
    form = FilterForm(request.args)
    form.offer(units_in_scope(store(), actor(), "read_team_observations"), pack(), Quarter.of(now().date()))
    return form


def _days(form: FilterForm) -> tuple[date, date]:
    """The ride dates that the chosen quarter covers. Raises Invalid("bad_quarter")."""
    if not form.quarter.data:
        return date.min, date.max
    quarter = Quarter.parse(form.quarter.data)
    return quarter.first_day, quarter.last_day
