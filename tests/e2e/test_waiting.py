"""What is not with the office yet has a page of its own: why, what to do, and two ways out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fieldlog.domain.people import Person
from fieldlog.domain.unsent_file import read_unsent_file
from fieldlog.operations.packs import load_packs
from fieldlog.operations.unsent import import_unsent
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.field import NOTES, SYNC, Field, on_server

TOO_LONG = "far too long for one entry " * 3000  # as a form without a limit would have let it through


@pytest.fixture
def offline(signed_in: Field) -> Field:
    """One entry sent, two waiting, and no way to the server."""
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", note=NOTES[0], lean="concern")
    signed_in.all_sent()
    signed_in.page.context.route(SYNC, lambda route: route.abort())
    signed_in.log("Protective factors", note=NOTES[1], lean="strength")
    signed_in.log("Protective factors", note=NOTES[2], lean="strength")
    return signed_in


@pytest.fixture
def refused(signed_in: Field) -> Field:
    """One entry that the office could not take, in the tray."""
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.page.eval_on_selector("#observation-form [name=note]", "(note) => note.removeAttribute('maxlength')")
    signed_in.log("Worker safety", note=TOO_LONG, lean="concern")
    signed_in.page.get_by_role("link", name="1 needs your attention").tap()
    signed_in.view("waiting").get_by_text("It is too long to send.").wait_for()
    return signed_in


def go(field: Field, view: str) -> Any:
    field.page.evaluate("(hash) => { location.hash = hash; }", f"#{view}")
    return field.view(view)


def save_to_a_file(page: Page, folder: Path) -> dict[str, Any]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").locator("visible=true").tap()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    page.locator("#toast").get_by_text("Saved to a file.").wait_for()
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_each_page_says_how_many_wait(offline: Field) -> None:
    for view in ("home", "start", "log", "phone", "pin"):
        offline.page.evaluate("(hash) => { location.hash = hash; }", f"#{view}")
        line = offline.page.locator(".unsent")
        expect(line).to_contain_text("2 not yet sent")
        expect(line).to_contain_text("all was sent")
        expect(line).to_be_visible()


def test_with_nothing_waiting_it_is_quiet(signed_in: Field) -> None:
    signed_in.start_ride()
    signed_in.all_sent()
    line = signed_in.page.locator(".unsent")
    expect(line).to_contain_text("All sent")
    line.tap()
    view = signed_in.view("waiting")
    expect(view.get_by_text("Everything is with your office")).to_be_visible()
    expect(view.get_by_role("button", name="Save to a file")).to_be_hidden()
    axe(signed_in.page)


def test_what_waits_is_listed_and_goes_when_asked(offline: Field) -> None:
    offline.page.locator(".unsent").tap()
    view = offline.view("waiting")
    expect(view.get_by_text("2 entries are saved on this phone and not yet sent.")).to_be_visible()
    for note in NOTES[1:3]:
        expect(view.get_by_text(note)).to_be_visible()
    axe(offline.page)
    view.get_by_role("button", name="Send now").tap()
    offline.page.get_by_text("That did not work yet.").wait_for()
    offline.page.context.unroute(SYNC)
    view.get_by_role("button", name="Send now").tap()
    expect(view.get_by_text("Everything is with your office")).to_be_visible()


def test_the_file_can_be_read_and_taken_in_twice(offline: Field, leader: Person, store: Store, tmp_path: Path) -> None:
    go(offline, "waiting")
    file = save_to_a_file(offline.page, tmp_path)
    assert [NOTES[n] in entry["words"] for n, entry in zip((1, 2), file["entries"], strict=True)] == [True, True]
    assert file["about"].startswith("2 entries that were not sent yet, from the phone of Dana Whitfield")
    before = len(on_server(store, leader))
    for status in ("ok", "dup"):
        done = import_unsent(store, read_unsent_file(file), load_packs(), now=datetime.now(UTC))
        assert done.counts == {status: 2}
        assert len(on_server(store, leader)) == before + 2

    offline.page.context.unroute(SYNC)  # the phone hears that they are there
    offline.view("waiting").get_by_role("button", name="Send now").tap()
    offline.all_sent()
    assert len(on_server(store, leader)) == before + 2


def test_a_draft_is_in_the_file_too(offline: Field, tmp_path: Path) -> None:
    go(offline, "home").get_by_text("You are on a ride-along").tap()
    offline.view("ride").get_by_role("link", name="Log", exact=True).tap()
    offline.view("log").get_by_label("In your own words").fill("not even saved")
    offline.page.wait_for_timeout(500)  # what the design allows to be missing
    go(offline, "waiting")
    file = save_to_a_file(offline.page, tmp_path)
    drafts = [entry for entry in file["entries"] if "edit" not in entry]
    assert [entry["state"] for entry in drafts] == ["draft"]
    assert "not even saved" in drafts[0]["words"]


def test_what_the_office_could_not_take_says_why_and_can_be_mended(refused: Field) -> None:
    view = refused.view("waiting")
    expect(view.get_by_role("button", name="Copy text")).to_be_visible()
    axe(refused.page)
    view.get_by_role("link", name="Fix it").tap()
    sheet = refused.view("log")
    sheet.get_by_label("In your own words").fill("short enough")
    sheet.get_by_role("button", name="Save", exact=True).tap()
    refused.all_sent()
    go(refused, "waiting")
    expect(view.get_by_text("Everything is with your office")).to_be_visible()


def test_nothing_is_removed_before_it_is_in_a_file_and_it_can_be_undone(refused: Field, tmp_path: Path) -> None:
    view = refused.view("waiting")
    expect(view.get_by_role("button", name="Remove from this phone")).to_be_hidden()
    expect(view.get_by_text("once it is saved to a file")).to_be_visible()
    file = save_to_a_file(refused.page, tmp_path)
    assert TOO_LONG.strip() in file["entries"][0]["words"]
    why = view.get_by_text("It is too long to send.")
    view.get_by_role("button", name="Remove from this phone").tap()
    expect(why).to_be_hidden()
    refused.page.get_by_role("button", name="Undo").tap()
    expect(why).to_be_visible()
