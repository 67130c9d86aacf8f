"""What was found, on the editor's desk and before the approver's eyes."""

from __future__ import annotations

import pytest

from fieldlog.domain.share_line import LOOKED_FOR, ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.operations import summaries
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.summaries import NOW, Bureau

NAMED = "Ask Rosa Tsosie what she needs."
ROSA = "NAME-4-15"


@pytest.fixture
def desk(client: CheckedClient, bureau: Bureau) -> CheckedClient:
    client.sign_in(bureau.editor)
    return client


@pytest.fixture
def summary(bureau: Bureau) -> Summary:
    return bureau.draft()


@pytest.fixture
def line(bureau: Bureau, summary: Summary) -> ShareLine:
    return bureau.write(summary, "question", NAMED)


def compose(line: ShareLine) -> str:
    return f"/summaries/{line.summary_id}/compose"


def at(line: ShareLine, what: str = "") -> str:
    return f"/summaries/{line.summary_id}/lines/{line.line_id}{what}"


def review(line: ShareLine) -> str:
    return f"/summaries/{line.summary_id}/review/{line.line_id}"


def words_of(bureau: Bureau, line: ShareLine) -> str:
    with bureau.store.read() as tx:
        return tx.summaries.line(line.line_id).words


def test_a_draft_without_findings_says_what_it_cannot_know(desk: CheckedClient, summary: Summary) -> None:
    text = html.text_of(desk.page(f"/summaries/{summary.summary_id}/compose"))
    assert "It can't know what only somebody from here would recognize" in text
    assert "open" not in text.split("What comes next")[1].split("Nothing that the finder knows")[0]


def test_it_is_marked_in_the_words_and_listed_beneath(desk: CheckedClient, line: ShareLine) -> None:
    page = desk.page(compose(line))
    assert [html.text_of(mark) for mark in page.iter("mark")] == ["Rosa Tsosie"]
    text = html.text_of(page)
    assert "Name · Looks like a person's name" in text
    assert "1 finding in your lines is open" in text


def test_one_press_replaces_it_and_one_undoes(desk: CheckedClient, bureau: Bureau, line: ShareLine) -> None:
    answer = desk.submit(compose(line), {"instead": "mom"}, action=at(line, f"/replace#line-{line.line_id}"))
    assert answer.status_code == 200
    assert words_of(bureau, line) == "Ask mom what she needs."
    tree = html.parse(answer.text)
    assert "Replaced." in html.text_of(tree)
    assert [html.text_of(area) for area in tree.iter("textarea")] == [""]
    undo = next(form for form in html.post_forms(tree) if form.get("action") == at(line))
    fields = {field.get("name", ""): field.get("value", "") for field in undo.iter("input")}
    desk.post(at(line), data=fields)
    assert words_of(bureau, line) == NAMED


def test_a_stale_press_changes_nothing(desk: CheckedClient, bureau: Bureau, line: ShareLine) -> None:
    token = next(f.get("value", "") for f in desk.page(compose(line)).iter("input") if f.get("name") == "csrf_token")
    data = {"csrf_token": token, "wording": "7", "finding": ROSA, "instead": "mom"}
    answer = desk.post(at(line, "/replace"), data=data)
    assert "changed in the meantime" in html.text_of(desk.page(answer.headers["Location"]))
    assert words_of(bureau, line) == NAMED


def test_a_reason_travels_to_the_approver(desk: CheckedClient, bureau: Bureau, line: ShareLine) -> None:
    desk.submit(compose(line), {"said": "She asked for it"}, action=at(line, "/explain"))
    assert "The approver decides." in html.text_of(desk.page(compose(line)))
    summaries.send_to_review(bureau.store, bureau.edit, line.summary_id, now=NOW)
    desk.sign_in(bureau.approver)
    text = html.text_of(desk.page(review(line)))
    assert "Eddy Torsten says: She asked for it" in text
    answer = desk.submit(
        review(line), {"looked_for": list(LOOKED_FOR), "may_stay": [ROSA]}, action=f"{review(line)}/clear"
    )
    assert answer.status_code == 302
    text = html.text_of(desk.page(review(line)))
    assert "Apollonia Vance let it stay: She asked for it" in text


def test_a_reason_that_is_too_long_is_refused(desk: CheckedClient, line: ShareLine) -> None:
    answer = desk.submit(compose(line), {"said": "x" * 301}, action=at(line, "/explain"))
    assert "Keep the reason under 300" in html.text_of(desk.page(answer.headers["Location"]))


def test_an_approver_must_say_something_to_each(desk: CheckedClient, bureau: Bureau, line: ShareLine) -> None:
    summaries.send_to_review(bureau.store, bureau.edit, line.summary_id, now=NOW)
    desk.sign_in(bureau.approver)
    answer = desk.submit(review(line), {"looked_for": list(LOOKED_FOR)}, action=f"{review(line)}/clear")
    assert answer.status_code == 422
    error = next(each for each in html.parse(answer.text).iter("p") if each.get("id") == f"{ROSA}-error")
    assert "Let it stay and say why" in html.text_of(error)

    filled = {"looked_for": list(LOOKED_FOR), "may_stay": [ROSA]}
    answer = desk.submit(review(line), filled, action=f"{review(line)}/clear")
    assert answer.status_code == 422
    assert "Write why it may stay." in answer.text

    answer = desk.submit(review(line), {**filled, f"why-{ROSA}": "Her program"}, action=f"{review(line)}/clear")
    assert answer.status_code == 302
    with bureau.store.read() as tx:
        assert tx.summaries.line(line.line_id).cleared


def test_a_line_in_which_nothing_was_found_is_not_called_anything(
    desk: CheckedClient, bureau: Bureau, summary: Summary
) -> None:
    summaries.send_to_review(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    desk.sign_in(bureau.approver)
    text = html.text_of(desk.page(review(bureau.line(summary, "question"))))
    assert "The finder found nothing in these words. It can't know" in text


def test_a_label_asks_gently(desk: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    line = bureau.write(summary, "question", "Why do we call a parent non-compliant?")
    text = html.text_of(desk.page(compose(line)))
    assert "A label. What was seen or heard?" in text
    assert "finding in your lines" not in text
    summaries.send_to_review(bureau.store, bureau.edit, line.summary_id, now=NOW)
    desk.sign_in(bureau.approver)
    desk.submit(review(line), {"looked_for": list(LOOKED_FOR)}, action=f"{review(line)}/clear")
    with bureau.store.read() as tx:
        assert tx.summaries.line(line.line_id).cleared


def test_hostile_words_are_marked_as_words(desk: CheckedClient, bureau: Bureau, summary: Summary) -> None:
    bureau.write(summary, "question", "<b>Ask Rosa Tsosie</b> {{ 7*7 }}")
    page = desk.page(f"/summaries/{summary.summary_id}/compose")
    assert "<b>Ask Rosa Tsosie</b> {{ 7*7 }}" in html.text_of(page)
    assert not list(page.iter("b"))
