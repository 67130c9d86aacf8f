"""What comes after the first screen: where the signal goes meanwhile, it comes later, by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fieldlog.domain.people import Person
from tests.support.browsers import Browsers
from tests.support.field import Field


@pytest.mark.parametrize("what", ["**/app/views", "**/privacy/lexicon.txt", "**/ui/rest.js", "**/ui/hints.js"])
def test_it_comes_when_the_signal_does(browsers: Browsers, leader: Person, what: str) -> None:
    phone: Page = browsers.phone(service_workers="block")
    browsers.sign_in(phone, leader)
    phone.clock.install()
    phone.route(what, lambda route: route.abort())
    with phone.expect_event("requestfailed"):
        Field(phone).open("#phone")
    expect(phone.get_by_text("this page comes as soon as there is one")).to_have_count(
        int("views" in what or "rest" in what)
    )
    phone.unroute(what)
    phone.clock.fast_forward(10_000)
    expect(phone.locator("html[data-finder]")).to_be_attached()
    expect(phone.locator("[data-view=phone]")).to_be_visible()  # what was asked for
    assert not browsers.problems
