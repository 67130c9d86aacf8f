"""What an admin does, in a real browser: add a person, who signs in and chooses a password, and is switched off."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, send

NEW_PASSWORD = "three plain words"


def test_a_person_is_added_signs_in_and_is_switched_off(
    desk: Page, phone: Page, browsers: Browsers, cast: Cast, agency: Agency
) -> None:
    browsers.sign_in(desk, cast.person("admin", agency.root, name="Marisol Duarte"))
    desk.goto("/")
    desk.get_by_role("navigation").get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Add a person").first.click()
    desk.get_by_label("Name", exact=True).fill("June Okafor")
    desk.get_by_label("Email").fill("june@example.org")
    desk.get_by_label("Supervisor in").select_option(label="Mill Creek unit · East region")
    desk.get_by_role("button", name="Add and show").click()
    expect(desk.get_by_role("heading", name="June Okafor is added")).to_be_visible()
    password = desk.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$")).inner_text()
    axe(desk)

    phone.goto("/sign-in")
    phone.get_by_label("Email").fill("june@example.org")
    phone.get_by_label("Password").fill(password)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name="Choose your own password")).to_be_visible()
    axe(phone)
    phone.get_by_label("Password now").fill(password)
    phone.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    phone.get_by_label("New password again").fill(NEW_PASSWORD)
    phone.get_by_role("button", name="Save password").click()
    expect(phone.get_by_role("heading", name="Hello, June Okafor")).to_be_visible()
    axe(phone)

    desk.get_by_role("link", name="Open June Okafor").click()
    expect(desk.get_by_text("Chrome on Android")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Switch off this account").click()
    expect(desk.get_by_text("This account is switched off")).to_be_visible()
    axe(desk)
    phone.reload()
    expect(phone.get_by_text("Your account is switched off")).to_be_visible()
    axe(phone)

    desk.get_by_role("button", name="Switch on again").click()
    phone.goto("/desk/")
    expect(phone.get_by_role("heading", name="Hello, June Okafor")).to_be_visible()


PAGES = [
    "/desk/",
    "/people/",
    "/people/new",
    "/people/{person}",
    "/units/",
    "/units/new",
    "/units/{unit}",
    "/phones/",
    "/phones/gaps",
]


def _leave_gaps(cast: Cast, phone: Phone) -> None:
    """One entry arrived, one was set aside, one is still on the phone."""
    sent = [phone.ride(), {**phone.ride(), "kind": "burn"}]
    phone.ride()
    send(cast.store, phone, sent, now=datetime.now(UTC))


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_no_page_of_an_admin_leaves_anybody_out(size: str, browsers: Browsers, cast: Cast, agency: Agency) -> None:
    page = browsers.phone() if size == "phone" else browsers.desk()
    admin = cast.person(["leader", "supervisor", "editor", "approver", "admin"], agency.root)
    person = cast.person("leader", agency.unit)
    cast.session_token(person)
    _leave_gaps(cast, Phone(person, agency.unit))
    browsers.sign_in(page, admin)
    for path in [*PAGES, "/password", "/danger", "/nowhere"]:
        page.goto(path.format(person=person.person_id, unit=agency.unit.unit_id))
        axe(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not too_wide, f"{path} scrolls sideways"


def test_the_sign_in_page_on_the_smallest_phone(browsers: Browsers, cast: Cast, agency: Agency) -> None:
    person = cast.person("supervisor", agency.unit)
    page = browsers.phone(viewport={"width": 320, "height": 568})
    page.goto("/sign-in")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for label, hint in [("Email", "username"), ("Password", "current-password")]:
        expect(page.get_by_label(label)).to_have_attribute("autocomplete", hint)
    button = page.get_by_role("button", name="Sign in")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["y"] + box["height"] <= 568
    browsers.sign_in(page, person)


def test_the_sign_in_page_says_when_there_is_no_network(phone: Page) -> None:
    phone.goto("/sign-in")
    expect(phone.get_by_text("no network now")).to_be_hidden()
    phone.context.set_offline(True)
    expect(phone.get_by_text("What you saved earlier is still on this phone")).to_be_visible()
    axe(phone)
    phone.context.set_offline(False)
    expect(phone.get_by_text("no network now")).to_be_hidden()


def test_the_stop_screen_dials(phone: Page) -> None:
    phone.goto("/sign-in")
    phone.get_by_role("link", name="Danger now").click()
    links = phone.locator("#danger-now").get_by_role("link")
    expect(links.nth(0)).to_have_attribute("href", "tel:911")
    expect(links.nth(1)).to_have_attribute("href", "tel:18005550100")
    expect(phone.get_by_text("Writing here is not reporting")).to_be_visible()
    box = links.nth(1).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844, "the numbers are seen without scrolling"


def test_the_stop_screen_opens_on_any_page_without_a_network(browsers: Browsers, cast: Cast, agency: Agency) -> None:
    page = browsers.desk()
    browsers.sign_in(page, cast.person("admin", agency.root))
    page.goto("/people/")
    page.context.set_offline(True)
    page.get_by_role("link", name="Danger now").click()
    here = page.locator("#danger-now")
    expect(here.get_by_role("link", name="911")).to_be_visible()
    expect(here).to_contain_text("Writing here is not reporting")
    axe(page)
    here.get_by_role("link", name="Close").click()
    expect(here).to_be_hidden()
