"""The words for the codes that travel in entries, as the phone shows them. The order is that of the screen."""

from __future__ import annotations

from fieldlog.i18n import mark as _

AREAS = {
    "urban": _("Urban"),
    "suburban": _("Suburban"),
    "small_town": _("Small town"),
    "rural": _("Rural"),
    "frontier": _("Frontier"),
}
WORKER_ROLES = {
    "investigator": _("Investigator"),
    "ongoing": _("Ongoing case worker"),
    "family_support": _("Family support worker"),
    "foster_care": _("Foster care worker"),
    "adoption": _("Adoption worker"),
    "intake": _("Intake worker"),
    "kinship": _("Kinship worker"),
    "licensing": _("Licensing worker"),
    "youth": _("Youth worker"),
    "supervisor": _("Supervisor"),
    "other": _("Other"),
}
VISIT_KINDS = {
    "home": _("Home"),
    "school": _("School"),
    "court": _("Court"),
    "office": _("Office"),
    "phone": _("By phone"),
    "drive": _("On the road"),
    "other": _("Somewhere else"),
}
VISIT_ICONS = {
    "home": "house",
    "school": "school",
    "court": "landmark",
    "office": "building-2",
    "phone": "phone",
    "drive": "car",
    "other": "map-pin",
}
LEANS = {"strength": _("Strength"), "concern": _("Concern")}
EVIDENCE = {"saw": _("Saw it"), "heard": _("Heard it"), "told": _("Was told")}
VOICES = {
    "worker": _("Worker"),
    "parent": _("Parent"),
    "child": _("Child"),
    "caregiver": _("Caregiver"),
    "partner": _("Partner agency"),
    "community": _("Community"),
    "leader": _("Mine"),
}
FEELINGS = {
    "calm": _("Calm"),
    "hopeful": _("Hopeful"),
    "moved": _("Moved"),
    "uneasy": _("Uneasy"),
    "sad": _("Sad"),
    "angry": _("Angry"),
    "afraid": _("Afraid"),
    "tired": _("Tired"),
}
SHARING = {"private": _("Only me"), "team": _("Team"), "community": _("Editors too")}
FOR_ROLES = {
    "worker": _("The worker"),
    "family": _("The family"),
    "unit": _("The unit"),
    "community": _("The community"),
    "partner": _("A partner agency"),
    "agency": _("The agency"),
}
# Words that speak of means: where one is in a note, the poverty check stands out.
MEANS_WORDS = (
    "afford bill bills broke bus car childcare cold daycare deposit diapers electric electricity evicted eviction"
    " fare food formula furnace fridge gas groceries heat heater homeless hungry insurance job laundry medicaid money"
    " motel mold paid paycheck pay power rent shelter shutoff snap stamps tires transport transportation utilities"
    " voucher wages wic water"
).split()
PROMISE_STATES = {"open": _("Open"), "doing": _("Doing it"), "done": _("Done"), "cannot": _("Cannot")}
