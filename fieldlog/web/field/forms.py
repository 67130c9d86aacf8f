"""The forms of the field app. They are filled in and saved on the phone and never posted here.

What they may hold comes from the domain rules, which judge the same entry again when it arrives.
"""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import (
    BooleanField,
    DateField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from fieldlog.domain import observation, people, promise, reflection, ride, visit
from fieldlog.domain.taxonomy import Pack
from fieldlog.i18n import gettext as _
from fieldlog.web.field import labels


class FieldForm(Form):
    """A form among several in one document: each input's id starts with the form's name."""

    name = ""

    def __init__(self) -> None:
        super().__init__()
        for field in self:
            field.id = f"{self.name}-{field.short_name.replace('_', '-')}"
            field.label.field_id = field.id


class TicksField(SelectMultipleField):
    """Any number of checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RideForm(FieldForm):
    """One outing with one worker. Units are filled in on the phone: this page knows nobody."""

    name = "ride"
    date = DateField(_("Date"), [InputRequired()])
    unit_id = SelectField(_("Unit"), [InputRequired()], choices=[])
    area = RadioField(_("What kind of area?"))
    worker_role = SelectField(_("Whom are you riding with?"), description=_("Their role, never a name."))
    worker_agreed = BooleanField(_("The worker agreed that I come along"))
    family_told = BooleanField(_("Families are told who I am"))
    after_hours = BooleanField(_("After hours"))

    def __init__(self) -> None:
        super().__init__()
        self.area.choices = _choices(people.AREA_CLASSES, labels.AREAS)
        self.worker_role.choices = _choices(ride.WORKER_ROLES, labels.WORKER_ROLES)


class VisitForm(FieldForm):
    """One stop of a ride."""

    name = "visit"
    kind = RadioField(_("Where?"))
    started = TimeField(_("From"), [Optional()])
    ended = TimeField(_("To"), [Optional()])
    signal = RadioField(_("Was there a phone signal?"))

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = _choices(visit.KINDS, labels.VISIT_KINDS)
        self.signal.choices = [("yes", _("Yes")), ("no", _("No"))]


class ObservationForm(FieldForm):
    """What was seen or heard on a visit."""

    name = "observation"
    issues = TicksField(_("What is it about?"))
    cues = TicksField(_("What was it?"))
    lean = RadioField(_("Is it a strength or a concern?"))
    note = TextAreaField(_("In your own words"), [Length(max=observation.MOST_NOTE)])
    poverty_check = RadioField()
    evidence = RadioField(_("How do you know?"))
    voice = RadioField(_("Whose voice is it?"))
    feelings = TicksField(_("How did it leave you?"))
    sharing = RadioField(_("Who may read it?"))

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.issues.choices = [(issue.code, _(issue.short)) for issue in pack.issues]
        self.cues.choices = [(cue.code, _(cue.short)) for cue in pack.cues()]
        self.lean.choices = _choices(observation.LEANS, labels.LEANS)
        self.poverty_check.label.text = _(pack.poverty_check.question)
        self.poverty_check.choices = [(answer.code, _(answer.title)) for answer in pack.poverty_check.answers]
        self.evidence.choices = _choices(observation.EVIDENCE, labels.EVIDENCE)
        self.voice.choices = _choices(observation.VOICES, labels.VOICES)
        self.feelings.choices = _choices(observation.FEELINGS, labels.FEELINGS)
        self.sharing.choices = _choices(observation.SHARING, labels.SHARING)


class ReflectionForm(FieldForm):
    """An answer to one prompt."""

    name = "reflection"
    answer = TextAreaField(_("Your answer"), [InputRequired(), Length(max=reflection.MOST_ANSWER)])
    sharing = RadioField(_("Who may read it?"))

    def __init__(self) -> None:
        super().__init__()
        self.sharing.choices = _choices(reflection.SHARING, labels.SHARING)


class PromiseForm(FieldForm):
    """What the leader will do, for whom, by when, and who was told."""

    name = "promise"
    what = TextAreaField(_("What will you do?"), [InputRequired(), Length(max=promise.MOST_WHAT)])
    for_role = RadioField(_("For whom?"), description=_("A role, never a name."))
    by = DateField(_("By when?"), [Optional()])
    state = RadioField(_("How far is it?"))
    reason = StringField(_("Why not?"), [Length(max=promise.MOST_REASON)])
    told_when = DateField(_("Told on"), [Optional()])
    told_how = StringField(_("How were they told?"), [Length(max=promise.MOST_HOW)])
    sharing = RadioField(_("Who may read it?"))

    def __init__(self) -> None:
        super().__init__()
        self.for_role.choices = _choices(promise.FOR_ROLES, labels.FOR_ROLES)
        self.state.choices = _choices(promise.STATES, labels.PROMISE_STATES)
        self.sharing.choices = _choices(promise.SHARING, labels.SHARING)


def _choices(codes: tuple[str, ...], words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, _(words[code])) for code in codes]
