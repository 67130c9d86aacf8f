"""From draft to a page: who may clear what, and what must be true before anything leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fieldlog.domain import summary as rules
from fieldlog.domain.people import Unit
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.share_line import (
    LOOKED_FOR,
    Part,
    ShareLine,
    clean_words,
    clear_line,
    edit_line,
    return_line,
    unreview_line,
)
from fieldlog.domain.summary import Summary
from fieldlog.errors import Conflict, Forbidden, Invalid

NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
NORTH = Unit("north", "agency", "North region", "rural", is_area=True)
SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))


def make_summary(**changes: object) -> Summary:
    return replace(Summary("s", "north", SPRING, "community", "draft", "ed", NOW), **changes)  # type: ignore[arg-type]


def make_line(line_id: str = "l", part: Part = "strength", **changes: object) -> ShareLine:
    line = ShareLine(
        line_id,
        "s",
        part,
        1,
        "Neighbors step in long before we do.",
        frozenset({"ed"}),
        issue="community",
        promise_state="open" if part == "promise" else None,
        source_ids=frozenset({"o1"}),
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def clear(line: ShareLine, who: str = "ap") -> ShareLine:
    return clear_line(line, wording=line.wording, looked_for=LOOKED_FOR, found=(), whys={}, approver_id=who, now=NOW)


def edit(line: ShareLine, who: str, **changes: object) -> ShareLine:
    now: dict[str, object] = {
        "words": line.words,
        "issue": line.issue,
        "promise_state": line.promise_state,
        "source_ids": line.source_ids,
    }
    return edit_line(line, writer_id=who, **(now | changes))  # type: ignore[arg-type]


def whole_page() -> list[ShareLine]:
    return [clear(make_line("t", "title")), clear(make_line("a")), clear(make_line("q", "question"))]


# ---------------------------------------------------------------- a new summary


def start(unit: Unit = NORTH, period: Period = SPRING, audience: str = "community") -> Summary:
    return rules.new_summary(
        summary_id="s", unit=unit, period=period, audience=audience, created_by="ed", now=NOW, today=date(2026, 7, 6)
    )


def test_a_new_summary_is_a_draft() -> None:
    assert start() == make_summary()


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Invalid, match="period_backwards"):
        Period(Quarter(2026, 2), Quarter(2026, 1))


def test_a_quarter_that_has_not_begun_is_refused() -> None:
    assert start(period=Period(Quarter(2026, 2), Quarter(2026, 3))).state == "draft"
    with pytest.raises(Invalid, match="summary_future"):
        start(period=Period(Quarter(2026, 2), Quarter(2026, 4)))


def test_a_unit_that_is_no_area_is_refused() -> None:
    with pytest.raises(Invalid, match="summary_area"):
        start(unit=replace(NORTH, is_area=False))


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(Invalid, match="summary_audience"):
        start(audience="the press")


# ---------------------------------------------------------------- writing a line


@pytest.mark.parametrize("part", ["strength", "concern"])
def test_what_was_seen_needs_a_source(part: Part) -> None:
    with pytest.raises(Invalid, match="line_source_missing"):
        make_line(part=part, source_ids=frozenset())


def test_what_was_seen_needs_an_issue() -> None:
    with pytest.raises(Invalid, match="line_issue_missing"):
        make_line(issue=None)


@pytest.mark.parametrize("part", ["title", "question"])
def test_titles_and_questions_need_no_source(part: Part) -> None:
    assert make_line(part=part, source_ids=frozenset(), issue=None).part == part


def test_a_promise_says_how_it_stands() -> None:
    with pytest.raises(Invalid, match="line_state_missing"):
        make_line(part="promise", promise_state=None)


def test_empty_and_overlong_words_are_refused() -> None:
    with pytest.raises(Invalid, match="line_empty"):
        make_line(words="")
    assert make_line(words="x" * 400)
    with pytest.raises(Invalid, match="line_long"):
        make_line(words="x" * 401)


def test_words_are_one_line_and_can_not_turn_the_text_around_them() -> None:
    assert clean_words("  a\n b\u0000\tc \u202eevil\u2069 ") == "a b c evil"
    assert clean_words("👩‍👧 café — ¿qué?") == "👩‍👧 café — ¿qué?"


# ---------------------------------------------------------------- nobody clears their own


@pytest.mark.parametrize("part", ["title", "strength", "concern", "promise", "question"])
def test_nobody_clears_what_they_wrote(part: Part) -> None:
    with pytest.raises(Forbidden, match="line_own_words"):
        clear(make_line(part=part), who="ed")


def test_whoever_touches_a_line_becomes_a_writer_and_nobody_stops_being_one() -> None:
    line = edit(make_line(), "ap", words="Neighbors step in before we do.")
    assert line.writers == {"ed", "ap"}
    for who in ("ed", "ap"):
        with pytest.raises(Forbidden, match="line_own_words"):
            clear(line, who=who)
    assert clear(line, who="second").cleared


@pytest.mark.parametrize(
    "changes", [{"words": "Other words."}, {"issue": "poverty"}, {"source_ids": {"o1", "o2"}}, {"source_ids": {"o2"}}]
)
def test_any_change_ends_the_clearance(changes: dict[str, object]) -> None:
    cleared = clear(make_line())
    changed = edit(cleared, "ed", **changes)
    assert cleared.cleared
    assert not changed.cleared
    assert (changed.review, changed.wording, changed.looked_for) == ("waiting", 2, frozenset())


def test_a_promise_that_moves_on_is_cleared_anew() -> None:
    assert not edit(clear(make_line(part="promise")), "ed", promise_state="done").cleared


def test_saving_the_same_words_changes_nothing_and_makes_no_writer() -> None:
    cleared = clear(make_line())
    assert edit(cleared, "ap", words=f"  {cleared.words} ") is cleared


def test_a_clearance_of_other_words_than_these_is_refused() -> None:
    read_before = make_line()
    changed = edit(read_before, "ed", words="Other words.")
    with pytest.raises(Conflict, match="line_changed"):
        clear_line(
            changed, wording=read_before.wording, looked_for=LOOKED_FOR, found=(), whys={}, approver_id="ap", now=NOW
        )


def test_a_removed_line_can_not_be_cleared() -> None:
    with pytest.raises(Conflict, match="line_changed"):
        clear(make_line(removed=True))


@pytest.mark.parametrize("missing", LOOKED_FOR)
def test_a_tick_left_out_is_refused(missing: str) -> None:
    ticks = set(LOOKED_FOR) - {missing}
    with pytest.raises(Invalid, match="line_ticks_missing"):
        clear_line(make_line(), wording=1, looked_for=ticks, found=(), whys={}, approver_id="ap", now=NOW)


def test_a_line_is_returned_with_a_reason_only() -> None:
    with pytest.raises(Invalid, match="line_reason_missing"):
        return_line(make_line(), wording=1, reason=" \n", approver_id="ap", now=NOW)
    back = return_line(make_line(), wording=1, reason="Names a street.", approver_id="ap", now=NOW)
    assert (back.review, back.reason, back.cleared) == ("returned", "Names a street.", False)
    assert edit(back, "ed", words="Better words.").review == "waiting"


def test_clearing_can_be_undone() -> None:
    assert unreview_line(clear(make_line())) == make_line()


# ---------------------------------------------------------------- the way out


def test_review_needs_a_title_and_something_seen() -> None:
    with pytest.raises(Conflict, match="summary_no_title"):
        rules.sent_to_review(make_summary(), [make_line()])
    with pytest.raises(Conflict, match="summary_no_lines"):
        rules.sent_to_review(make_summary(), [make_line(part="title"), make_line("p", "promise")])


def test_an_unreviewed_line_stops_approval_and_publishing() -> None:
    lines = [*whole_page(), make_line("new", "question")]
    with pytest.raises(Conflict, match="summary_not_cleared"):
        rules.approved(make_summary(state="in_review"), lines)
    with pytest.raises(Conflict, match="summary_not_cleared"):
        rules.published(make_summary(state="approved"), lines)


def test_a_returned_line_stops_approval() -> None:
    back = return_line(make_line(), wording=1, reason="Too fine.", approver_id="ap", now=NOW)
    with pytest.raises(Conflict, match="summary_not_cleared"):
        rules.approved(make_summary(state="in_review"), [*whole_page(), back])


def test_the_whole_way() -> None:
    summary = rules.sent_to_review(make_summary(), whole_page())
    summary = rules.approved(summary, whole_page())
    summary = rules.published(summary, whole_page())
    assert rules.withdrawn(summary).state == "withdrawn"
    assert rules.corrected(summary).state == "corrected"


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nothing_is_published_past_approval(state: str) -> None:
    with pytest.raises(Conflict, match="summary_state"):
        rules.published(make_summary(state=state), whole_page())


def test_a_change_after_approval_goes_back_to_review() -> None:
    assert rules.edited(make_summary(state="approved")).state == "in_review"
    assert rules.edited(make_summary()).state == "draft"


@pytest.mark.parametrize("state", ["published", "corrected", "withdrawn"])
def test_what_is_out_does_not_change(state: str) -> None:
    with pytest.raises(Conflict, match="summary_closed"):
        rules.edited(make_summary(state=state))


def test_only_what_is_out_is_corrected_or_withdrawn() -> None:
    for act in (rules.withdrawn, rules.corrected):
        with pytest.raises(Conflict, match="summary_not_out"):
            act(make_summary())
    draft = rules.correction_of(make_summary(state="published"), summary_id="s2", created_by="ed", now=NOW)
    assert (draft.state, draft.corrects_id, draft.period) == ("draft", "s", SPRING)


def test_a_source_that_is_no_longer_shared_stops_the_line() -> None:
    rules.check_sources(make_line(), {"o1", "o2"})
    with pytest.raises(Conflict, match="source_gone"):
        rules.check_sources(make_line(), {"o2"})


def test_one_title_only_and_not_without_end() -> None:
    with pytest.raises(Conflict, match="summary_has_title"):
        rules.check_room([make_line(part="title")], "title")
    with pytest.raises(Conflict, match="summary_full"):
        rules.check_room([make_line(str(n)) for n in range(rules.MOST_LINES)], "strength")


def test_lines_move_within_their_part_only() -> None:
    lines = [make_line("a", position=1), make_line("b", position=2), make_line("c", "concern")]
    assert [line.line_id for line in rules.moved(lines, "b", -1)] == ["b", "a"]
    assert [line.line_id for line in rules.moved(lines, "b", +1)] == ["a", "b"]
    assert [(line.line_id, line.position) for line in rules.moved(lines, "a", +1)] == [
        ("b", rules.BY_HAND + 1),
        ("a", rules.BY_HAND + 2),
    ]


def test_progress_counts_what_is_cleared() -> None:
    back = return_line(make_line(), wording=1, reason="Too fine.", approver_id="ap", now=NOW)
    assert rules.progress([*whole_page(), back, make_line()]) == {"cleared": 3, "returned": 1, "waiting": 1, "all": 5}
