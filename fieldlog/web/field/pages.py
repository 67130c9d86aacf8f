"""What the shell shows: forms, the pack's words, and nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from fieldlog.domain.taxonomy import Pack
from fieldlog.web.field import labels
from fieldlog.web.field.forms import ObservationForm, PromiseForm, ReflectionForm, RideForm, VisitForm
from fieldlog.web.login import pack


@dataclass(frozen=True)
class ShellPage:
    """Everything that `templates/field/shell.html` needs."""

    pack: Pack
    ride: RideForm
    visit: VisitForm
    observation: ObservationForm
    reflection: ReflectionForm
    promise: PromiseForm
    visit_icons: dict[str, str]
    means_words: list[str]


def shell_page() -> ShellPage:
    """The shell for the pack that the agency uses now."""
    now = pack()
    return ShellPage(
        pack=now,
        ride=RideForm(),
        visit=VisitForm(),
        observation=ObservationForm(now),
        reflection=ReflectionForm(),
        promise=PromiseForm(),
        visit_icons=labels.VISIT_ICONS,
        means_words=labels.MEANS_WORDS,
    )
