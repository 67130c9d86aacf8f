"""Starting a summary, its desk, and the steps to approval."""

from __future__ import annotations

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations import publications, summaries
from tests.support.people import Agency, Cast
from tests.support.summaries import MAY, NOW, PACK, SPRING, Bureau


def test_starting_a_summary(bureau: Bureau) -> None:
    summary = bureau.start()
    assert bureau.state(summary) == "draft"
    assert bureau.last_act("summary", summary.summary_id) == ("start_summary", bureau.edit.person_id)


def test_a_backwards_period_is_refused() -> None:
    with pytest.raises(Invalid, match="period_backwards"):
        Period(Quarter(2026, 2), Quarter(2025, 4))


def test_a_unit_that_is_no_area_is_refused(bureau: Bureau) -> None:
    assert [unit.name for unit in summaries.areas_to_compose(bureau.store, bureau.edit)] == ["East region"]
    with pytest.raises(Invalid, match="summary_area"):
        summaries.start_summary(
            bureau.store,
            bureau.edit,
            unit_id=bureau.agency.unit.unit_id,
            period=SPRING,
            audience="community",
            now=NOW,
        )


def test_an_area_of_others_is_not_found(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    west = cast.unit("West region", agency.root, is_area=True)
    with pytest.raises(NotFound):
        summaries.start_summary(
            bureau.store, bureau.edit, unit_id=west.unit_id, period=SPRING, audience="community", now=NOW
        )


@pytest.mark.parametrize("role", ["leader", "supervisor", "approver", "admin"])
def test_only_an_editor_starts_a_summary(bureau: Bureau, cast: Cast, agency: Agency, role: str) -> None:
    actor = cast.actor(cast.person(role, agency.root))
    with pytest.raises(Forbidden):
        summaries.start_summary(
            bureau.store, actor, unit_id=agency.region.unit_id, period=SPRING, audience="community", now=NOW
        )


def test_the_list_shows_the_own_areas_only(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    summary = bureau.in_review()
    (card,) = summaries.list_summaries(bureau.store, bureau.approve)
    assert (card.summary, card.area.name, card.title) == (summary, "East region", "What we saw on the road this spring")
    assert (card.progress["cleared"], card.progress["all"]) == (0, 5)
    west = cast.unit("West region", agency.root, is_area=True)
    assert summaries.list_summaries(bureau.store, cast.actor(cast.person("editor", west))) == []


def test_the_desk_says_who_wrote_and_what_may_be_done(bureau: Bureau) -> None:
    summary = bureau.draft()
    promise = bureau.scene.promise(bureau.scene.ride(bureau.agency.unit, MAY), "A fund for repairs")
    desk = summaries.open_desk(bureau.store, bureau.edit, summary.summary_id, pack=PACK)
    assert [item.line.part for item in desk.lines] == ["title", "strength", "concern", "promise", "question"]
    assert {item.writers for item in desk.lines} == {("Eddy Torsten",)}
    assert all(item.own for item in desk.lines)
    assert promise in [source.source_id for source in desk.sources]
    assert (desk.may_compose, desk.may_review, desk.may_publish) == (True, False, False)
    assert "Rosalind" not in repr(desk)


def test_sending_to_review_and_taking_it_back(bureau: Bureau) -> None:
    summary = bureau.in_review()
    assert bureau.last_act("summary", summary.summary_id) == ("send_summary_to_review", bureau.edit.person_id)
    summaries.take_back(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    assert bureau.state(summary) == "draft"
    assert bureau.last_act("summary", summary.summary_id) == ("take_summary_back", bureau.edit.person_id)


def test_an_empty_summary_is_not_sent(bureau: Bureau) -> None:
    with pytest.raises(Conflict, match="summary_no_title"):
        summaries.send_to_review(bureau.store, bureau.edit, bureau.start().summary_id, now=NOW)


def test_approving(bureau: Bureau) -> None:
    summary = bureau.approved()
    assert bureau.state(summary) == "approved"
    assert bureau.last_act("summary", summary.summary_id) == ("approve_summary", bureau.approve.person_id)


def test_an_unreviewed_line_stops_the_approval(bureau: Bureau) -> None:
    summary = bureau.in_review()
    for line in bureau.lines(summary)[1:]:
        bureau.clear(line)
    with pytest.raises(Conflict, match="summary_not_cleared"):
        summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    assert bureau.state(summary) == "in_review"


def test_a_source_taken_back_stops_the_approval(bureau: Bureau) -> None:
    summary = bureau.in_review()
    bureau.clear_all(summary)
    (source,) = bureau.line(summary, "strength").source_ids
    bureau.scene.retract(source)
    with pytest.raises(Conflict, match="source_gone"):
        summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)


def test_a_draft_is_thrown_away_and_brought_back(bureau: Bureau) -> None:
    summary = bureau.draft()
    summaries.discard_summary(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    assert bureau.last_act("summary", summary.summary_id) == ("discard_summary", bureau.edit.person_id)
    assert summaries.list_summaries(bureau.store, bureau.edit) == []
    with pytest.raises(NotFound):
        summaries.open_desk(bureau.store, bureau.edit, summary.summary_id, pack=PACK)
    with pytest.raises(NotFound):
        bureau.write(summary, "question", "Why?")
    summaries.bring_back(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    assert bureau.last_act("summary", summary.summary_id) == ("bring_back_summary", bureau.edit.person_id)
    assert len(bureau.lines(summary)) == 5
    with pytest.raises(NotFound):
        summaries.bring_back(bureau.store, bureau.edit, summary.summary_id, now=NOW)


def test_only_a_draft_is_thrown_away(bureau: Bureau) -> None:
    summary = bureau.in_review()
    with pytest.raises(Conflict, match="summary_state"):
        summaries.discard_summary(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    with pytest.raises(Forbidden):
        summaries.discard_summary(bureau.store, bureau.approve, summary.summary_id, now=NOW)


def test_a_correction_that_was_thrown_away_can_be_started_again(bureau: Bureau) -> None:
    out = bureau.published()
    draft = publications.start_correction(bureau.store, bureau.edit, out.summary_id, now=NOW)
    summaries.discard_summary(bureau.store, bureau.edit, draft.summary_id, now=NOW)
    assert summaries.open_desk(bureau.store, bureau.edit, out.summary_id, pack=PACK).corrected_by is None
    again = publications.start_correction(bureau.store, bureau.edit, out.summary_id, now=NOW)
    assert again == draft
    with pytest.raises(Conflict, match="summary_correction_open"):
        publications.start_correction(bureau.store, bureau.edit, out.summary_id, now=NOW)
