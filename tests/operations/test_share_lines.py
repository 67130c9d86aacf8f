"""Writing, clearing and returning lines: each refusal by name, each act with its audit entry."""

from __future__ import annotations

import pytest

from fieldlog.domain.permissions import Actor
from fieldlog.domain.share_line import LOOKED_FOR, ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations import publications, share_lines, summaries
from fieldlog.operations.share_lines import LineWords
from tests.support.people import Agency, Cast
from tests.support.summaries import HOUSE, MAY, NOW, PACK, Bureau


def change(bureau: Bureau, line: ShareLine, words: str, actor: Actor | None = None) -> ShareLine:
    filled = LineWords(words, line.issue, line.promise_state, line.source_ids)
    return share_lines.change_line(
        bureau.store, actor or bureau.edit, line.summary_id, line.line_id, filled, pack=PACK, now=NOW
    )


# ---------------------------------------------------------------- writing


def test_writing_a_line(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    summary = bureau.start()
    line = bureau.write(summary, "strength", " Kin  step in. ", seen)
    assert bureau.lines(summary) == [line]
    assert (line.words, line.writers, line.source_ids) == (
        "Kin step in.",
        frozenset({bureau.edit.person_id}),
        frozenset({seen}),
    )
    assert bureau.last_act("share_line", line.line_id) == ("write_share_line", bureau.edit.person_id)


def test_a_title_takes_no_issue_and_no_sources(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    line = bureau.write(bureau.start(), "title", "What we saw", seen)
    assert (line.issue, line.promise_state, line.source_ids) == (None, None, frozenset())


def test_a_second_title_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Conflict, match="summary_has_title"):
        bureau.write(bureau.draft(), "title", "Another")


def test_a_ride_whose_worker_did_not_agree_is_refused_as_source(bureau: Bureau) -> None:
    ride = bureau.scene.ride(bureau.agency.unit, MAY, worker_agreed=False)
    seen = bureau.scene.observation(ride, bureau.scene.visit(ride))
    with pytest.raises(Invalid, match="line_source_unknown"):
        bureau.write(bureau.start(), "strength", "Kin step in.", seen)


def test_a_ride_whose_family_was_not_told_is_refused_as_source(bureau: Bureau) -> None:
    ride = bureau.scene.ride(bureau.agency.unit, MAY, family_told=False)
    seen = bureau.scene.observation(ride, bureau.scene.visit(ride))
    with pytest.raises(Invalid, match="line_source_unknown"):
        bureau.write(bureau.start(), "strength", "Kin step in.", seen)


@pytest.mark.parametrize("sharing", ["private", "team"])
def test_a_note_that_is_not_for_the_community_is_refused_as_source(bureau: Bureau, sharing: str) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY, sharing=sharing)
    with pytest.raises(Invalid, match="line_source_unknown"):
        bureau.write(bureau.start(), "strength", "Kin step in.", seen)


