"""What storage keeps of summaries, and what it lets be a source. A contract for every engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.share_line import ShareLine, clear_line, explain_finding
from fieldlog.domain.summary import Summary
from fieldlog.errors import Conflict, NotFound
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.scene import Scene

NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))
MAY = date(2026, 5, 13)


@pytest.fixture
def scene(store: Store, cast: Cast, agency: Agency) -> Scene:
    return Scene(store, cast.person("leader", agency.unit))


@pytest.fixture
def summary(store: Store, cast: Cast, agency: Agency) -> Summary:
    editor = cast.person("editor", agency.region)
    made = Summary("s", agency.region.unit_id, SPRING, "community", "draft", editor.person_id, NOW)
    with store.write() as tx:
        tx.summaries.add(made)
    return made


def a_line(summary: Summary, line_id: str = "l", **changes: Any) -> ShareLine:
    line = ShareLine(
        line_id, summary.summary_id, "strength", 1, "Kin step in.", frozenset({summary.created_by}),
        issue="community_engagement", source_ids=frozenset({"o1", "o2"}),
    )  # fmt: skip
    return replace(line, **changes)


def test_a_summary_comes_back_as_it_was(store: Store, summary: Summary) -> None:
    with store.write() as tx:
        assert tx.summaries.summary("s") == summary
        tx.summaries.save_state(replace(summary, state="in_review"))
        assert tx.summaries.of_areas([summary.unit_id]) == [replace(summary, state="in_review")]
        assert tx.summaries.of_areas(["elsewhere"]) == []
        with pytest.raises(NotFound):
            tx.summaries.summary("other")


def test_one_correction_of_a_summary_at_most(store: Store, summary: Summary) -> None:
    with store.write() as tx:
        assert tx.summaries.correction_of("s") is None
        tx.summaries.add(replace(summary, summary_id="s2", corrects_id="s"))
        found = tx.summaries.correction_of("s")
        assert found is not None
        assert found.summary_id == "s2"
    with pytest.raises(Conflict), store.write() as tx:
        tx.summaries.add(replace(summary, summary_id="s3", corrects_id="s"))


def test_a_line_comes_back_with_writers_sources_and_clearance(store: Store, cast: Cast, summary: Summary) -> None:
    approver = cast.person("approver", cast.unit()).person_id
    line = a_line(summary)
    cleared = clear_line(
        explain_finding(line, wording=1, key="NAME-0-4", said="The name of the program", writer_id=min(line.writers)),
        wording=1,
        looked_for={"names", "places", "dates", "rare_facts"},
        found=["NAME-0-4", "SOURCE-9-12"],
        whys={"NAME-0-4": "", "SOURCE-9-12": "Everybody knows it"},
        approver_id=approver,
        now=NOW,
    )
    with store.write() as tx:
        tx.summaries.add_line(line)
        assert tx.summaries.line("l") == line
        tx.summaries.save_line(cleared)
        assert tx.summaries.lines("s") == [cleared]
        assert {stay.why for stay in tx.summaries.line("l").stays} == {"The name of the program", "Everybody knows it"}
        both = replace(line, writers=line.writers | {approver}, source_ids=frozenset({"o3"}), wording=2)
        tx.summaries.save_line(both)
        assert tx.summaries.line("l") == both


def test_a_removed_line_is_found_by_id_only(store: Store, summary: Summary) -> None:
    with store.write() as tx:
        tx.summaries.add_line(a_line(summary, removed=True))
        assert tx.summaries.lines("s") == []
        assert tx.summaries.line("l").removed


def sources(store: Store, agency: Agency, period: Period = SPRING) -> list[str]:
    with store.read() as tx:
        units = [agency.unit.unit_id, agency.region.unit_id]
        return [source.source_id for source in tx.summaries.sources(units, period)]


def test_a_source_says_what_was_seen_and_nobody_and_no_day(store: Store, agency: Agency, scene: Scene) -> None:
    seen = scene.note(agency.unit, MAY, "kin had groceries there", cues=("neighbors_first",), voice="caregiver")
    with store.read() as tx:
        (source,) = tx.summaries.sources([agency.unit.unit_id], SPRING)
    assert (source.source_id, source.words, source.quarter) == (seen, "kin had groceries there", Quarter(2026, 2))
    assert (source.issues, source.cues, source.voice) == (
        ("community_engagement",),
        ("neighbors_first",),
        "caregiver",
    )
    assert scene.leader.person_id not in repr(source)
    assert "2026-05-13" not in repr(source)


@pytest.mark.parametrize("sharing", ["private", "team"])
def test_only_what_is_shared_with_the_community(store: Store, agency: Agency, scene: Scene, sharing: str) -> None:
    seen = scene.note(agency.unit, MAY)
    assert sources(store, agency) == [seen]
    scene.change(seen, sharing=sharing)
    assert sources(store, agency) == []


@pytest.mark.parametrize("missing", ["worker_agreed", "family_told"])
def test_no_source_from_a_ride_that_was_not_agreed(store: Store, agency: Agency, scene: Scene, missing: str) -> None:
    ride = scene.ride(agency.unit, MAY, **{missing: False})
    scene.observation(ride, scene.visit(ride))
    scene.promise(ride, "A fund for repairs")
    assert sources(store, agency) == []


def test_nothing_that_was_taken_back(store: Store, agency: Agency, scene: Scene) -> None:
    ride = scene.ride(agency.unit, MAY)
    visit = scene.visit(ride)
    seen = scene.observation(ride, visit)
    promise = scene.promise(ride, "A fund for repairs")
    assert sources(store, agency) == [seen, promise]
    scene.retract(seen)
    scene.retract(promise)
    assert sources(store, agency) == []
    kept = scene.observation(ride, visit)
    assert sources(store, agency) == [kept]
    scene.retract(visit)
    assert sources(store, agency) == []


def test_no_source_from_elsewhere_or_another_quarter(store: Store, agency: Agency, scene: Scene) -> None:
    scene.note(agency.other_unit, MAY)
    scene.note(agency.unit, date(2026, 3, 31))
    scene.note(agency.unit, date(2026, 7, 1))
    first = scene.note(agency.unit, date(2026, 4, 1))
    last = scene.note(agency.unit, date(2026, 6, 30))
    assert set(sources(store, agency)) == {first, last}


def test_nobody_hangs_a_note_on_the_ride_of_another(store: Store, cast: Cast, agency: Agency, scene: Scene) -> None:
    ride = scene.ride(agency.unit, MAY)
    visit = scene.visit(ride)
    other = Scene(store, cast.person("leader", agency.unit))
    other.observation(ride, visit)
    other.promise(ride, "Something")
    assert sources(store, agency) == []
    with store.read() as tx:
        assert tx.summaries.counts([agency.unit.unit_id], SPRING).visits_by_issue == {}


def test_a_promise_without_a_ride_belongs_to_its_notes(store: Store, agency: Agency, scene: Scene) -> None:
    seen = scene.note(agency.unit, MAY)
    promise = scene.promise(None, "A fund for repairs", observation_ids=(seen,), state="doing")
    scene.promise(None, "Belongs nowhere")
    assert sources(store, agency) == [seen, promise]


def test_counts_are_of_visits_not_of_notes(store: Store, agency: Agency, scene: Scene) -> None:
    ride = scene.ride(agency.unit, MAY)
    first, second = scene.visit(ride, 1), scene.visit(ride, 2)
    scene.observation(ride, first)
    scene.observation(ride, first, issues=("community_engagement", "worker_safety"))
    scene.observation(ride, second, sharing="team")
    refused = scene.ride(agency.unit, MAY, worker_agreed=False)
    scene.observation(refused, scene.visit(refused))
    scene.ride(agency.unit, MAY)  # no visit: it counts for nothing
    with store.read() as tx:
        counts = tx.summaries.counts([agency.unit.unit_id], SPRING)
    assert (counts.rides, counts.visits) == (1, 2)
    assert counts.visits_by_issue == {"community_engagement": 1, "worker_safety": 1}


def test_what_notes_say_anywhere_is_newest_first_and_never_private(store: Store, cast: Cast, agency: Agency) -> None:
    scene = Scene(store, cast.person("leader", agency.unit))
    scene.note(agency.unit, date(2026, 5, 1), "the first")
    scene.note(agency.other_unit, date(2026, 5, 9), "elsewhere, for the team", sharing="team")
    scene.note(agency.unit, date(2026, 5, 9), "nobody else's business", sharing="private")
    scene.retract(scene.note(agency.unit, date(2026, 5, 9), "taken back"))
    scene.note(agency.unit, date(2026, 1, 9), "another quarter")
    spring = Period(Quarter(2026, 2), Quarter(2026, 2))
    with store.read() as tx:
        assert [said.text for said in tx.summaries.said(spring, 9)] == ["elsewhere, for the team", "the first"]
        assert [said.text for said in tx.summaries.said(spring, 1)] == ["elsewhere, for the team"]
