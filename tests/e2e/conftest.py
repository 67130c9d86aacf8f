"""A real server and a real browser. Every test in this folder is a browser test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

from fieldlog.storage.protocol import Store
from tests.support.browsers import Browsers
from tests.support.chromium import ARGS, Chromium, NoBrowser, find
from tests.support.left_out import leave_out
from tests.support.live import LiveServer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """The browser that was found, or fetched; without one the test is left out, loudly."""
    try:
        return find()
    except NoBrowser as error:
        leave_out(str(error))
        raise


@pytest.fixture(scope="session")
def browser_type(chromium: Chromium) -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType, chromium: Chromium) -> Iterator[Browser]:
    """One browser for all tests of this worker; each test gets contexts of its own."""
    launched = browser_type.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
    yield launched
    launched.close()


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """`fieldlog serve` on a new file; `live_server.kill()` and `.start()` as a test likes."""
    server = LiveServer(tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture
def store(live_server: LiveServer) -> Store:
    """The live server's database, so that `cast` and `agency` make their people in it."""
    return live_server.store


@pytest.fixture
def browsers(
    live_server: LiveServer, browser_type: BrowserType, browser: Browser, chromium: Chromium
) -> Iterator[Browsers]:
    """Opens phones and desks: `browsers.phone(color_scheme="dark")`, `browsers.sign_in(page, person)`."""
    opened = Browsers(browser_type, browser, chromium, live_server.url)
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
