"""Every view of the field app as people meet it: readable, reachable, in the light and in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from fieldlog.domain.people import Person
from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.field import NOTES, Field

# What a thumb can't hit: smaller than 24 px (WCAG 2.2), or smaller than our own 44 where it is a button.
SMALL = """() => [...document.querySelectorAll('button, a.btn, .choice, summary, a.card')]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 43.5)
  .map((node) => node.textContent.trim())"""


@pytest.fixture
def on_ride(signed_in: Field) -> Field:
    """A ride with a strength and a concern on it."""
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", cue="No signal", note=NOTES[0])
    signed_in.log("Protective factors", note=NOTES[4], lean="strength")
    return signed_in


def _views(field: Field) -> list[str]:
    ride = field.page.url.split("#ride/")[1]
    kept = {one["edit"]["entry_type"]: one["edit"]["entry_id"] for one in field.kept()}
    visit, seen = kept["visit"], kept["observation"]
    return [
        "#home", "#rides", "#start", "#past", f"#edit/{ride}", f"#ride/{ride}", f"#visit/{ride}/{visit}",
        f"#log/{ride}/{visit}", f"#log/{ride}/{visit}/{seen}", f"#reflect/{ride}", f"#answer/{ride}/unwritten_safety",
        f"#promise/{ride}/new", "#phone", "#waiting", "#leave", "#pin", "#install", "#danger", "#ride/nothing",
    ]  # fmt: skip


def _go(page: Page, view: str) -> None:
    page.evaluate("(hash) => (location.hash = hash)", view)
    page.wait_for_timeout(150)


def test_axe_finds_nothing_on_any_view(on_ride: Field) -> None:
    for view in _views(on_ride):
        _go(on_ride.page, view)
        axe(on_ride.page)


def test_the_log_sheet_wide_open(on_ride: Field) -> None:
    page = on_ride.page
    page.get_by_role("link", name="Log", exact=True).tap()
    page.get_by_text("Poverty or neglect?", exact=True).tap()
    page.get_by_text("Money would fix it", exact=True).tap()
    on_ride.view("log").locator(".quiet summary").tap()
    axe(page)
    page.get_by_role("button", name="Save", exact=True).tap()


def test_nothing_is_too_small_for_a_thumb(on_ride: Field) -> None:
    for view in _views(on_ride):
        _go(on_ride.page, view)
        assert on_ride.page.evaluate(SMALL) == [], view


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_runs_off_a_narrow_screen_with_large_text(on_ride: Field, width: int) -> None:
    page = on_ride.page
    page.set_viewport_size({"width": width, "height": 640})
    for size in ("100%", "200%"):
        page.evaluate("(size) => document.documentElement.style.setProperty('font-size', size)", size)
        for view in _views(on_ride):
            _go(page, view)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (size, view)


def test_save_stays_above_the_keyboard(on_ride: Field) -> None:
    """Where the browser shrinks the page (Android), and where it only covers it (iOS)."""
    page = on_ride.page
    page.get_by_role("link", name="Log", exact=True).tap()
    save = page.get_by_role("button", name="Save as concern")
    page.set_viewport_size({"width": 390, "height": 420})
    page.get_by_label("In your own words").tap()
    box = save.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 420

    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, 'height', { value: 500 });
          visualViewport.dispatchEvent(new Event('resize'));
        }"""
    )
    page.wait_for_timeout(100)
    box = save.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 500


def test_the_danger_view_works_offline_and_signed_out(signed_in: Field) -> None:
    page = signed_in.page
    page.context.clear_cookies()
    page.context.set_offline(True)
    page.goto("/app/#danger")
    page.get_by_role("link", name="Our hotline").wait_for()
    assert page.get_by_role("link", name="Our hotline").get_attribute("href") == "tel:1-800-555-0100"
    assert page.get_by_text("Logging is not reporting.").is_visible()


def test_danger_is_one_tap_away_and_back(on_ride: Field) -> None:
    page = on_ride.page
    page.get_by_role("link", name="Danger now").tap()
    on_ride.view("danger").get_by_text("Logging is not reporting.").wait_for()
    page.get_by_role("link", name="Back").tap()
    on_ride.view("ride")


def test_a_stranger_is_asked_to_sign_in(phone: Page) -> None:
    phone.goto("/app/")
    phone.get_by_role("link", name="Sign in").wait_for()
    axe(phone)


def test_the_first_visit_offers_the_home_screen(signed_in: Field) -> None:
    signed_in.page.get_by_role("link", name="Put Fieldlog on the home screen").tap()
    signed_in.view("install").get_by_text("Add to Home Screen").first.wait_for()


def test_a_desk_is_wide_and_still_one_column(browsers: Browsers, desk: Page, leader: Person) -> None:
    browsers.sign_in(desk, leader)
    Field(desk).open()
    main = desk.locator("main").bounding_box()
    assert main is not None
    assert main["width"] < 800
    axe(desk)
