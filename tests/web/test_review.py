"""The approver's eyes, through the pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldlog.domain.share_line import LOOKED_FOR, ShareLine
from fieldlog.domain.summary import Summary
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.summaries import Bureau


@pytest.fixture
def eyes(client: CheckedClient, bureau: Bureau) -> CheckedClient:
    """The approver, signed in."""
    client.sign_in(bureau.approver)
    return client


@pytest.fixture
def summary(bureau: Bureau) -> Summary:
    return bureau.in_review()


def at(line: ShareLine) -> str:
    return f"/summaries/{line.summary_id}/review/{line.line_id}"


def words(client: CheckedClient, path: str) -> str:
    return html.text_of(client.page(path))


def test_one_line_at_a_time_with_its_sources(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    answer = eyes.get(f"/summaries/{summary.summary_id}/review")
    assert answer.headers["Location"] == at(bureau.line(summary, "title"))
    text = words(eyes, at(bureau.line(summary, "strength")))
    assert "0 of 5 cleared" in text
    assert "Neighbors step in long before we do." in text
    assert "written by Eddy Torsten" in text
    assert "What it rests on" in text
    assert bureau.leader.name not in text


def test_clearing_goes_on_to_the_next_and_can_be_undone(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    title = bureau.line(summary, "title")
    answer = eyes.submit(at(title), {"looked_for": list(LOOKED_FOR)}, action=f"{at(title)}/clear")
    assert bureau.line(summary, "title").cleared
    after = eyes.get(answer.headers["Location"]).headers["Location"]
    assert at(bureau.line(summary, "strength")) in after
    text = words(eyes, after)
    assert "1 of 5 cleared" in text
    assert "Cleared." in text
    eyes.submit(after, action=f"{at(title)}/undo")
    assert not bureau.line(summary, "title").cleared


@pytest.mark.parametrize("missing", LOOKED_FOR)
def test_a_tick_left_out_is_refused(eyes: CheckedClient, bureau: Bureau, summary: Summary, missing: str) -> None:
    line = bureau.line(summary, "strength")
    ticks = [tick for tick in LOOKED_FOR if tick != missing]
    answer = eyes.submit(at(line), {"looked_for": ticks}, action=f"{at(line)}/clear")
    assert answer.status_code == 422
    assert "tick each" in answer.text
    assert not bureau.line(summary, "strength").cleared


def test_a_line_on_few_visits_asks_for_a_reason(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "strength")
    assert "fewer than 3 visits or 2 rides" in words(eyes, at(line))
    assert "fewer than 3 visits" not in words(eyes, at(bureau.line(summary, "title")))
    ticks = list(LOOKED_FOR)
    answer = eyes.submit(at(line), {"looked_for": ticks}, action=f"{at(line)}/clear")
    assert answer.status_code == 422
    assert "points to no one family" in answer.text
    said: dict[str, str | list[str]] = {"looked_for": ticks, "thin_reason": "Every unit says so."}
    eyes.submit(at(line), said, action=f"{at(line)}/clear")
    assert bureau.line(summary, "strength").cleared
    assert "though it rests on few visits: Every unit says so." in words(eyes, at(line))


def test_nobody_is_offered_to_clear_their_own(
    client: CheckedClient, bureau: Bureau, cast: Cast, agency: Agency
) -> None:
    both = cast.person(["editor", "approver"], agency.region)
    summary = bureau.in_review()
    line = bureau.write(summary, "question", "What did we hear wrong?", actor=cast.actor(both))
    client.sign_in(both)
    page = client.page(at(line))
    assert "Somebody else must clear it." in html.text_of(page)
    assert f"{at(line)}/clear" not in [form.get("action") for form in page.iter("form")]
    other = bureau.line(summary, "title")
    token = next(f.get("value", "") for f in client.page(at(other)).iter("input") if f.get("name") == "csrf_token")
    forced = client.post(
        f"{at(line)}/clear", data={"csrf_token": token, "wording": "1", "looked_for": list(LOOKED_FOR)}
    )
    assert forced.status_code == 422
    assert "Somebody else must clear it." in html.text_of(html.parse(forced.text))
    assert not bureau.line(summary, "question").cleared


def test_words_that_changed_meanwhile_are_shown_anew(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "strength")
    token = next(f.get("value", "") for f in eyes.page(at(line)).iter("input") if f.get("name") == "csrf_token")
    with bureau.store.write() as tx:
        tx.summaries.save_line(replace(line, words="The Hendersons step in.", wording=2))
    answer = eyes.post(f"{at(line)}/clear", data={"csrf_token": token, "wording": "1", "looked_for": list(LOOKED_FOR)})
    assert answer.status_code == 422
    assert "The words were changed in the meantime." in html.text_of(html.parse(answer.text))
    assert "The Hendersons step in." in answer.text
    assert not bureau.line(summary, "strength").cleared


def test_returning_needs_a_reason(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "concern")
    answer = eyes.submit(at(line), {"reason": " "}, action=f"{at(line)}/return")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    answer = eyes.submit(at(line), {"reason": "It names a street."}, action=f"{at(line)}/return")
    assert answer.status_code == 302
    assert bureau.line(summary, "concern").reason == "It names a street."


def test_a_line_whose_note_was_taken_back_is_not_cleared(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "strength")
    for source in line.source_ids:
        bureau.scene.retract(source)
    assert "It can't be cleared" in words(eyes, at(line))
    answer = eyes.submit(at(line), {"looked_for": list(LOOKED_FOR)}, action=f"{at(line)}/clear")
    assert answer.status_code == 422
    assert "taken back" in answer.text


def test_when_all_is_cleared_it_is_approved_and_published(
    eyes: CheckedClient, bureau: Bureau, summary: Summary
) -> None:
    start = f"/summaries/{summary.summary_id}/review"
    bureau.clear_all(summary)
    assert "Every line is cleared." in words(eyes, start)
    answer = eyes.submit(start, action=f"/summaries/{summary.summary_id}/approve")
    page = answer.headers["Location"]
    assert bureau.state(summary) == "approved"
    assert "Ready to publish" in words(eyes, page)
    eyes.submit(page, action=f"/summaries/{summary.summary_id}/publish")
    assert bureau.state(summary) == "published"
    text = words(eyes, page)
    assert "It is out" in text
    assert "http://localhost/s/" in text


def test_when_something_was_returned_the_page_says_wait(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.line(summary, "concern")
    eyes.submit(at(line), {"reason": "It names a street."}, action=f"{at(line)}/return")
    for line in bureau.lines(summary):
        if line.review == "waiting":
            bureau.clear(line)
    text = words(eyes, f"/summaries/{summary.summary_id}/review")
    assert "with its writers" in text
    assert "Approve" not in [html.text_of(button) for button in eyes.page(
        f"/summaries/{summary.summary_id}/review").iter("button")]  # fmt: skip


def test_publishing_before_approval_is_refused(eyes: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    page = f"/summaries/{summary.summary_id}/page"
    assert "A preview" in words(eyes, page)
    token = next(f.get("value", "") for f in eyes.page(page).iter("input") if f.get("name") == "csrf_token")
    answer = eyes.post(f"/summaries/{summary.summary_id}/publish", data={"csrf_token": token})
    assert answer.status_code == 302
    assert bureau.state(summary) == "in_review"
    assert "does not fit where this summary is now" in words(eyes, page)


def test_an_editor_sees_no_review(client: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    client.sign_in(bureau.editor)
    assert client.get(f"/summaries/{summary.summary_id}/review").status_code == 403
