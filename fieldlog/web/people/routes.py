"""List, add and edit people; switch accounts off and on; hand out one-time passwords."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.errors import Conflict, FieldlogError, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import people
from fieldlog.operations.people import NewPassword
from fieldlog.operations.units import UnitInTree, units_in_scope
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, config, now, store
from fieldlog.web.people import pages
from fieldlog.web.people.forms import PersonForm

blueprint = Blueprint("people", __name__, url_prefix="/people")

Page = Response | str | tuple[str, int]


@blueprint.get("/")
@needs("manage_people")
def list_people() -> str:
    """Everybody in reach; `?q=` finds by name, email or role."""
    names = pages.unit_names(_units())
    cards = [pages.person_card(person, names) for person in people.list_people(store(), actor())]
    words = request.args.get("q", "")
    found = pages.fitting(cards, words)
    return render_template("people/list.html", cards=found, words=words, total=len(cards))


@blueprint.route("/new", methods=["GET", "POST"])
@needs("manage_people")
def add_person() -> Page:
    """A new account; its one-time password is on the page that answers, and nowhere else."""
    form = PersonForm(_units())
    if not form.validate_on_submit():
        return render_template("people/new.html", form=form), 422 if form.is_submitted() else 200
    try:
        made = people.add_person(
            store(), actor(), name=form.name.data or "", email=form.email.data or "", grants=form.grants, now=now()
        )
    except (Invalid, Conflict) as error:
        _blame(form, error)
        return render_template("people/new.html", form=form), error.status
    return _one_time_password(made, is_new=True)


@blueprint.route("/<uuid:person_id>", methods=["GET", "POST"])
@needs("manage_people")
def edit_person(person_id: UUID) -> Page:
    """Name, email and roles, and beside them what else can be done for this person."""
    file = people.person_file(store(), actor(), str(person_id), now=now())
    units = _units()
    page = pages.person_page(file, units, actor().person_id, now())
    form = PersonForm(units, file.person.grants, name=file.person.name, email=file.person.email)
    if not form.validate_on_submit():
        return render_template("people/edit.html", form=form, page=page), 422 if form.is_submitted() else 200
    try:
        people.save_person(
            store(),
            actor(),
            str(person_id),
            name=form.name.data or "",
            email=form.email.data or "",
            grants=form.grants,
            now=now(),
        )
    except (Invalid, Conflict) as error:
        _blame(form, error)
        return render_template("people/edit.html", form=form, page=page), error.status
    flash(_("Saved. Changed roles count from now on."))
    return _back_to(person_id)


@blueprint.post("/<uuid:person_id>/disable")
@needs("manage_people")
def disable_person(person_id: UUID) -> Response:
    """Switch an account off; the page it leads to offers to switch it on again."""
    try:
        people.disable_person(store(), actor(), str(person_id), now=now())
    except Conflict as error:
        flash(_(error.words), "error")
    return _back_to(person_id)


@blueprint.post("/<uuid:person_id>/enable")
@needs("manage_people")
def enable_person(person_id: UUID) -> Response:
    """Switch an account on again."""
    people.enable_person(store(), actor(), str(person_id), now=now())
    flash(_("The account is on again."))
    return _back_to(person_id)


@blueprint.post("/<uuid:person_id>/password")
@needs("manage_people")
def reset_password(person_id: UUID) -> str:
    """Answer with the one-time password itself: after a redirect it would have to be kept somewhere."""
    return _one_time_password(people.reset_password(store(), actor(), str(person_id), now=now()), is_new=False)


@blueprint.post("/<uuid:person_id>/sessions/<uuid:session_id>/revoke")
@needs("manage_people")
def revoke_session(person_id: UUID, session_id: UUID) -> Response:
    """Sign out one browser of theirs, such as a lost phone."""
    people.revoke_session(store(), actor(), str(person_id), str(session_id), now=now())
    flash(_("Signed out there. At its next contact it clears what was sent; what was not sent yet stays on it."))
    return _back_to(person_id)


def _one_time_password(made: NewPassword, *, is_new: bool) -> str:
    file = people.person_file(store(), actor(), made.person_id, now=now())
    card = pages.person_card(file.person, {})
    address = config().public_url or request.host_url.rstrip("/")
    return render_template(
        "people/one_time_password.html", card=card, password=made.password, is_new=is_new, address=address
    )


def _units() -> list[UnitInTree]:
    return units_in_scope(store(), actor(), "manage_people")


def _blame(form: PersonForm, error: FieldlogError) -> None:
    """Put the words beside the input at fault, or above the form."""
    if error.field in {"name", "email"}:
        form[error.field].errors = [_(error.words)]
    else:
        form.form_errors = [*form.form_errors, _(error.words)]


def _back_to(person_id: UUID) -> Response:
    return redirect(url_for("people.edit_person", person_id=person_id))
