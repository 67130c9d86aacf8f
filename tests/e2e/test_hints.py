"""The finder on the phone while somebody types: a help that never stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.field import Field, bodies, on_server


@pytest.fixture
def sheet(signed_in: Field) -> Locator:
    """The log sheet of a ride, with the finder ready."""
    signed_in.page.wait_for_selector("html[data-finder]", state="attached")
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.page.get_by_role("link", name="Log", exact=True).tap()
    return signed_in.view("log")


def note(sheet: Locator) -> Locator:
    return sheet.get_by_label("In your own words")


def test_a_name_is_replaced_with_one_tap_and_back(sheet: Locator) -> None:
    note(sheet).press_sequentially("Rosa called three agencies")
    hint = sheet.locator(".hints")
    expect(hint).to_contain_text("Looks like a person's name: “Rosa”")
    axe(sheet.page)
    hint.get_by_role("button", name="mom", exact=True).tap()
    expect(note(sheet)).to_have_value("mom called three agencies")
    expect(hint).to_be_hidden()
    sheet.page.get_by_role("button", name="Undo").tap()
    expect(note(sheet)).to_have_value("Rosa called three agencies")
    expect(hint).to_be_visible()


def test_where_the_words_before_say_who_it_is_the_name_is_taken_out(sheet: Locator) -> None:
    note(sheet).press_sequentially("grandma Lupe took all four in")
    hint = sheet.locator(".hints")
    expect(hint).to_contain_text("“Lupe”")
    expect(hint.get_by_role("button", name="mom")).to_have_count(0)
    hint.get_by_role("button", name="take it out").tap()
    expect(note(sheet)).to_have_value("grandma took all four in")
    sheet.page.get_by_role("button", name="Undo").tap()
    expect(note(sheet)).to_have_value("grandma Lupe took all four in")


def test_not_a_name_is_remembered_for_this_entry(sheet: Locator) -> None:
    note(sheet).press_sequentially("Rosa called")
    hint = sheet.locator(".hints")
    hint.get_by_role("button", name="not a name").tap()
    expect(hint).to_be_hidden()
    note(sheet).press_sequentially(" three agencies")
    sheet.page.wait_for_timeout(600)
    expect(hint).to_be_hidden()


def test_who_types_before_the_sheet_is_ready_is_not_interrupted(sheet: Locator) -> None:
    """The title takes the focus when a view has come, but never from under a thumb."""
    sheet.page.go_back()
    sheet.page.get_by_role("link", name="Log", exact=True).wait_for()
    assert sheet.page.evaluate(
        """async () => {
          const view = document.querySelector('[data-view=log]');
          const field = view.querySelector('[name=note]');
          const seen = new MutationObserver(() => view.hidden || field.focus());
          seen.observe(view, { attributes: true });
          document.querySelector('[data-view=ride] [data-link=log]').click();
          await new Promise((resolve) => setTimeout(resolve, 800));
          return document.activeElement === field;
        }"""
    )


def test_saving_is_never_blocked(sheet: Locator, signed_in: Field, store: Store, leader: Person) -> None:
    sheet.get_by_text("Worker safety", exact=True).tap()
    note(sheet).press_sequentially("Rosa lives at 87 cedar hollow ln")
    expect(sheet.locator(".hint-one")).to_have_count(2)
    sheet.get_by_role("button", name="Save as concern").tap()
    signed_in.view("ride")
    signed_in.all_sent()
    assert [one["note"] for one in bodies(on_server(store, leader), "observation")] == [
        "Rosa lives at 87 cedar hollow ln"
    ]


def test_a_label_asks_what_was_seen(sheet: Locator) -> None:
    note(sheet).press_sequentially("the kitchen was filthy")
    expect(sheet.locator(".hints")).to_contain_text("“filthy” is a label. What did you see or hear?")


def test_the_poverty_check_comes_forward_when_the_words_speak_of_means(sheet: Locator) -> None:
    sheet.get_by_text("Worker safety", exact=True).tap()
    check = sheet.locator(".means")
    note(sheet).press_sequentially("kids were fine")
    sheet.page.wait_for_timeout(600)
    assert "forward" not in (check.get_attribute("class") or "")
    note(sheet).press_sequentially(", no money for rent")
    expect(check).to_have_class("means forward")
    expect(check).to_be_visible()


def test_it_works_without_a_network(signed_in: Field) -> None:
    page = signed_in.page
    page.wait_for_selector("html[data-finder]", state="attached")
    signed_in.keep_for_offline()
    signed_in.start_ride()
    page.context.set_offline(True)
    page.goto("/app/")
    page.wait_for_selector("html[data-finder]", state="attached")
    page.get_by_text("You are on a ride-along").tap()
    signed_in.view("ride").get_by_role("link", name="Log", exact=True).tap()
    note(signed_in.view("log")).press_sequentially("Rosa called")
    expect(signed_in.view("log").locator(".hints")).to_be_visible()


def test_it_is_above_the_actions_and_the_keyboard(sheet: Locator) -> None:
    sheet.page.set_viewport_size({"width": 390, "height": 460})  # a keyboard is up
    sheet.get_by_text("Worker safety", exact=True).tap()
    note(sheet).press_sequentially("Rosa called three agencies")
    hint: Any = sheet.locator(".hints").get_by_role("button", name="mom", exact=True)
    expect(hint).to_be_visible()
    box, bar = hint.bounding_box(), sheet.locator(".actions").bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= bar["y"]