def test_a_retracted_note_is_refused_as_source(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    bureau.scene.retract(seen)
    with pytest.raises(Invalid, match="line_source_unknown"):
        bureau.write(bureau.start(), "strength", "Kin step in.", seen)


def test_an_issue_that_is_not_in_the_pack_is_refused(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    filled = LineWords("Kin step in.", "astrology", None, [seen])
    with pytest.raises(Invalid, match="line_issue_unknown"):
        share_lines.write_line(
            bureau.store, bureau.edit, bureau.start().summary_id, "strength", filled, pack=PACK, now=NOW
        )


def test_changing_a_line(bureau: Bureau) -> None:
    summary = bureau.draft()
    line = change(bureau, bureau.line(summary, "strength"), "Neighbors step in.")
    assert bureau.line(summary, "strength") == line
    assert line.wording == 2
    assert bureau.last_act("share_line", line.line_id) == ("change_share_line", bureau.edit.person_id)


def test_moving_removing_and_bringing_back(bureau: Bureau) -> None:
    summary = bureau.draft()
    second = bureau.write(summary, "question", "What did we hear wrong?")
    who = bureau.edit.person_id

    share_lines.move_line(bureau.store, bureau.edit, summary.summary_id, second.line_id, -1, now=NOW)
    questions = [line.words for line in bureau.lines(summary) if line.part == "question"]
    assert questions == ["What did we hear wrong?", "Who in this room knew before we did?"]
    assert bureau.last_act("share_line", second.line_id) == ("move_share_line", who)

    share_lines.remove_line(bureau.store, bureau.edit, summary.summary_id, second.line_id, now=NOW)
    assert second.line_id not in [line.line_id for line in bureau.lines(summary)]
    assert bureau.last_act("share_line", second.line_id) == ("remove_share_line", who)
    with pytest.raises(NotFound):
        change(bureau, second, "Not here any more")

    share_lines.restore_line(bureau.store, bureau.edit, summary.summary_id, second.line_id, now=NOW)
    assert second.line_id in [line.line_id for line in bureau.lines(summary)]
    assert bureau.last_act("share_line", second.line_id) == ("restore_share_line", who)


def test_a_line_of_another_summary_is_not_found(bureau: Bureau) -> None:
    line = bureau.line(bureau.draft(), "strength")
    other = bureau.start()
    with pytest.raises(NotFound):
        share_lines.remove_line(bureau.store, bureau.edit, other.summary_id, line.line_id, now=NOW)


def test_an_approver_does_not_write_by_that_role(bureau: Bureau) -> None:
    with pytest.raises(Forbidden, match="forbidden"):
        bureau.write(bureau.start(), "question", "Why?", actor=bureau.approve)


def test_an_editor_of_another_area_finds_nothing(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    elsewhere = cast.unit("West region", agency.root, is_area=True)
    stranger = cast.actor(cast.person(["editor", "approver"], elsewhere))
    summary = bureau.draft()
    line = bureau.line(summary, "strength")
    with pytest.raises(NotFound):
        bureau.write(summary, "question", "Why?", actor=stranger)
    with pytest.raises(NotFound):
        bureau.clear(line, stranger)
    with pytest.raises(NotFound):
        summaries.open_desk(bureau.store, stranger, summary.summary_id, pack=PACK)
    with pytest.raises(NotFound):
        publications.preview(bureau.store, stranger, summary.summary_id, house=HOUSE, now=NOW)


def test_what_is_out_is_not_written_on(bureau: Bureau) -> None:
    summary = bureau.approved()
    bureau.publish(summary)
    with pytest.raises(Conflict, match="summary_closed"):
        bureau.write(summary, "question", "Why?")


# ---------------------------------------------------------------- clearing and returning


@pytest.fixture
def summary(bureau: Bureau) -> Summary:
    return bureau.in_review()


def test_clearing_a_line(bureau: Bureau, summary: Summary) -> None:
    line = bureau.clear(bureau.line(summary, "strength"))
    assert bureau.line(summary, "strength") == line
    assert line.cleared
    assert bureau.last_act("share_line", line.line_id) == ("clear_share_line", bureau.approve.person_id)


def test_a_draft_is_not_cleared_yet(bureau: Bureau) -> None:
    with pytest.raises(Conflict, match="summary_state"):
        bureau.clear(bureau.line(bureau.draft(), "strength"))


def test_an_approver_who_wrote_the_line_is_refused(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    both = cast.actor(cast.person(["editor", "approver"], agency.region))
    summary = bureau.draft()
    own = bureau.write(summary, "question", "What did we hear wrong?", actor=both)
    touched = change(bureau, bureau.line(summary, "title"), "What we saw this spring", both)
    summaries.send_to_review(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    for line in (own, touched):
        with pytest.raises(Forbidden, match="line_own_words"):
            bureau.clear(line, both)
        assert bureau.clear(line).cleared


def test_an_editor_does_not_clear_by_that_role(bureau: Bureau, summary: Summary) -> None:
    with pytest.raises(Forbidden, match="forbidden"):
        bureau.clear(bureau.line(summary, "strength"), bureau.edit)


def test_a_line_is_not_cleared_without_looking_for_all_four(bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "strength")
    for missing in LOOKED_FOR:
        with pytest.raises(Invalid, match="line_ticks_missing"):
            share_lines.clear_line(
                bureau.store, bureau.approve, summary.summary_id, line.line_id,
                wording=1, looked_for=set(LOOKED_FOR) - {missing}, whys={}, pack=PACK, now=NOW,
            )  # fmt: skip


def test_words_changed_under_the_eyes_of_the_approver_are_not_cleared(bureau: Bureau, summary: Summary) -> None:
    read = bureau.line(summary, "strength")
    change(bureau, read, "The Hendersons step in.")
    with pytest.raises(Conflict, match="line_changed"):
        bureau.clear(read)
    assert not bureau.line(summary, "strength").cleared


@pytest.mark.parametrize("how", ["retract", "private"])
def test_a_line_whose_source_was_taken_back_is_not_cleared(bureau: Bureau, summary: Summary, how: str) -> None:
    line = bureau.line(summary, "strength")
    (source,) = line.source_ids
    if how == "retract":
        bureau.scene.retract(source)
    else:
        bureau.scene.change(source, sharing="private")
    with pytest.raises(Conflict, match="source_gone"):
        bureau.clear(line)
    desk = summaries.open_desk(bureau.store, bureau.approve, summary.summary_id, pack=PACK)
    assert [item.gone for item in desk.lines if item.line.part == "strength"] == [1]
    assert desk.sources == ()


def test_returning_a_line_with_a_reason(bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "concern")

    def give_back(reason: str) -> ShareLine:
        return share_lines.return_line(
            bureau.store, bureau.approve, summary.summary_id, line.line_id, wording=1, reason=reason, now=NOW
        )

    with pytest.raises(Invalid, match="line_reason_missing"):
        give_back("  ")
    assert give_back("It names a street.").review == "returned"
    assert bureau.last_act("share_line", line.line_id) == ("return_share_line", bureau.approve.person_id)
    with bureau.store.read() as tx:
        assert "street" not in repr(tx.audit.newest(50))


def test_clearing_is_undone(bureau: Bureau) -> None:
    summary = bureau.approved()
    line = bureau.line(summary, "strength")
    back = share_lines.unreview_line(bureau.store, bureau.approve, summary.summary_id, line.line_id, now=NOW)
    assert back.review == "waiting"
    assert bureau.state(summary) == "in_review"
    assert bureau.last_act("share_line", line.line_id) == ("unreview_share_line", bureau.approve.person_id)


def test_a_change_after_approval_needs_a_new_look(bureau: Bureau) -> None:
    summary = bureau.approved()
    change(bureau, bureau.line(summary, "strength"), "Kin step in.")
    assert bureau.state(summary) == "in_review"
    with pytest.raises(Conflict, match="summary_state"):
        bureau.publish(summary)


# ---------------------------------------------------------------- a theme, not the story of one family


def test_a_line_on_few_visits_leaves_only_with_a_reason(bureau: Bureau) -> None:
    summary = bureau.in_review()
    line = bureau.line(summary, "strength")
    for reason, code in (("", "line_thin"), ("  ", "line_thin"), ("x" * 501, "line_reason_long")):
        with pytest.raises(Invalid) as caught:
            bureau.clear(line, reason=reason)
        assert (caught.value.code, caught.value.field) == (code, "thin_reason")
    cleared = bureau.clear(line, reason="Every unit says so.")
    assert (cleared.cleared, cleared.reason) == (True, "Every unit says so.")


def test_three_visits_on_two_rides_are_a_theme(bureau: Bureau) -> None:
    scene, unit = bureau.scene, bureau.agency.unit
    ride = scene.ride(unit, MAY)
    same_ride = [scene.observation(ride, scene.visit(ride, order)) for order in (1, 2, 3)]
    visit = scene.visit(ride, 4)
    same_visit = [scene.observation(ride, visit) for _ in range(3)]
    other = scene.note(unit, MAY)
    summary = bureau.draft()
    lines = {
        "thin": bureau.write(summary, "strength", "All on one ride.", *same_ride),
        "thin too": bureau.write(summary, "concern", "Two visits, many notes.", *same_visit, other),
        "theme": bureau.write(summary, "concern", "Three visits, two rides.", *same_ride[:2], other),
    }
    summaries.send_to_review(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    thin = {
        item.line.words
        for item in summaries.open_desk(bureau.store, bureau.approve, summary.summary_id, pack=PACK).lines
        if item.thin
    }
    assert {lines["thin"].words, lines["thin too"].words} <= thin
    assert lines["theme"].words not in thin
    for name, line in lines.items():
        if name == "theme":
            assert bureau.clear(line, reason="").reason == ""
        else:
            with pytest.raises(Invalid, match="line_thin"):
                bureau.clear(line, reason="")


def test_titles_promises_and_questions_are_no_themes(bureau: Bureau) -> None:
    summary = bureau.in_review()
    for part in ("title", "promise", "question"):
        assert bureau.clear(bureau.line(summary, part), reason="").cleared
