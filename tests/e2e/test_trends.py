"""The trends page in a real browser: readable for everybody, on a phone, at a desk and on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.browsers import Browsers, until
from tests.support.people import Agency, Cast
from tests.support.scene import Scene


@pytest.fixture
def trends(store: Store, cast: Cast, agency: Agency) -> None:
    """Numbers, hidden ones, zeros, and a month of few visits."""
    scene = Scene(store, cast.person("leader", agency.unit))
    today = datetime.now(UTC).date()
    scene.notes(agency.unit, today, 14)
    scene.notes(agency.unit, today, 9, lean="concern", issues=("worker_safety", "rural_practice"))
    scene.notes(agency.unit, today, 2, lean="concern")
    scene.notes(agency.unit, date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 3), 2)


@pytest.mark.usefixtures("trends")
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_anybody_can_read_it(browsers: Browsers, cast: Cast, agency: Agency, size: str) -> None:
    page = browsers.phone() if size == "phone" else browsers.desk()
    browsers.sign_in(page, cast.person("supervisor", agency.region))
    page.goto("/trends/")
    page.get_by_role("img", name="Worker safety: strengths and concerns").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("trends")
def test_the_sides_differ_without_color(desk: Page, browsers: Browsers, cast: Cast, agency: Agency) -> None:
    """On black-and-white paper a strength is filled and a concern is a double outline."""
    browsers.sign_in(desk, cast.person("supervisor", agency.region))
    desk.goto("/trends/")
    desk.emulate_media(media="print")
    fill = "e => getComputedStyle(e).fill"
    assert desk.locator(".chart .bar.strength").first.evaluate(fill) == "rgb(0, 0, 0)"
    assert desk.locator(".chart .bar.concern").first.evaluate(fill) == "rgb(255, 255, 255)"
    assert desk.locator(".chart .bar.concern").count() % 2 == 0


@pytest.mark.usefixtures("trends")
def test_the_table_can_be_scrolled_from_the_keyboard(
    phone: Page, browsers: Browsers, cast: Cast, agency: Agency
) -> None:
    browsers.sign_in(phone, cast.person("supervisor", agency.region))
    phone.goto("/trends/")
    table = phone.get_by_role("region", name="The same numbers")
    table.focus()
    phone.keyboard.press("ArrowRight")
    until(phone, "document.querySelector('.table-wrap').scrollLeft > 0")
