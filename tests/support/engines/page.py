"""A page of the second engine: the part of Playwright's Page that the fault tests use, on WebDriver commands.

What is told to the test (`expose_function`) and what runs first in a page (`add_init_script`) WebDriver does not know:
the scripts are put in with the first look at a page, and what was told is fetched with each look.
"""

from __future__ import annotations

import contextlib
import fnmatch
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error

from tests.support.engines.spot import Spot
from tests.support.engines.wire import Wire

FIND = (Path(__file__).parent / "page.js").read_text("utf-8")
SCRIPT = """
const [asked, names, done] = arguments;
window.fieldlogTold ??= [];
(async () => {
  const first = !window.fieldlogWatched;
  window.fieldlogWatched = true;
  if (first) for (const name of names) window[name] = (...words) => window.fieldlogTold.push([name, ...words]);
  if (first) { %(first)s }
  %(find)s
  const made = (%(expression)s);
  return await (typeof made === 'function' ? made(asked) : made);
})().then(
  (value) => done({ value: value ?? null, told: window.fieldlogTold.splice(0) }),
  (error) => done({ wrong: String(error) }),
);
"""
# A policy that blocks, or an error that nobody caught, is a failure of the test, whatever else it saw.
WATCH_PROBLEMS = """
for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation']) {
  window.addEventListener(kind, (event) => {
    window.fieldlogProblem(`${kind}: ${event.message ?? event.reason ?? event.blockedURI}`);
  });
}
"""


class EngineContext:
    """One browser with its memory: what Playwright calls a context."""

    def __init__(self, wire: Wire, url: str, end: Callable[[], None]) -> None:
        self.wire = wire
        self.url = url
        self.problems: list[str] = []
        self.told: dict[str, Callable[..., object]] = {"fieldlogProblem": self.problems.append}
        self.scripts = [WATCH_PROBLEMS]
        self._end = end
        self._front = wire.send("GetWindowHandle")
        self.pages = [EnginePage(self, self._front)]

    def send(self, handle: str, command: str, **params: Any) -> Any:
        """A command for one window."""
        if handle != self._front:
            self.wire.send("SwitchToWindow", handle=handle)
            self._front = handle
        return self.wire.send(command, **params)

    def new_page(self) -> EnginePage:
        made = EnginePage(self, self.wire.send("NewWindow", type="tab")["handle"])
        self.pages.append(made)
        return made

    def expose_function(self, name: str, callback: Callable[..., object]) -> None:
        self.told[name] = callback

    def add_init_script(self, script: str) -> None:
        self.scripts.append(script)

    def add_cookies(self, cookies: list[dict[str, Any]]) -> None:
        """WebDriver sets a cookie only from a page of its site: from the app's own, where nothing else answers."""
        page = self.pages[0]
        if not page.url.startswith(f"{self.url}/"):
            try:
                page.goto(f"{self.url}/healthz")
            except Error:
                page.goto(f"{self.url}/app/")
        for cookie in cookies:
            rest = {key: value for key, value in cookie.items() if key != "url"}
            domain = urlsplit(self.url).hostname
            page.send("AddCookie", cookie={**rest, "domain": domain, "path": "/", "sameSite": "Lax"})

    def clear_cookies(self) -> None:
        self.pages[0].send("DeleteAllCookies")

    def close(self) -> None:
        """End the browser."""
        self._end()


class EnginePage:
    """One tab."""

    def __init__(self, context: EngineContext, handle: str) -> None:
        self.context = context
        self._handle = handle
        self._closed = False

    @property
    def url(self) -> str:
        return str(self.send("GetCurrentURL"))

    def send(self, command: str, **params: Any) -> Any:
        """A WebDriver command for this tab."""
        return self.context.send(self._handle, command, **params)

    def goto(self, url: str) -> None:
        with contextlib.suppress(Error):
            self.evaluate("null")  # fetch what this page still has to tell
        self.send("Navigate", url=url)

    def reload(self) -> None:
        self.goto(self.url)

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """The value of an expression, or of a function of `arg`; promises are waited for. Raises Error."""
        first = "\n".join(self.context.scripts)
        script = SCRIPT % {"first": first, "find": FIND, "expression": expression}
        names = list(self.context.told)
        # Firefox: in the page itself, as the other engines do.
        answer = self.send("ExecuteAsyncScript", script=script, args=[arg, names], sandbox=None, newSandbox=False)
        if "wrong" in answer:
            raise Error(answer["wrong"])
        for name, *words in answer["told"]:
            self.context.told[name](*words)
        return answer["value"]

    def locator(self, selector: str) -> Spot:
        return Spot(self).locator(selector)

    def fill(self, selector: str, text: str) -> None:
        self.locator(selector).fill(text)

    def press(self, selector: str, key: str) -> None:
        self.locator(selector).press(key)

    def wait_for_timeout(self, milliseconds: float) -> None:
        time.sleep(milliseconds / 1000)

    def wait_for_url(self, pattern: str, *, seconds: float = 20) -> None:
        give_up = time.monotonic() + seconds
        while not fnmatch.fnmatch(self.url, pattern):
            assert time.monotonic() < give_up, f"still at {self.url}, not at {pattern}"
            time.sleep(0.05)

    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Close the tab."""
        self.send("CloseWindow")
        self._closed = True
        self.context.pages.remove(self)
