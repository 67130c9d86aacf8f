"""List, add, rename and move units."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.people import Unit, subtree
from fieldlog.errors import Conflict, FieldlogError, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import units
from fieldlog.operations.units import UnitInTree
from fieldlog.web.field.labels import AREAS
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, store
from fieldlog.web.units.forms import UnitForm

blueprint = Blueprint("units", __name__, url_prefix="/units")

Page = Response | str | tuple[str, int]


@blueprint.get("/")
@needs("manage_units")
def list_units() -> str:
    """The tree in reach."""
    return render_template("units/list.html", units=_units(), areas={code: _(words) for code, words in AREAS.items()})


@blueprint.route("/new", methods=["GET", "POST"])
@needs("manage_units")
def add_unit() -> Page:
    """A unit below one in reach; `?below=` chooses it beforehand."""
    form = UnitForm(_units(), parent_id=request.args.get("below"))
    if not form.validate_on_submit():
        return render_template("units/edit.html", form=form, unit=None), 422 if form.is_submitted() else 200
    try:
        units.add_unit(
            store(),
            actor(),
            name=form.name.data or "",
            parent_id=form.parent_id.data,
            area_class=form.area_class.data,
            is_area=form.is_area.data,
            now=now(),
        )
    except (Invalid, Conflict) as error:
        _blame(form, error)
        return render_template("units/edit.html", form=form, unit=None), error.status
    flash(_("The unit is added."))
    return redirect(url_for("units.list_units"))


@blueprint.route("/<uuid:unit_id>", methods=["GET", "POST"])
@needs("manage_units")
def edit_unit(unit_id: UUID) -> Page:
    """Rename or move; what is below moves along."""
    unit = units.unit_in_reach(store(), actor(), str(unit_id))
    form = UnitForm(
        _places_for(unit, _units()),
        name=unit.name,
        parent_id=unit.parent_id,
        area_class=unit.area_class,
        is_area=unit.is_area,
    )
    if not form.validate_on_submit():
        return render_template("units/edit.html", form=form, unit=unit), 422 if form.is_submitted() else 200
    try:
        units.save_unit(
            store(),
            actor(),
            unit.unit_id,
            name=form.name.data or "",
            parent_id=form.parent_id.data if "parent_id" in form else unit.parent_id,
            area_class=form.area_class.data,
            is_area=form.is_area.data,
            now=now(),
        )
    except (Invalid, Conflict) as error:
        _blame(form, error)
        return render_template("units/edit.html", form=form, unit=unit), error.status
    flash(_("Saved."))
    return redirect(url_for("units.list_units"))


def _units() -> list[UnitInTree]:
    return units.units_in_scope(store(), actor(), "manage_units")


def _places_for(unit: Unit, known: list[UnitInTree]) -> list[UnitInTree]:
    """Where the unit may go: nowhere when its parent is out of reach, and never below itself."""
    if unit.parent_id not in {each.unit.unit_id for each in known}:
        return []
    below = subtree((each.unit for each in known), unit.unit_id)
    return [each for each in known if each.unit.unit_id not in below]


def _blame(form: UnitForm, error: FieldlogError) -> None:
    if error.field and error.field in form:
        form[error.field].errors = [_(error.words)]
    else:
        form.form_errors = [*form.form_errors, _(error.words)]
