"""The demo is proof: a year went through the real operations, and what came out is true and points to nobody."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from fieldlog import demo
from fieldlog.demo import notes
from fieldlog.demo.agency import PEOPLE, UNITS
from fieldlog.domain.entry import Edit
from fieldlog.domain.people import Person, subtree
from fieldlog.domain.privacy.disclosure import Floor, show_part
from fieldlog.domain.publication import Publication
from fieldlog.domain.snapshot import to_json
from fieldlog.domain.sync import judge
from fieldlog.errors import Conflict
from fieldlog.operations.actors import load_actor
from fieldlog.operations.packs import load_packs
from fieldlog.operations.sessions import sign_in
from fieldlog.operations.summaries import SummaryCard, list_summaries
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store

NOW = datetime(2026, 5, 13, 14, 2, tzinfo=UTC)
PACKS = load_packs()
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Made:
    """A built demo, and what its phones sent, read back and worked out without the projections."""

    store: Store
    agency: demo.DemoAgency
    people: dict[str, Person]  # by email
    edits: list[Edit]
    entries: dict[str, dict[str, Body]]  # type → id → body, what was taken back left out

    def cards(self) -> list[SummaryCard]:
        return list_summaries(self.store, load_actor(self.store, self.people["editor@cedarridge.example"].person_id))

    def pages(self) -> list[Publication]:
        return [card.publication for card in self.cards() if card.publication]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'fieldlog.sqlite'}")
    agency = demo.build(store, PACKS, now=NOW)
    with store.read() as tx:
        people = {person.email: person for person in tx.people.people()}
        edits = list(chain.from_iterable(tx.edits.of_author(p.person_id, after=0, limit=9999) for p in people.values()))
    yield Made(store, agency, people, edits, _current(edits))
    store.close()


def _current(edits: list[Edit]) -> dict[str, dict[str, Body]]:
    newest: dict[str, Edit] = {}
    for edit in sorted(edits, key=lambda edit: edit.device_seq):
        newest[edit.entry_id] = edit
    found: dict[str, dict[str, Body]] = defaultdict(dict)
    for edit in newest.values():
        if edit.kind != "retract":
            found[edit.entry_type][edit.entry_id] = json.loads(edit.body)
    return found


def test_everybody_can_sign_in_as_told(made: Made) -> None:
    assert {role for person in made.agency.people for role in person.roles} == {
        "leader",
        "supervisor",
        "editor",
        "approver",
        "admin",
    }
    assert any(len(person.roles) > 1 for person in made.agency.people)
    for person in made.agency.people:
        assert sign_in(
            made.store,
            email=person.email,
            password=person.password,
            label="Test",
            lifetime=NOW - datetime(2026, 5, 1, tzinfo=UTC),
            now=NOW,
        )
        assert not made.people[person.email].must_change_password


def test_a_second_demo_in_the_same_store_is_refused(made: Made) -> None:
    with pytest.raises(Conflict):
        demo.build(made.store, PACKS, now=NOW)


def test_a_year_of_it(made: Made) -> None:
    counts = {kind: len(found) for kind, found in made.entries.items()}
    assert counts["ride"] > 120
    assert counts["visit"] > 350
    assert counts["observation"] > 900
    assert counts["reflection"] > 40
    days = [ride["date"] for ride in made.entries["ride"].values()]
    assert min(days) < "2025-06-15"
    assert max(days) == "2026-05-12"


def test_every_entry_keeps_every_rule(made: Made) -> None:
    assert [(edit.entry_type, problems) for edit in made.edits if (problems := judge(edit, PACKS)[1])] == []


def test_nothing_comes_from_the_future(made: Made) -> None:
    assert max(edit.occurred_at for edit in made.edits) <= NOW
    assert max(edit.received_at or NOW for edit in made.edits) <= NOW


def test_strengths_as_often_as_concerns(made: Made) -> None:
    leans = [body["lean"] for body in made.entries["observation"].values()]
    assert 0.8 < leans.count("strength") / leans.count("concern") < 1.25


def test_the_rare_cases_are_there(made: Made) -> None:
    rides, seen = made.entries["ride"].values(), made.entries["observation"].values()
    assert sum(ride["ended_at"] is None and not ride["afterwards"] for ride in rides) == 1
    assert any(not ride["worker_agreed"] for ride in rides)
    assert any(not ride["family_told"] for ride in rides)
    assert any(ride["after_hours"] for ride in rides)
    assert {body["sharing"] for body in seen} == {"private", "team", "community"}
    assert {body["state"] for body in made.entries["promise"].values()} == {"open", "doing", "done", "cannot"}
    assert {edit.kind for edit in made.edits} == {"save", "retract"}


def test_leaders_have_answers_from_their_office(made: Made) -> None:
    with made.store.read() as tx:
        answers = tx.entries.answers_to(made.people["leader@cedarridge.example"].person_id, after=0, limit=99)
    assert len(answers) >= 5


def test_summaries_stand_at_each_stage(made: Made) -> None:
    assert sorted(card.summary.state for card in made.cards()) == ["draft", "in_review", "published", "published"]


def test_every_published_number_is_that_of_a_recount(made: Made) -> None:
    pages = made.pages()
    assert len(pages) == 2
    for page in pages:
        numbers = page.snapshot.numbers
        assert numbers is not None
        rides, visits, by_issue = _recount(made, page)
        assert str(numbers.rides) == str(len(rides))
        assert str(numbers.visits) == str(len(visits))
        assert {line.issue: line.visits for line in numbers.by_issue} == {
            issue.short: show_part(len(by_issue[issue.code]), len(visits), Floor.outside())
            for issue in PACKS.newest("child_welfare").issues
        }


def _recount(made: Made, page: Publication) -> tuple[set[str], set[str], dict[str, set[str]]]:
    """Rides, visits, and visits by issue, of what may leave, from the bodies alone."""
    with made.store.read() as tx:
        units = tx.people.units()
    area = next(unit.unit_id for unit in units if unit.name == page.snapshot.area)
    within, period = subtree(units, area), page.snapshot.period
    rides = {
        ride_id
        for ride_id, ride in made.entries["ride"].items()
        if ride["unit_id"] in within
        and period.first_day <= date.fromisoformat(ride["date"]) <= period.last_day
        and ride["worker_agreed"]
        and ride["family_told"]
    }
    visits = {visit_id for visit_id, visit in made.entries["visit"].items() if visit["ride_id"] in rides}
    by_issue: dict[str, set[str]] = defaultdict(set)
    for seen in made.entries["observation"].values():
        if seen["visit_id"] in visits and seen["sharing"] == "community":
            for issue in seen["issues"]:
                by_issue[issue].add(seen["visit_id"])
    return rides, visits, by_issue


def test_no_note_and_no_name_reaches_a_published_page(made: Made) -> None:
    slipped = ("rosa", "cedar hollow", "lorene", "patel", "24-01932", "3/14", "bryson", "triplets")
    assert all(any(word in note.lower() for _, _, note in notes.SLIPS) for word in slipped)
    written = {str(body["note"]).lower() for body in made.entries["observation"].values() if body["note"]}
    written |= {str(body["answer"]).lower() for body in made.entries["reflection"].values()}
    assert any("rosa" in note for note in written)
    for page in made.pages():
        text = to_json(page.snapshot).lower()
        assert not [word for word in slipped if word in text]
        assert not [note for note in written if note in text]
        names = [name for person in made.people.values() for name in person.name.lower().split()]
        assert not [name for name in names if re.search(rf"\b{name}\b", text)]


def test_every_cue_of_the_pack_has_notes_of_its_own() -> None:
    pack = PACKS.newest("child_welfare")
    assert set(notes.NOTES) == {cue.code for cue in pack.cues()}
    assert {code for code, _, _ in notes.SLIPS} <= set(notes.NOTES)
    assert set(notes.REFLECTIONS) == {prompt.code for prompt in pack.prompts()}
    issues = {issue.code for issue in pack.issues}
    assert {issue for found, _, _ in notes.WORDS_ONLY for issue in found} <= issues


def test_no_slot_is_left_open(made: Made) -> None:
    assert not [body["note"] for body in made.entries["observation"].values() if "{" in body["note"]]


def test_every_person_belongs_to_a_unit_that_is_there() -> None:
    assert {unit for _, _, roles in PEOPLE.values() for _, unit in roles} <= {*UNITS, "top"}


@pytest.mark.parametrize("now", [datetime(2026, 1, 1, 0, 5, tzinfo=UTC), datetime(2028, 2, 29, 23, 55, tzinfo=UTC)])
def test_builds_on_any_day(tmp_path: Path, now: datetime) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'fieldlog.sqlite'}")
    demo.build(store, PACKS, now=now)
    with store.read() as tx:
        editor = tx.people.person_by_email("editor@cedarridge.example")
    assert editor is not None
    cards = list_summaries(store, load_actor(store, editor.person_id))
    store.close()
    published = [card.publication for card in cards if card.publication]
    assert len(published) == 2
    assert all(page.snapshot.numbers is not None and page.published_at <= now for page in published)
