"""The one browser of a test worker, for every folder that drives one (a plugin: see tests/conftest.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

from tests.support.chromium import ARGS, Chromium, NoBrowser, find
from tests.support.left_out import leave_out


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """The browser that was found, or fetched; without one the test is left out, loudly."""
    try:
        return find()
    except NoBrowser as error:
        leave_out(f"{error}\n    Install chromium, or set FIELDLOG_CHROMIUM to one.")
        raise


@pytest.fixture(scope="session")
def browser_type(chromium: Chromium) -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType, chromium: Chromium) -> Iterator[Browser]:
    """One browser for all tests of this worker; each test gets contexts of its own. (What is killed has its own.)"""
    executable = chromium.shell or chromium.executable
    launched = browser_type.launch(executable_path=executable, env=chromium.env, args=list(ARGS))
    yield launched
    launched.close()
