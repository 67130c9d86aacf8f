"""The editor's desk, through its pages."""

from __future__ import annotations

import pytest

from fieldlog.domain.share_line import return_line
from fieldlog.domain.summary import Summary
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.summaries import MAY, NOW, Bureau


@pytest.fixture
def desk(client: CheckedClient, bureau: Bureau) -> CheckedClient:
    """The editor, signed in."""
    client.sign_in(bureau.editor)
    return client


def words(client: CheckedClient, path: str) -> str:
    return html.text_of(client.page(path))


def compose(summary: Summary) -> str:
    return f"/summaries/{summary.summary_id}/compose"


def test_an_empty_list_teaches(desk: CheckedClient) -> None:
    text = words(desk, "/summaries/")
    assert "No summaries yet" in text
    assert "Start the first one" in text


def test_an_approver_without_summaries_is_told_to_wait(client: CheckedClient, bureau: Bureau) -> None:
    client.sign_in(bureau.approver)
    text = words(client, "/summaries/")
    assert "waits for you here" in text
    assert "Start the first one" not in text


def test_starting_a_summary(desk: CheckedClient, bureau: Bureau) -> None:
    answer = desk.submit("/summaries/new")
    assert answer.status_code == 302
    text = words(desk, answer.headers["Location"])
    assert "East region" in text
    assert "Nothing yet. Begin with a title" in text
    assert "No notes to write from yet" in text
    assert "No title yet" in words(desk, "/summaries/")


def test_a_backwards_period_is_refused_beside_its_field(desk: CheckedClient) -> None:
    offered = [option.get("value", "") for option in desk.page("/summaries/new").iter("option")]
    quarters = [value for value in offered if "-Q" in value]
    answer = desk.submit("/summaries/new", {"first_quarter": quarters[0], "last_quarter": quarters[3]})
    assert answer.status_code == 422
    error = next(each for each in html.parse(answer.text).iter("p") if each.get("id") == "last_quarter-error")
    assert "ends before it starts" in html.text_of(error)


def test_an_area_that_was_not_offered_is_refused(desk: CheckedClient, agency: Agency) -> None:
    assert desk.submit("/summaries/new", {"unit_id": agency.root.unit_id}).status_code == 422


def test_without_an_area_the_page_says_whom_to_ask(client: CheckedClient, cast: Cast) -> None:
    client.sign_in(cast.person("editor", cast.unit("No area")))
    assert "Ask your agency's admin" in words(client, "/summaries/new")


def test_the_sources_are_grouped_and_name_nobody(desk: CheckedClient, bureau: Bureau) -> None:
    scene, unit = bureau.scene, bureau.agency.unit
    scene.note(unit, MAY, "the heat was off nine days", issues=("poverty_bias",), lean="concern", voice="parent")
    scene.note(unit, MAY, "kin had groceries there", issues=("poverty_bias", "worker_safety"))
    scene.note(unit, MAY, "team only", sharing="team")
    scene.promise(scene.ride(unit, MAY), "A same-day fund", state="doing", for_role="family")
    text = words(desk, compose(bureau.start()))
    assert "Worker safety 1 strength" in text
    assert "Poverty or neglect? 1 concern" in text
    assert "also: Poverty or neglect?" in text
    assert "Voice: parent" in text
    assert "Investigator" in text
    assert "April to June 2026" in text
    assert "A same-day fund" in text
    assert "For: the family" in text
    assert "team only" not in text
    assert bureau.leader.name not in text
    assert "May 13" not in text
    assert "2026-05" not in text


