"""From the notes of a quarter to a page that a community can read, and to the sheet on the wall."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pypdf
import pytest
from playwright.sync_api import Page, expect

from fieldlog.domain.period import Quarter
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.people import Agency, Cast
from tests.support.scene import Scene

LAST_QUARTER = Quarter.of(datetime.now(UTC).date()).previous
TITLE = "What we saw on the road"
STRENGTH = "Neighbors and kin step in long before we do."
CONCERN = "Past the county line there is no signal, and no second way to call for help."
PROMISE = "A satellite phone in every car that goes past the ridge."
QUESTION = "What did we hear wrong?"


@pytest.fixture
def scene(store: Store, cast: Cast, agency: Agency) -> Scene:
    """A quarter that is over: twenty visits of strengths, four of a rare concern, and a promise."""
    made = Scene(store, cast.person("leader", agency.unit, name="Rosalind Quillfeather"))
    day = LAST_QUARTER.first_day
    made.notes(agency.unit, day, 19)
    made.note(
        agency.unit, day, "gma had groceries there b4 us, deonte & aaliyah were already in coats", voice="caregiver"
    )
    made.notes(agency.unit, day, 3, issues=("worker_safety",), lean="concern")
    made.note(
        agency.unit,
        day,
        "no bars past mile marker 14, tried 3x",
        issues=("worker_safety",),
        lean="concern",
        voice="worker",
    )
    made.promise(made.ride(agency.unit, day), "sat phone for the ridge cars", state="doing")
    return made


@pytest.fixture
def editor(desk: Page, browsers: Browsers, cast: Cast, agency: Agency, scene: Scene) -> Page:
    browsers.sign_in(desk, cast.person("editor", agency.region, name="Eddy Torsten"))
    return desk


@pytest.fixture
def approver(phone: Page, browsers: Browsers, cast: Cast, agency: Agency) -> Page:
    """On a phone: approving is done between two meetings."""
    browsers.sign_in(phone, cast.person("approver", agency.region, name="Apollonia Vance"))
    return phone


def test_compile_review_publish_and_print(editor: Page, approver: Page, browsers: Browsers) -> None:
    address = _compose(editor)
    _review(approver, address)
    page = _publish(approver)
    _read(browsers, page)


def _compose(editor: Page) -> str:
    editor.goto("/summaries/")
    editor.get_by_role("link", name="Start the first one").click()
    axe(editor)
    editor.get_by_role("button", name="Start writing").click()
    _write(editor, "Title", TITLE)

    editor.locator("summary", has_text="Community engagement").click()
    card = editor.locator(".card-strength", has_text="groceries")
    assert "Rosalind" not in editor.content()
    card.get_by_role("button", name="Write a line from this").click()
    expect(editor.get_by_label("Strength", exact=True)).to_be_checked()
    _write(editor, None, STRENGTH)

    editor.locator("summary", has_text="Worker safety").click()
    editor.locator(".card-concern", has_text="mile marker").get_by_label("Use this note").check()
    editor.locator("label.choice", has_text="Concern").click()
    editor.get_by_label("Issue").select_option("Worker safety")
    _write(editor, None, CONCERN)

    editor.locator("label.choice", has_text="Promise").click()
    editor.locator("label.choice", has_text="In hand").click()
    _write(editor, None, PROMISE)
    editor.locator("label.choice", has_text="Question").click()
    _write(editor, None, QUESTION)
    axe(editor)

    # A line without a note to rest on is refused beside its field, and the words stay.
    editor.locator("label.choice", has_text="Strength").click()
    editor.get_by_label("Words").fill("Made up")
    editor.get_by_label("Issue").select_option("Worker safety")
    editor.get_by_role("button", name="Put it on the page").click()
    expect(editor.get_by_role("alert")).to_contain_text("at least one note")
    expect(editor.get_by_label("Words")).to_have_value("Made up")

    address = re.sub(r"/compose.*", "", editor.url)
    editor.goto(f"{address}/compose")
    _keeps_what_is_typed(editor)
    editor.get_by_role("button", name="Send to review").click()
    expect(editor.get_by_text("0 of 5 lines are cleared")).to_be_visible()
    return address


def _keeps_what_is_typed(editor: Page) -> None:
    """Words that are not on the page yet outlive whatever else is pressed there."""
    words = editor.get_by_label("Words")
    expect(words).to_have_value("Made up")
    words.fill("Half a thought")
    editor.get_by_role("button", name="Remove").last.click()
    expect(words).to_have_value("Half a thought")
    editor.get_by_role("button", name="Undo").click()
    expect(words).to_have_value("Half a thought")
    # A save that never arrives.
    compose = editor.url.split("?")[0].split("#")[0]
    editor.route("**/compose", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    editor.get_by_role("button", name="Put it on the page").click()
    editor.unroute("**/compose")
    editor.goto(compose)
    expect(words).to_have_value("Half a thought")
    words.fill("")


def _write(editor: Page, kind: str | None, words: str) -> None:
    if kind:
        editor.locator("label.choice", has_text=kind).click()
    editor.get_by_label("Words").fill(words)
    editor.get_by_role("button", name="Put it on the page").click()
    expect(editor.locator(".so-far", has_text=words)).to_be_visible()
    expect(editor.get_by_label("Words")).to_have_value("")


def _review(approver: Page, address: str) -> None:
    approver.goto(f"{address}/review")
    axe(approver)
    # Not all four ticked: refused.
    approver.get_by_label("Names: of people").check()
    approver.get_by_role("button", name="Clear this line").click()
    expect(approver.get_by_role("alert")).to_contain_text("tick each")
    for number in range(5):
        expect(approver.get_by_text(f"{number} of 5 cleared")).to_be_visible()
        _fill_in(approver)
        approver.get_by_role("button", name="Clear this line").click()
        if number == 0:
            approver.get_by_role("button", name="Undo").click()
            expect(approver.get_by_text("0 of 5 cleared")).to_be_visible()
            _fill_in(approver)
            approver.get_by_role("button", name="Clear this line").click()
    expect(approver.get_by_text("Every line is cleared.")).to_be_visible()
    approver.get_by_role("button", name="Approve").click()


def _publish(approver: Page) -> str:
    expect(approver.get_by_role("heading", name="Ready to publish")).to_be_visible()
    axe(approver)
    approver.get_by_role("button", name="Publish").click()
    expect(approver.get_by_role("heading", name="It is out")).to_be_visible()
    axe(approver)
    return approver.locator(".address").inner_text()


def _read(browsers: Browsers, address: str) -> None:
    reader = browsers.phone(java_script_enabled=False)
    answer = reader.goto(address)
    assert answer is not None
    assert "noindex" in answer.headers["x-robots-tag"]
    for words in (TITLE, STRENGTH, CONCERN, PROMISE, QUESTION, "fewer than 11"):
        expect(reader.get_by_text(words).first).to_be_visible()
    assert reader.context.cookies() == []
    for inside in ("Rosalind", "deonte", "aaliyah", "mile marker", "Mill Creek", LAST_QUARTER.first_day.isoformat()):
        assert inside not in reader.content()
    with_script = browsers.desk()
    with_script.goto(address)
    axe(with_script)

    sheet = reader.request.get(f"{address}.pdf")
    assert sheet.headers["content-type"] == "application/pdf"
    document = pypdf.PdfReader(io.BytesIO(sheet.body()))
    text = " ".join(document.pages[0].extract_text().split())
    assert len(document.pages) == 1
    for words in (TITLE, STRENGTH, CONCERN, PROMISE, QUESTION, "In hand", "Leading With Empathy"):
        assert words in text
    assert "deonte" not in text


def _fill_in(approver: Page) -> None:
    """What clearing asks for: the four ticks, and why a line on few visits may leave."""
    for box in approver.locator("#looked_for input").all():
        box.check()
    for reason in approver.get_by_label("Why may it leave all the same?").all():
        reason.fill("We hear this at every meeting.")


def test_half_written_words_are_for_nobody_else(
    editor: Page, browsers: Browsers, cast: Cast, agency: Agency, scene: Scene
) -> None:
    editor.goto("/summaries/")
    editor.get_by_role("link", name="Start the first one").click()
    editor.get_by_role("button", name="Start writing").click()
    editor.get_by_label("Words").fill("Half a thought")
    editor.reload()
    expect(editor.get_by_label("Words")).to_have_value("Half a thought")
    browsers.sign_in(editor, cast.person("editor", agency.region, name="Ada Lindqvist"))
    editor.reload()
    expect(editor.get_by_label("Words")).not_to_have_value("Half a thought")
