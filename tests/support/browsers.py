"""The phone and the desk that tests look through."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Error, Page

from fieldlog.domain.people import Person
from tests.support.chromium import ARGS, Chromium

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Mobile Safari/537.36",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


def midday() -> str:
    """A time zone in which it is noon, on the server's day: no test is caught by the end of one."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


class Browsers:
    """Opens contexts against one server, and knows what went wrong inside of them."""

    def __init__(
        self,
        kind: BrowserType,
        browser: Browser,
        chromium: Chromium,
        url: str,
        cookie: Callable[[Person], tuple[str, str]] | None = None,
    ) -> None:
        self._kind = kind
        self._browser = browser
        self._chromium = chromium
        self._url = url
        self._cookie = cookie
        self._open: list[BrowserContext] = []
        self.problems: list[str] = []

    def phone(self, **options: Any) -> Page:
        """A page of 390 × 844 with touch, in a context of its own."""
        return self._page(PHONE, options)

    def desk(self, **options: Any) -> Page:
        """A page of 1280 × 800, in a context of its own."""
        return self._page(DESK, options)

    def kept_phone(self, folder: Path, **options: Any) -> Page:
        """A phone whose memory outlives it: close its context, call this again, and go on."""
        context = self._kind.launch_persistent_context(
            folder,
            executable_path=self._chromium.executable,
            env=self._chromium.env,
            args=list(ARGS),
            base_url=self._url,
            **{"timezone_id": midday(), **PHONE, **options},
        )
        self._watch(context)
        return context.pages[0]

    def sign_in(self, page: Page, person: Person) -> None:
        """Give the browser a session of this person, which `cookie` makes. Nothing is opened."""
        assert self._cookie is not None, "nothing that makes sessions was given"
        name, value = self._cookie(person)
        page.context.add_cookies([{"name": name, "value": value, "url": self._url, "httpOnly": True}])

    def close(self) -> None:
        """Close every context that is still open."""
        for context in self._open:
            try:
                context.close()
            except Error:
                continue  # the test closed it itself

    def _page(self, device: dict[str, Any], options: dict[str, Any]) -> Page:
        context = self._browser.new_context(base_url=self._url, **{"timezone_id": midday(), **device, **options})
        self._watch(context)
        return context.new_page()

    def _watch(self, context: BrowserContext) -> None:
        context.set_default_timeout(30_000)  # a busy machine is no failure
        self._open.append(context)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("console", functools.partial(_note_violation, self.problems))


def until(page: Page, expression: str, *, seconds: float = 10) -> None:
    """Wait until `expression` is true in the page. (Playwright's own `wait_for_function` needs `unsafe-eval`.)"""
    give_up = time.monotonic() + seconds
    while not ask(page, expression):
        assert time.monotonic() < give_up, f"never true: {expression}"
        page.wait_for_timeout(50)


def ask(page: Page, expression: str, argument: object = None) -> Any:
    """What `expression` comes to in the page. One that is just being left is asked again when the next is there."""
    left = ("context was destroyed", "documentElement is null")  # as Chromium says it, and Firefox
    give_up = time.monotonic() + 10
    while True:
        try:
            return page.evaluate(expression, argument)
        except Error as error:
            if not any(words in error.message for words in left) or time.monotonic() > give_up:
                raise
            page.wait_for_timeout(50)


def _note_violation(problems: list[str], message: ConsoleMessage) -> None:
    """Remember what the security policy blocked; a page that works as designed blocks nothing."""
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(message.text)
