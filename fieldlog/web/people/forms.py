"""One form for a person: who they are, and each role with the places where they hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask_wtf import FlaskForm
from wtforms import EmailField, FieldList, SelectField, StringField
from wtforms.validators import DataRequired, Length

from fieldlog.domain.people import LONGEST_EMAIL, LONGEST_NAME, ROLES, Grant
from fieldlog.i18n import gettext as _
from fieldlog.operations.units import UnitInTree
from fieldlog.web.people.labels import ROLE_MEANINGS, ROLE_NAMES
from fieldlog.web.units.choices import unit_choices


def _places() -> FieldList[SelectField]:
    return FieldList(SelectField(validate_choice=True, choices=[]), min_entries=1)


class PersonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Every role has one select per place, and one more to add a place; "no" takes the role away."""

    name = StringField(_("Name"), [DataRequired(_("Type a name.")), Length(max=LONGEST_NAME)])
    email = EmailField(_("Email"), [DataRequired(_("Type an email.")), Length(max=LONGEST_EMAIL)])
    leader = _places()
    supervisor = _places()
    editor = _places()
    approver = _places()
    admin = _places()

    def __init__(self, units: Iterable[UnitInTree], grants: Iterable[Grant] = (), **facts: str) -> None:
        units, grants = list(units), list(grants)
        order = [each.unit.unit_id for each in units]
        held = {role: [u for u in order if Grant(role, u) in grants] for role in ROLES}
        super().__init__(data={**facts, **{role: [*ids, ""] for role, ids in held.items()}})
        for role, places in self.roles():
            for number, place in enumerate(places):
                nothing = _("Also in …") if number else _("No")
                place.choices = [("", nothing), *unit_choices(units)]
                words = _("{role} also in") if number else _("{role} in")
                place.label.text = words.format(role=_(ROLE_NAMES[role]))

    def roles(self) -> Iterator[tuple[str, FieldList[SelectField]]]:
        """Each role with its selects, in the order of the chain."""
        for role in ROLES:
            yield role, self[role]

    @property
    def grants(self) -> frozenset[Grant]:
        """What was chosen."""
        return frozenset(Grant(role, place.data) for role, places in self.roles() for place in places if place.data)

    @property
    def names(self) -> Mapping[str, str]:
        """What each role is called."""
        return {role: _(words) for role, words in ROLE_NAMES.items()}

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each role is for."""
        return {role: _(words) for role, words in ROLE_MEANINGS.items()}
