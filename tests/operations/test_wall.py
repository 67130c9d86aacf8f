"""Nothing that the wall found leaves before it is replaced or cleared by a second person, through the operations."""

from __future__ import annotations

import pytest

from fieldlog.domain.permissions import Actor
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations import agency_lists, publications, share_lines, summaries
from fieldlog.operations.share_lines import LineWords
from fieldlog.operations.summaries import DeskLine
from tests.support.people import Agency, Cast
from tests.support.summaries import MAY, NOW, PACK, Bureau

NAMED = "Ask Rosa Tsosie what she needs."
ROSA = "NAME-4-15"


def named(bureau: Bureau, words: str = NAMED) -> tuple[Summary, ShareLine]:
    """A draft with one question more."""
    summary = bureau.draft()
    return summary, bureau.write(summary, "question", words)


def send(bureau: Bureau, summary: Summary) -> None:
    summaries.send_to_review(bureau.store, bureau.edit, summary.summary_id, now=NOW)


def at_desk(bureau: Bureau, line: ShareLine, actor: Actor | None = None) -> DeskLine:
    desk = summaries.open_desk(bureau.store, actor or bureau.edit, line.summary_id, pack=PACK)
    return next(item for item in desk.lines if item.line.line_id == line.line_id)


def explain(bureau: Bureau, line: ShareLine, said: str, actor: Actor | None = None, key: str = ROSA) -> ShareLine:
    return share_lines.explain_finding(
        bureau.store, actor or bureau.edit, line.summary_id, line.line_id,
        wording=line.wording, key=key, said=said, pack=PACK, now=NOW,
    )  # fmt: skip


def replace_it(bureau: Bureau, line: ShareLine, instead: str, actor: Actor | None = None) -> ShareLine:
    return share_lines.replace_finding(
        bureau.store, actor or bureau.edit, line.summary_id, line.line_id,
        wording=line.wording, key=ROSA, instead=instead, pack=PACK, now=NOW,
    )  # fmt: skip


def test_the_writer_sees_what_was_found(bureau: Bureau) -> None:
    _, line = named(bureau)
    (found,) = at_desk(bureau, line).found
    assert (found.key, found.words, found.open) == (ROSA, "Rosa Tsosie", True)


