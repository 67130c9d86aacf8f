"""A real server and a real browser. Every test in this folder is a browser test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.browsers import Browsers
from tests.support.chromium import Chromium
from tests.support.cookies import session_cookie
from tests.support.field import Field
from tests.support.forked import ForkedServer
from tests.support.live import LiveServer
from tests.support.people import Agency, Cast

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """`fieldlog serve` on a new file; `live_server.kill()` and `.start()` as a test likes."""
    server = ForkedServer(tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture
def store(live_server: LiveServer) -> Store:
    """The live server's database, so that `cast` and `agency` make their people in it."""
    return live_server.store


@pytest.fixture
def browsers(
    live_server: LiveServer, cast: Cast, browser_type: BrowserType, browser: Browser, chromium: Chromium
) -> Iterator[Browsers]:
    """Opens phones and desks: `browsers.phone(color_scheme="dark")`, `browsers.sign_in(page, person)`."""

    def cookie(person: Person) -> tuple[str, str]:
        return session_cookie(live_server, cast.session_token(person))

    opened = Browsers(browser_type, browser, chromium, live_server.url, cookie)
    yield opened
    opened.close()
    assert not opened.problems, "in the browser: " + "; ".join(opened.problems)


@pytest.fixture
def phone(browsers: Browsers) -> Page:
    """A page on a phone, 390 × 844 with touch."""
    return browsers.phone()


@pytest.fixture
def desk(browsers: Browsers) -> Page:
    """A page at a desk, 1280 × 800."""
    return browsers.desk()


@pytest.fixture
def leader(cast: Cast, agency: Agency) -> Person:
    """A leader of one unit."""
    return cast.person("leader", agency.unit, name="Dana Whitfield")


@pytest.fixture
def signed_in(browsers: Browsers, phone: Page, leader: Person) -> Field:
    """The field app on the phone of `leader`, open and kept for offline."""
    browsers.sign_in(phone, leader)
    field = Field(phone)
    field.open()
    field.keep_for_offline()
    return field
