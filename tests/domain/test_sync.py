"""What an entry is now follows from the set of its edits, whatever the order in which they came."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync import Link, current, heads, judge
from fieldlog.domain.sync_wire import read_edit
from fieldlog.operations.packs import load_packs
from tests.support.phone import OBSERVATION, RIDE, Item, some_id, unstored_phone

PACKS = load_packs()
PHONE = unstored_phone()


def observation(**changed: object) -> Item:
    return PHONE.edit("observation", {**OBSERVATION, "ride_id": some_id(), "visit_id": some_id(), **changed})


def read(item: Item) -> Edit:
    edit = read_edit(item)
    assert isinstance(edit, Edit), edit
    return edit


def link(edit: Edit) -> Link:
    return Link(edit.edit_id, edit.entry_id, edit.entry_type, edit.author_id, edit.base_edit_ids, "ok")


def state_of(items: list[Item]) -> tuple[str, int, bool]:
    """Which edit readers see, how many heads there are, and whether it is taken back."""
    edits = {item["edit_id"]: read(item) for item in items}
    ids = heads(link(edit) for edit in edits.values())
    found = current([edits[edit_id] for edit_id in ids], PACKS)
    return found.head.edit_id, found.head_count, found.retracted


def test_one_save_is_its_own_head() -> None:
    first = observation()
    assert state_of([first]) == (first["edit_id"], 1, False)


def test_a_later_edit_replaces_the_one_it_names() -> None:
    first = observation()
    second = PHONE.again(first, note="heat back on")
    assert state_of([second, first]) == (second["edit_id"], 1, False)


def test_an_edit_whose_base_has_not_arrived_stands_by_itself() -> None:
    first = observation()
    second = PHONE.again(first)
    assert state_of([second]) == (second["edit_id"], 1, False)


def test_two_edits_on_one_base_are_a_fork() -> None:
    first = observation()
    here, there = PHONE.again(first, note="here"), PHONE.again(first, note="there")
    head, count, _ = state_of([first, here, there])
    assert count == 2
    assert head in (here["edit_id"], there["edit_id"])


def test_a_resolve_that_names_both_ends_the_fork() -> None:
    first = observation()
    here, there = PHONE.again(first), PHONE.again(first)
    both = PHONE.again(here, kind="resolve", bases=(here["edit_id"], there["edit_id"]))
    assert state_of([both, there, here, first]) == (both["edit_id"], 1, False)


def test_a_retraction_takes_back_and_its_undo_brings_back() -> None:
    first = observation()
    gone = PHONE.again(first, kind="retract")
    assert state_of([first, gone]) == (gone["edit_id"], 1, True)
    undone = PHONE.again(gone)
    assert state_of([first, undone, gone]) == (undone["edit_id"], 1, False)


def test_in_a_fork_what_was_taken_back_stays_back() -> None:
    """An old edit that comes in late must not show again what its author took back."""
    first = observation()
    gone, late = PHONE.again(first, kind="retract"), PHONE.again(first, note="late")
    assert state_of([first, gone, late]) == (gone["edit_id"], 2, True)


def test_in_a_fork_the_narrower_sharing_wins() -> None:
    first = observation(sharing="community")
    wide, narrow = PHONE.again(first, note="more words"), PHONE.again(first, sharing="private")
    assert state_of([wide, first, narrow])[0] == narrow["edit_id"]


@pytest.mark.parametrize("missing", ["worker_agreed", "family_told"])
def test_in_a_fork_a_ride_that_was_not_agreed_wins(missing: str) -> None:
    """What was seen on it may be a source for the outside only if no version says otherwise."""
    first = PHONE.edit("ride", {**RIDE, "unit_id": some_id(), "worker_agreed": True, "family_told": True})
    changed: dict[str, Any] = {missing: False}
    agreed, not_agreed = PHONE.again(first, after_hours=True), PHONE.again(first, **changed)
    assert state_of([agreed, first, not_agreed])[0] == not_agreed["edit_id"]


def test_a_circle_of_edits_hides_nothing() -> None:
    a, b = observation(), observation()
    a, b = {**a, "base_edit_ids": [b["edit_id"]]}, {**b, "base_edit_ids": [a["edit_id"]], "entry_id": a["entry_id"]}
    assert state_of([a, b])[1] == 2


def test_an_edit_that_names_itself_is_still_a_head() -> None:
    a = observation()
    assert state_of([{**a, "base_edit_ids": [a["edit_id"]]}]) == (a["edit_id"], 1, False)


def test_unknown_pack_codes_are_flags_and_the_note_stands() -> None:
    thing, problems = judge(read(observation(issues=["tea"], cues=["biscuit"])), PACKS)
    assert thing is not None
    assert [problem.flag for problem in problems] == ["issues:rule_unknown", "cues:rule_unknown"]


def test_an_unknown_pack_version_is_a_flag_and_the_note_stands() -> None:
    thing, problems = judge(read(observation(pack_version=7)), PACKS)
    assert thing is not None
    assert [problem.flag for problem in problems] == ["pack_version:rule_pack_unknown"]


@pytest.mark.parametrize("changed", [{"schema_v": 2}, {"body": "[]"}])
def test_what_only_a_newer_server_can_read_is_kept_for_it(changed: dict[str, object]) -> None:
    thing, problems = judge(replace(read(observation()), **changed), PACKS)  # type: ignore[arg-type]
    assert thing is None
    assert [problem.blocks for problem in problems] == [True]


@st.composite
def histories(draw: st.DrawFn) -> list[Item]:
    """Edits of one entry by several phones that hear of each other late or never."""
    made = [observation(sharing=draw(st.sampled_from(["private", "team", "community"])))]
    for _ in range(draw(st.integers(0, 7))):
        bases = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3))
        kind = draw(st.sampled_from(["save", "save", "retract", "resolve"]))
        changed = {"sharing": draw(st.sampled_from(["private", "team", "community"]))}
        made.append(PHONE.again(bases[0], kind=kind, bases=tuple(base["edit_id"] for base in bases), **changed))
    return made


@given(made=histories(), data=st.data())
def test_any_order_and_any_repetition_give_the_same_state(made: list[Item], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(made + data.draw(st.lists(st.sampled_from(made), max_size=5))))
    assert state_of(arrived) == state_of(made)


@given(made=histories())
def test_readers_never_see_more_than_the_most_careful_head_allows(made: list[Item]) -> None:
    edits = {item["edit_id"]: read(item) for item in made}
    versions = [edits[edit_id] for edit_id in heads(map(link, edits.values()))]
    shown = current(versions, PACKS)
    widths = [["private", "team", "community"].index(json.loads(version.body)["sharing"]) for version in versions]
    if any(version.kind == "retract" for version in versions):
        assert shown.retracted
    else:
        assert json.loads(shown.head.body)["sharing"] == ["private", "team", "community"][min(widths)]
