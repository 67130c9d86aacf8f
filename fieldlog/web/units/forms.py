"""A unit: its name, its place in the tree, and what kind of place it is."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from fieldlog.domain.people import LONGEST_NAME
from fieldlog.i18n import gettext as _
from fieldlog.operations.units import UnitInTree
from fieldlog.web.field.labels import AREAS
from fieldlog.web.units.choices import unit_choices


class UnitForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A unit without a parent to choose from stays where it is."""

    name = StringField(_("Name"), [DataRequired(_("Type a name.")), Length(max=LONGEST_NAME)])
    parent_id = SelectField(_("Belongs to"), choices=[])
    area_class = RadioField(
        _("What kind of place is it?"),
        [InputRequired(_("Choose what kind of place it is."))],
        description=_("A ride starts with this, and the leader can change it for the day."),
    )
    is_area = BooleanField(
        _("Summaries may be about this unit"),
        description=_(
            "Choose this for regions that are large enough that nobody in a summary can be recognized. "
            "Nothing smaller is ever named outside."
        ),
    )

    def __init__(self, parents: Iterable[UnitInTree], **facts: object) -> None:
        super().__init__(data=facts)
        self.area_class.choices = [(code, _(words)) for code, words in AREAS.items()]
        choices = unit_choices(parents)
        if choices:
            self.parent_id.choices = choices
        else:
            del self.parent_id
