"""The wall over one line: what it says of the words, and what people say of its findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fieldlog.domain.period import Quarter
from fieldlog.domain.share_line import LOOKED_FOR, ShareLine, clear_line, edit_line, explain_finding, unreview_line
from fieldlog.domain.stay import LONGEST_WHY
from fieldlog.domain.summary import Source
from fieldlog.domain.wall import Found, Wall, check_nothing_open, one, replaced
from fieldlog.errors import Conflict, Invalid, NotFound
from fieldlog.operations.packs import load_packs
from fieldlog.operations.privacy import finder

NOW = datetime(2026, 7, 6, 9, tzinfo=UTC)
PACK = load_packs().newest("child_welfare")
NOTE = Source("o1", "observation", Quarter(2026, 2), "dialysis 3x a week", "ongoing", lean="concern", ride_id="r1")
LINE = ShareLine(
    line_id="l1",
    summary_id="s1",
    part="concern",
    position=1,
    words="Rosa Tsosie was on dialysis. Non-compliant, they said.",
    writers=frozenset({"ed"}),
    issue="poverty_bias",
    source_ids=frozenset({"o1"}),
)
ROSA, DIALYSIS = "NAME-0-11", "SOURCE-19-27"


def look(line: ShareLine = LINE) -> tuple[Found, ...]:
    return Wall(finder(), PACK, [NOTE], []).look(line)


def cleared(line: ShareLine, whys: dict[str, str]) -> ShareLine:
    found = [each.key for each in look(line) if each.blocks]
    return clear_line(
        line, wording=line.wording, looked_for=LOOKED_FOR, found=found, whys=whys, approver_id="ap", now=NOW
    )


def test_names_details_of_notes_and_labels_are_found() -> None:
    assert [(each.key, each.words, each.blocks) for each in look()] == [
        (ROSA, "Rosa Tsosie", True),
        (DIALYSIS, "dialysis", True),
        ("LABEL-29-42", "Non-compliant", False),
    ]


def test_a_name_after_a_title_is_one_finding() -> None:
    found = look(replace(LINE, words="What would Mrs. Dawes at the school front desk say that we missed?"))
    assert [each.words for each in found] == ["Dawes"]  # the title points to nobody


@pytest.mark.parametrize("first", ["January to March", "April to June", "July to September", "October to December"])
def test_the_period_of_a_title_is_nobodys_name(first: str) -> None:
    assert look(replace(LINE, words=f"What we saw on the road, {first} 2026")) == ()
    assert look(replace(LINE, words="What we saw on the road, April 2025 to March 2026")) == ()
    assert [each.words for each in look(replace(LINE, words="Ask April Henderson in June 2026."))] == [
        "April Henderson"
    ]


def test_a_label_asks_and_blocks_nothing() -> None:
    line = cleared(replace(LINE, words="They were called lazy."), {})
    assert line.cleared
    assert not any(each.open for each in look(line))


def test_each_finding_needs_its_own_word() -> None:
    for whys in ({}, {ROSA: "Her own program"}, {DIALYSIS: "Known"}):
        with pytest.raises(Invalid, match="finding_open"):
            cleared(LINE, whys)


def test_a_tick_without_a_reason_is_refused() -> None:
    with pytest.raises(Invalid, match="finding_why_missing") as refused:
        cleared(LINE, {ROSA: " \u202e ", DIALYSIS: "Known"})
    assert refused.value.field == ROSA


def test_a_reason_is_short() -> None:
    with pytest.raises(Invalid, match="finding_why_long"):
        cleared(LINE, {ROSA: "x" * (LONGEST_WHY + 1), DIALYSIS: "Known"})
    with pytest.raises(Invalid, match="finding_why_long"):
        explain_finding(LINE, wording=1, key=ROSA, said="x" * (LONGEST_WHY + 1), writer_id="ed")


def test_the_writers_reason_decides_nothing_by_itself() -> None:
    line = explain_finding(LINE, wording=1, key=ROSA, said="Her own program", writer_id="ed")
    assert one(look(line), ROSA).open
    with pytest.raises(Invalid, match="finding_open"):
        cleared(line, {DIALYSIS: "Known"})


def test_the_approver_may_take_over_the_writers_reason() -> None:
    line = explain_finding(LINE, wording=1, key=ROSA, said="Her own program", writer_id="ed")
    stay = one(look(cleared(line, {ROSA: "", DIALYSIS: "Known"})), ROSA).stay
    assert stay is not None
    assert (stay.why, stay.cleared_by, stay.said_by) == ("Her own program", "ap", "ed")


def test_a_reason_is_taken_back() -> None:
    line = explain_finding(LINE, wording=1, key=ROSA, said="Her own program", writer_id="ed")
    assert explain_finding(line, wording=1, key=ROSA, said=" ", writer_id="ed").stays == frozenset()


def test_a_reason_for_other_words_is_refused() -> None:
    with pytest.raises(Conflict, match="line_changed"):
        explain_finding(LINE, wording=2, key=ROSA, said="Her own program", writer_id="ed")


def test_a_changed_wording_needs_it_anew() -> None:
    said = explain_finding(LINE, wording=1, key=ROSA, said="Her own program", writer_id="ed")
    line = cleared(said, {ROSA: "", DIALYSIS: "Known"})
    assert not any(each.open for each in look(line))
    changed = edit_line(
        line,
        words=line.words + " Truly.",
        issue=line.issue,
        promise_state=None,
        source_ids=line.source_ids,
        writer_id="ed",
    )
    assert [each.key for each in look(changed) if each.open] == [ROSA, DIALYSIS]
    assert changed.stays == frozenset()


def test_undoing_a_clearance_keeps_only_what_writers_said() -> None:
    line = explain_finding(LINE, wording=1, key=ROSA, said="Her own program", writer_id="ed")
    back = unreview_line(cleared(line, {ROSA: "", DIALYSIS: "Known"}))
    assert back == line


def test_a_suggestion_takes_the_place_of_the_words() -> None:
    found = one(look(), ROSA)
    assert replaced(LINE.words, found, "a neighbor") == "A neighbor was on dialysis. Non-compliant, they said."
    later = look(replace(LINE, words="We met Rosa Tsosie there. rosa"))
    assert replaced("We met Rosa Tsosie there. rosa", later[0], "mom") == "We met mom there. rosa"


def test_what_is_no_suggestion_is_refused() -> None:
    with pytest.raises(NotFound):
        replaced(LINE.words, one(look(), ROSA), "<script>")
    with pytest.raises(NotFound):
        one(look(), "NAME-1-2")


def test_open_findings_are_counted() -> None:
    with pytest.raises(Conflict, match="findings_open") as refused:
        check_nothing_open([look(), look()])
    assert refused.value.facts == {"waiting": 4}
    check_nothing_open([look(cleared(LINE, {ROSA: "Her own program", DIALYSIS: "Known"}))])


def test_nothing_says_safe() -> None:
    """The wall says what was found, and what it can't know."""
    from fieldlog.config import ROOT

    pages = [*(ROOT / "templates" / "summaries").glob("*.html"), *(ROOT / "templates" / "agency_lists").glob("*.html")]
    assert len(pages) > 8
    assert not [page.name for page in pages if " safe" in page.read_text().lower()]
