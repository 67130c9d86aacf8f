"""What was found, with a thumb and a mouse: pointed out, replaced, explained, let stay; and the agency's lists."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.people import Agency, Cast

WORDS = "Ask Rosa Tsosie on Quail Hollow Road before it is cold. Was a filthy kitchen the worry?"


@pytest.fixture
def editor(phone: Page, browsers: Browsers, cast: Cast, agency: Agency) -> Page:
    browsers.sign_in(phone, cast.person("editor", agency.region, name="Eddy Torsten"))
    return phone


def test_a_finding_is_replaced_undone_and_explained(editor: Page) -> None:
    editor.goto("/summaries/")
    editor.get_by_role("link", name="Start the first one").click()
    editor.get_by_role("button", name="Start writing").click()
    editor.get_by_role("button", name="Put it on the page").click()
    editor.locator("label.choice", has_text="Question").click()
    editor.get_by_label("Words").fill(WORDS)

    # Sending does not lose what was typed.
    editor.get_by_role("button", name="Send to review").click()
    expect(editor.get_by_role("alert")).to_contain_text("not on the page yet")
    expect(editor.get_by_label("Words")).to_have_value(WORDS)
    editor.get_by_role("button", name="Put it on the page").click()

    line = editor.locator(".so-far", has_text="before it is cold")
    expect(line.locator("mark")).to_have_text(["Rosa Tsosie", "Quail Hollow Road", "filthy"])
    expect(editor.get_by_text("2 findings in your lines are open")).to_be_visible()
    axe(editor)
    assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth")

    line.get_by_role("button", name="mom instead of Rosa Tsosie").click()
    expect(line.locator("p").first).to_contain_text("Ask mom on")
    axe(editor)
    line.get_by_role("button", name="Undo").click()
    expect(line.locator("p").first).to_contain_text("Ask Rosa Tsosie on")

    line.locator("summary", has_text="It may stay").first.click()
    line.get_by_label("Why “Rosa Tsosie” may stay").fill("She asked to be named")
    line.get_by_role("button", name="Save the reason").first.click()
    expect(line.get_by_text("Eddy Torsten: She asked to be named")).to_be_visible()
    axe(editor)


def test_an_admin_keeps_the_agencys_words(desk: Page, browsers: Browsers, cast: Cast, agency: Agency) -> None:
    browsers.sign_in(desk, cast.person("admin", agency.root))
    desk.goto("/")
    desk.get_by_role("link", name="Words").click()
    expect(desk.get_by_text("No words of your own yet")).to_be_visible()
    axe(desk)
    desk.locator("summary", has_text="Places").click()
    desk.get_by_label("One entry a line").locator("visible=true").fill("Quail Hollow\nBlue Heron Flats")
    desk.locator("#PLACE").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("2 entries")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Undo the change").click()
    expect(desk.get_by_text("2 entries")).to_have_count(0)
