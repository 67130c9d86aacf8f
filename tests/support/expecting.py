"""`expect` for whatever engine a test runs on: Playwright's own for its locators, the same words for a Spot."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from playwright.sync_api import Locator
from playwright.sync_api import expect as playwright_expect

from tests.support.engines.spot import Seen, Spot

if TYPE_CHECKING:
    from playwright.sync_api._generated import LocatorAssertions

PATIENCE = 10_000.0


def expect(actual: Locator) -> LocatorAssertions:
    """What has to become true of a place on the screen."""
    spot: object = actual
    return cast("LocatorAssertions", Expected(spot)) if isinstance(spot, Spot) else playwright_expect(actual)


@dataclass(frozen=True)
class Expected:
    """Each waits, and raises AssertionError when it does not come true. `timeout` in milliseconds."""

    spot: Spot

    def to_be_visible(self, *, timeout: float = PATIENCE) -> None:
        self._wait("visible", lambda seen: len(seen) == 1 and seen[0].shown, timeout)

    def to_be_hidden(self, *, timeout: float = PATIENCE) -> None:
        self._wait("hidden", lambda seen: not any(one.shown for one in seen), timeout)

    def to_have_count(self, count: int, *, timeout: float = PATIENCE) -> None:
        self._wait(f"{count} times", lambda seen: len(seen) == count, timeout)

    def to_contain_text(self, words: str, *, timeout: float = PATIENCE) -> None:
        self._wait(f"saying {words!r}", lambda seen: len(seen) == 1 and words in seen[0].text, timeout)

    def not_to_contain_text(self, words: str, *, timeout: float = PATIENCE) -> None:
        self._wait(f"not saying {words!r}", lambda seen: len(seen) == 1 and words not in seen[0].text, timeout)

    def to_have_value(self, value: str | re.Pattern[str], *, timeout: float = PATIENCE) -> None:
        self._wait(f"with {value!r}", lambda seen: len(seen) == 1 and _fits(seen[0].value, value), timeout)

    def not_to_have_value(self, value: str, *, timeout: float = PATIENCE) -> None:
        self._wait(f"without {value!r}", lambda seen: len(seen) == 1 and seen[0].value != value, timeout)

    def _wait(self, what: str, true: Callable[[list[Seen]], bool], timeout: float) -> None:
        give_up = time.monotonic() + timeout / 1000
        while not true(seen := self.spot.look()):
            assert time.monotonic() < give_up, f"{self.spot}: never {what}, but {seen}"
            time.sleep(0.05)


def _fits(value: str | None, wanted: str | re.Pattern[str]) -> bool:
    if isinstance(wanted, str):
        return value == wanted
    return value is not None and wanted.search(value) is not None