def test_a_first_line_is_a_title_and_one_is_suggested(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.start()
    answer = desk.submit(compose(summary), action=f"{compose(summary)}#write")
    assert answer.status_code == 302
    line = bureau.line(summary, "title")
    assert line.words == "What we saw on the road, April to June 2026"
    assert line.writers == {bureau.editor.person_id}


def test_writing_a_line_from_a_note(desk: CheckedClient, bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY, issues=("worker_safety",), lean="concern")
    other = bureau.scene.note(bureau.agency.unit, MAY)
    summary = bureau.start()
    here = compose(summary)
    took = desk.submit(here, {"take": seen}, action=f"{here}#write")
    assert took.status_code == 200
    assert bureau.lines(summary) == []  # nothing is stored yet
    form = html.parse(took.text)
    checked = {field.get("value", "") for field in form.iter("input") if field.get("checked") is not None}
    assert {"concern", seen} <= checked
    assert other not in checked

    answer = desk.submit(
        here,
        {"part": "concern", "words": "Some doors have no signal.", "issue": "worker_safety", "source_ids": [seen]},
        action=f"{here}#write",
    )
    assert answer.status_code == 302
    line = bureau.line(summary, "concern")
    assert (line.words, line.source_ids) == ("Some doors have no signal.", frozenset({seen}))
    assert "Some doors have no signal." in words(desk, here)


def test_taking_another_note_keeps_what_was_typed(desk: CheckedClient, bureau: Bureau) -> None:
    first, second = (bureau.scene.note(bureau.agency.unit, MAY) for _ in range(2))
    here = compose(bureau.draft())
    answer = desk.submit(
        here,
        {"part": "strength", "words": "Half a sent", "source_ids": [first], "take": second},
        action=f"{here}#write",
    )
    tree = html.parse(answer.text)
    assert "Half a sent" in [html.text_of(area) for area in tree.iter("textarea")]
    checked = {field.get("value") for field in tree.iter("input") if field.get("checked") is not None}
    assert {first, second} <= checked


@pytest.mark.parametrize(
    ("values", "field", "complaint"),
    [
        ({"words": " "}, "words", "Write the words first."),
        ({"words": "x" * 401}, "words", "under 400 characters"),
        ({"issue": ""}, "issue", "Choose the issue"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    desk: CheckedClient, bureau: Bureau, values: dict[str, str], field: str, complaint: str
) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY)
    here = compose(bureau.start())
    filled: dict[str, str | list[str]] = {
        "part": "strength",
        "words": "Kin step in.",
        "issue": "worker_safety",
        "source_ids": [seen],
    }
    answer = desk.submit(here, {**filled, **values}, action=f"{here}#write")
    assert answer.status_code == 422
    error = next(each for each in html.parse(answer.text).iter("p") if each.get("id") == f"{field}-error")
    assert complaint in html.text_of(error)


def test_a_strength_without_a_note_is_refused(desk: CheckedClient, bureau: Bureau) -> None:
    here = compose(bureau.draft())
    answer = desk.submit(
        here, {"part": "strength", "words": "Kin step in.", "issue": "worker_safety"}, action=f"{here}#write"
    )
    assert answer.status_code == 422
    assert "at least one note" in answer.text


def test_changing_a_line(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    line = bureau.line(summary, "strength")
    path = f"/summaries/{summary.summary_id}/lines/{line.line_id}"
    answer = desk.submit(path, {"words": "Kin step in."}, action=f"{path}#write")
    assert answer.status_code == 302
    changed = bureau.line(summary, "strength")
    assert (changed.words, changed.source_ids, changed.wording) == ("Kin step in.", line.source_ids, 2)


def test_moving_removing_and_undoing(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    second = bureau.write(summary, "question", "What did we hear wrong?")
    at = f"/summaries/{summary.summary_id}/lines/{second.line_id}"
    desk.submit(compose(summary), action=f"{at}/move")
    answer = desk.submit(compose(summary), action=f"{at}/remove")
    assert second.line_id not in [line.line_id for line in bureau.lines(summary)]
    after = answer.headers["Location"]
    assert "The line is off the page." in words(desk, after)
    desk.submit(after, action=f"{at}/restore")
    questions = sorted((line.position, line.words) for line in bureau.lines(summary) if line.part == "question")
    assert [words for _, words in questions] == ["What did we hear wrong?", "Who in this room knew before we did?"]


def test_an_unknown_line_to_undo_shows_nothing(desk: CheckedClient, bureau: Bureau) -> None:
    assert "off the page" not in words(desk, compose(bureau.start()) + "?removed=<script>")


def test_sending_to_review_and_back(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    desk.submit(compose(summary), action=f"/summaries/{summary.summary_id}/send#write")
    assert bureau.state(summary) == "in_review"
    assert "0 of 5 lines are cleared" in words(desk, compose(summary))
    desk.submit(compose(summary), action=f"/summaries/{summary.summary_id}/take-back")
    assert bureau.state(summary) == "draft"


def test_an_unfinished_draft_is_not_sent(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.start()
    answer = desk.submit(compose(summary), action=f"/summaries/{summary.summary_id}/send#write")
    assert "Give the summary a title first." in words(desk, answer.headers["Location"])
    assert bureau.state(summary) == "draft"


def test_words_that_are_not_on_the_page_yet_are_not_lost_by_sending(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    send = f"/summaries/{summary.summary_id}/send#write"
    answer = desk.submit(compose(summary), {"part": "question", "words": "What did we hear wrong?"}, action=send)
    assert answer.status_code == 409
    assert bureau.state(summary) == "draft"
    tree = html.parse(answer.text)
    assert "What did we hear wrong?" in [html.text_of(area) for area in tree.iter("textarea")]
    assert "not on the page yet" in html.text_of(tree)
    desk.submit(compose(summary), {"words": " "}, action=send)
    assert bureau.state(summary) == "in_review"


def test_a_change_that_was_not_saved_is_not_lost_by_sending(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    line = bureau.line(summary, "question")
    path = f"/summaries/{summary.summary_id}/lines/{line.line_id}"
    send = f"/summaries/{summary.summary_id}/send#write"
    answer = desk.submit(path, {"words": "Who knew?"}, action=send)
    assert answer.status_code == 409
    assert "Who knew?" in [html.text_of(area) for area in html.parse(answer.text).iter("textarea")]
    desk.submit(path, action=send)  # nothing was changed
    assert bureau.state(summary) == "in_review"


def test_a_returned_line_shows_why(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.in_review()
    line = bureau.line(summary, "strength")
    with bureau.store.write() as tx:
        tx.summaries.save_line(
            return_line(line, wording=1, reason="Too fine a place.", approver_id=bureau.approver.person_id, now=NOW)
        )
    assert "Apollonia Vance: Too fine a place." in words(desk, compose(summary))


def test_a_note_taken_back_is_said_at_its_line(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    line = bureau.line(summary, "strength")
    for source in line.source_ids:
        bureau.scene.retract(source)
    assert "taken back, or is no longer shared" in words(desk, compose(summary))
    path = f"/summaries/{summary.summary_id}/lines/{line.line_id}"
    assert "taken back by its author" in words(desk, path)


def test_what_is_out_is_closed(desk: CheckedClient, bureau: Bureau) -> None:
    publication = bureau.published()
    text = words(desk, f"/summaries/{publication.summary_id}/compose")
    assert "don't change any more" in text
    assert "Put it on the page" not in text


def test_a_summary_opens_where_the_next_step_is(desk: CheckedClient, bureau: Bureau, client: CheckedClient) -> None:
    review = bureau.in_review()
    at = f"/summaries/{review.summary_id}"
    assert desk.get(at).headers["Location"] == f"{at}/compose"
    client.sign_in(bureau.approver)
    assert client.get(at).headers["Location"] == f"{at}/review"
    draft = f"/summaries/{bureau.draft().summary_id}"
    assert client.get(draft).headers["Location"] == f"{draft}/page"


def test_an_editor_of_another_area_finds_nothing(client: CheckedClient, bureau: Bureau, cast: Cast) -> None:
    summary = bureau.draft()
    west = cast.unit("West region", bureau.agency.root, is_area=True)
    client.sign_in(cast.person(["editor", "approver"], west))
    for path in ("", "/compose", "/review", "/page"):
        assert client.get(f"/summaries/{summary.summary_id}{path}").status_code == 404


def test_hostile_notes_and_lines_are_shown_as_words(desk: CheckedClient, bureau: Bureau) -> None:
    seen = bureau.scene.note(bureau.agency.unit, MAY, "<script>alert(1)</script> {{ 7*7 }} ' \" & \u202e")
    summary = bureau.start()
    bureau.write(summary, "title", "<img src=x onerror=alert(1)> {{ 7*7 }}")
    bureau.write(summary, "strength", "</p><script>alert(2)</script>", seen)
    tree = desk.page(compose(summary))
    assert not [script for script in tree.iter("script") if not (script.get("src") or "").startswith("/static/")]
    assert "<script>alert(1)</script> {{ 7*7 }}" in html.text_of(tree)


def test_a_draft_is_thrown_away_with_an_undo(desk: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.draft()
    answer = desk.submit(compose(summary), action=f"/summaries/{summary.summary_id}/discard")
    after = answer.headers["Location"]
    assert "The draft is thrown away." in words(desk, after)
    assert desk.get(compose(summary)).status_code == 404
    desk.submit(after, action=f"/summaries/{summary.summary_id}/bring-back")
    assert "Neighbors step in" in words(desk, compose(summary))