def test_every_part_is_looked_at(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    summary = bureau.start()
    lines = [
        bureau.write(summary, "title", NAMED),
        bureau.write(summary, "strength", NAMED, seen),
        bureau.write(summary, "concern", NAMED, seen),
        bureau.write(summary, "promise", NAMED),
        bureau.write(summary, "question", NAMED),
    ]
    assert [at_desk(bureau, line).open_findings for line in lines] == [1] * 5


def test_a_suggestion_is_taken_and_the_editor_is_its_writer(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    _, line = named(bureau)
    other = cast.actor(cast.person("editor", agency.region))
    after = replace_it(bureau, line, "a relative", other)
    assert after.words == "Ask a relative what she needs."
    assert after.writers == {bureau.editor.person_id, other.person_id}
    assert bureau.last_act("share_line", line.line_id) == ("replace_finding", other.person_id)
    assert at_desk(bureau, after).found == ()


def test_a_suggestion_for_words_that_changed_is_refused(bureau: Bureau) -> None:
    _, line = named(bureau)
    replace_it(bureau, line, "mom")
    with pytest.raises(Conflict, match="line_changed"):
        replace_it(bureau, line, "mom")


def test_only_suggestions_are_taken(bureau: Bureau) -> None:
    _, line = named(bureau)
    with pytest.raises(NotFound):
        replace_it(bureau, line, "Rosa's cousin")


@pytest.mark.parametrize("act", [explain, replace_it])
def test_an_approver_neither_explains_nor_replaces(bureau: Bureau, act: object) -> None:
    _, line = named(bureau)
    with pytest.raises(Forbidden):
        act(bureau, line, "mom", bureau.approve)  # type: ignore[operator]


def test_a_line_with_an_open_finding_is_not_cleared(bureau: Bureau) -> None:
    summary, line = named(bureau)
    send(bureau, summary)
    with pytest.raises(Invalid, match="finding_open"):
        bureau.clear(line)
    assert not bureau.line(summary, "question").cleared


def test_the_second_person_lets_it_stay_with_a_reason(bureau: Bureau) -> None:
    summary, line = named(bureau)
    send(bureau, summary)
    bureau.clear(line, whys={ROSA: "She asked to be thanked by name"})
    item = at_desk(bureau, line)
    (found,) = item.found
    assert found.stay is not None
    assert (found.stay.why, item.names[found.stay.cleared_by or ""]) == (
        "She asked to be thanked by name",
        bureau.approver.name,
    )
    with bureau.store.read() as tx:
        entry = tx.audit.about("share_line", line.line_id)[-1]
        assert (entry.act, entry.detail["found"]) == ("clear_share_line", ["NAME"])
        assert "Rosa" not in repr(tx.audit.newest(50))
        assert "thanked" not in repr(tx.audit.newest(50))


def test_nobody_clears_what_was_found_in_their_own_words(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    both = cast.actor(cast.person(["editor", "approver"], agency.region))
    summary = bureau.draft()
    line = bureau.write(summary, "question", NAMED, actor=both)
    line = explain(bureau, line, "Her own program", both)
    send(bureau, summary)
    with pytest.raises(Forbidden, match="line_own_words"):
        bureau.clear(line, both, whys={ROSA: ""})
    assert bureau.clear(line, whys={ROSA: ""}).cleared  # the second person takes the reason over


def test_a_reason_changes_no_words_and_keeps_what_was_cleared(bureau: Bureau) -> None:
    summary, line = named(bureau)
    explained = explain(bureau, line, "Her own program")
    assert (explained.wording, explained.writers) == (1, line.writers)
    assert bureau.last_act("share_line", line.line_id) == ("explain_finding", bureau.edit.person_id)
    (found,) = at_desk(bureau, line).found
    assert found.stay is not None
    assert found.open
    assert bureau.state(summary) == "draft"


def test_a_reason_for_nothing_is_refused(bureau: Bureau) -> None:
    _, line = named(bureau)
    with pytest.raises(NotFound):
        explain(bureau, line, "Her own program", key="NAME-0-3")


def test_what_is_out_takes_no_reasons(bureau: Bureau) -> None:
    summary, line = named(bureau)
    send(bureau, summary)
    bureau.clear(line, whys={ROSA: "Her own program"})
    bureau.clear_all(summary)
    summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    bureau.publish(summary)
    with pytest.raises(Conflict, match="summary_closed"):
        explain(bureau, line, "Too late")


def test_a_changed_wording_is_cleared_anew(bureau: Bureau) -> None:
    summary, line = named(bureau)
    send(bureau, summary)
    line = bureau.clear(line, whys={ROSA: "Her own program"})
    filled = LineWords(NAMED + " Soon.", line.issue, line.promise_state, line.source_ids)
    line = share_lines.change_line(
        bureau.store, bureau.edit, summary.summary_id, line.line_id, filled, pack=PACK, now=NOW
    )
    assert at_desk(bureau, line).open_findings == 1
    with pytest.raises(Invalid, match="finding_open"):
        bureau.clear(line)


def test_what_an_agency_lists_later_stops_an_approved_page(bureau: Bureau, cast: Cast, agency: Agency) -> None:
    """Looked at once more when it goes out: lists, notes and the finder may have changed."""
    summary = bureau.draft()
    line = bureau.write(summary, "question", "Who waits by the plant?")
    send(bureau, summary)
    bureau.clear_all(summary)
    admin = cast.actor(cast.person("admin", agency.root))
    agency_lists.save_list(bureau.store, admin, "PLACE", "the plant", now=NOW)
    with pytest.raises(Conflict, match="findings_open"):
        summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    agency_lists.undo_list(bureau.store, admin, "PLACE", now=NOW)
    summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    agency_lists.undo_list(bureau.store, admin, "PLACE", now=NOW)
    with pytest.raises(Conflict, match="findings_open"):
        bureau.publish(summary)
    share_lines.unreview_line(bureau.store, bureau.approve, summary.summary_id, line.line_id, now=NOW)
    found = at_desk(bureau, line).found[0].key
    bureau.clear(line, whys={found: "Hundreds work there"})
    summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    bureau.publish(summary)
    assert bureau.state(summary) == "published"


def test_a_rare_detail_of_its_note_is_found_in_a_line(bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY, "heat off nine days, dialysis thrice a week")
    summary = bureau.start()
    line = bureau.write(summary, "concern", "Nine days is long for somebody on dialysis.", seen)
    assert [(f.type, f.words) for f in at_desk(bureau, line).found] == [("SOURCE", "Nine"), ("SOURCE", "dialysis")]
    fresh = bureau.write(summary, "concern", "Many days is long for somebody who is ill.", seen)
    assert at_desk(bureau, fresh).found == ()


def test_a_correction_keeps_what_was_cleared_word_for_word(bureau: Bureau) -> None:
    summary, line = named(bureau)
    send(bureau, summary)
    bureau.clear(line, whys={ROSA: "Her own program"})
    bureau.clear_all(summary)
    summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    bureau.publish(summary)
    draft = publications.start_correction(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    copied = next(each for each in bureau.lines(draft) if each.words == NAMED)
    assert at_desk(bureau, copied).open_findings == 0
