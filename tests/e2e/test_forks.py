"""Two versions of one entry stand side by side until their author keeps one, or both."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.field import NOTES, Field, bodies, on_server


@pytest.fixture
def forked(browsers: Browsers, leader: Person) -> Field:
    """A phone that has heard of two versions: one made on another phone while this one was offline."""
    phones = []
    for _ in range(2):
        page = browsers.phone()
        browsers.sign_in(page, leader)
        phones.append(Field(page))
        phones[-1].open()
        phones[-1].keep_for_offline()
    here, there = phones
    here.start_ride()
    here.next_visit("Home")
    here.log("Worker safety", note=NOTES[0], lean="concern")
    here.all_sent()
    there.page.reload()
    there.page.get_by_text("You are on a ride-along").tap()
    here.page.context.set_offline(True)
    _change(here, "as it was seen here")
    _change(there, "as it was seen there")
    there.all_sent()
    here.page.context.set_offline(False)
    here.all_sent()
    here.page.get_by_text("Two versions of one entry").wait_for()
    return here


def _change(field: Field, words: str) -> None:
    field.card(NOTES[0]).tap()
    field.view("log").get_by_label("In your own words").fill(words)
    field.page.get_by_role("button", name="Save", exact=True).tap()
    field.card(words).wait_for()


def _notes(store: Store, leader: Person) -> list[str]:
    return sorted(body["note"] for body in bodies(on_server(store, leader), "observation"))


def test_both_are_shown_and_one_is_kept(forked: Field, store: Store, leader: Person) -> None:
    fork = forked.page.locator(".fork")
    expect(fork.locator(".entry")).to_have_count(2)
    axe(forked.page)
    fork.locator(".stack-tight", has_text="seen there").get_by_role("button", name="Keep this one").tap()
    expect(fork).to_be_hidden()
    forked.all_sent()
    assert _notes(store, leader) == ["as it was seen there"]


def test_both_are_kept(forked: Field, store: Store, leader: Person) -> None:
    page: Page = forked.page
    page.locator(".fork").get_by_role("button", name="Keep both").tap()
    expect(page.locator(".fork")).to_be_hidden()
    forked.all_sent()
    assert _notes(store, leader) == ["as it was seen here", "as it was seen there"]
    expect(page.locator(".entry:visible")).to_have_count(2)
