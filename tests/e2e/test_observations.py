"""The pages about observations in a real browser: readable for everybody, on a phone and at a desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from fieldlog.operations.observations import answer_observation
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.field import Field
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, send

NOW = datetime(2026, 5, 13, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_anybody_can_read_and_answer(browsers: Browsers, store: Store, cast: Cast, agency: Agency, size: str) -> None:
    leader = Phone(cast.person("leader", agency.unit, name="Dana Whitcomb"), agency.unit)
    supervisor = cast.person("supervisor", agency.region)
    ride = leader.ride()
    visit = leader.visit(ride)
    concern = leader.observation(visit, cues=["no_signal"], issues=["worker_safety"])
    strength = leader.observation(visit, lean="strength", note="mom named two neighbors who come when called")
    promises = [leader.promise(ride), leader.promise(ride, state="cannot", reason="no lease we can pay")]
    send(store, leader, [ride, visit, concern, strength, *promises], now=NOW)
    answer_observation(store, cast.actor(supervisor), concern["entry_id"], "I asked the county.", now=NOW)

    page = browsers.phone() if size == "phone" else browsers.desk()
    browsers.sign_in(page, supervisor)
    for path in ("/observations/", "/observations/promises", f"/observations/{concern['entry_id']}"):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    page.get_by_label("Your answer").fill("Thank you for the ride.")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("status").get_by_text("on its way to Dana Whitcomb's phone").wait_for()
    assert page.get_by_text("Thank you for the ride.").is_visible()


def test_an_answer_reaches_the_leaders_phone(
    browsers: Browsers, store: Store, cast: Cast, agency: Agency, phone: Page, desk: Page
) -> None:
    leader = cast.person("leader", agency.unit, name="Dana Whitcomb")
    browsers.sign_in(phone, leader)
    phone.goto("/")
    _log_one(phone)
    browsers.sign_in(desk, cast.person("supervisor", agency.region, name="Sam Ortega"))
    desk.goto("/observations/")
    desk.get_by_text("heat off nine days").click()
    desk.get_by_label("Your answer").fill("I asked the county for a same-day fund.")
    desk.get_by_role("button", name="Send answer").click()
    desk.get_by_role("status").get_by_text("on its way").wait_for()

    phone.reload()
    answer = phone.get_by_text("I asked the county for a same-day fund.").locator("visible=true").first
    answer.wait_for()
    assert phone.get_by_text("Sam Ortega").locator("visible=true").count()


def _log_one(phone: Page) -> None:
    """A ride with one note, sent; the ride stays on the screen."""
    phone.get_by_role("link", name="Start a ride-along").click()
    phone.get_by_text("The worker agreed that I come along").locator("visible=true").click()
    phone.get_by_text("Families are told who I am").locator("visible=true").click()
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.get_by_role("button", name="Home", exact=True).click()
    phone.get_by_role("link", name="Log", exact=True).click()
    phone.locator("#observation-form label", has_text="Poverty or neglect?").click()
    phone.locator("#observation-note").fill("heat off nine days, a deposit would fix it")
    phone.get_by_role("button", name="Save as concern").click()
    Field(phone).all_sent()
