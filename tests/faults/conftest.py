"""A line for each test: phones in a real browser, a proxy that breaks the way, a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType

from tests.faults.line import Line, World, new_server
from tests.faults.proxy import Proxy
from tests.support.browsers import Browsers
from tests.support.chromium import ARGS, Chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "browser_type" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType, chromium: Chromium) -> Iterator[Browser]:
    """The whole browser, as on a phone, and not its shell: what these tests break is the browser's own, too."""
    launched = browser_type.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server for all tests of this worker that leave it as it is; each takes people of its own."""
    server = new_server(tmp_path_factory.mktemp("server"))
    yield World.on(server)
    server.close()


@pytest.fixture
def own_world(tmp_path: Path) -> Iterator[World]:
    """A server that the test may kill, restore and replace."""
    server = new_server(tmp_path)
    yield World.on(server)
    server.close()


@pytest.fixture
def line(world: World, browser_type: BrowserType, browser: Browser, chromium: Chromium) -> Iterator[Line]:
    """A good line to the shared server; break it with `line.proxy.fault(…)`."""
    yield from _line(world, browser_type, browser, chromium)


@pytest.fixture
def own_line(own_world: World, browser_type: BrowserType, browser: Browser, chromium: Chromium) -> Iterator[Line]:
    """A good line to a server of one's own."""
    yield from _line(own_world, browser_type, browser, chromium)


def _line(world: World, kind: BrowserType, browser: Browser, chromium: Chromium) -> Iterator[Line]:
    proxy = Proxy(world.server.port)
    browsers = Browsers(kind, browser, chromium, proxy.url)
    try:
        yield Line(world, proxy, browsers)
    finally:
        browsers.close()
        proxy.close()
    assert not browsers.problems, "in the browser: " + "; ".join(browsers.problems)
