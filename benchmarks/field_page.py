"""How heavy and how fast the field page is, beside a bare one-form page in the same run.

First visit: a cold browser of a signed-in leader opens the form that starts a ride, over
a link of 400 kbit/s and 400 ms with the processor slowed down four times. "Usable" means
that the form is on the screen, the phone's storage is open and Start works: that is tried
at that very moment, in a visit of its own. Repeat visit: the same browser, the network off.

Bytes are what came down the link, headers included: until usable, and until nothing more
comes and the offline copy is whole. Medians of RUNS runs.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.support.reference_page import reference_server
from benchmarks.support.report import machine, table, verdict
from benchmarks.support.weak_link import WeakLink, weak_link
from fieldlog.web.assets import load_assets
from tests.support.browsers import PHONE
from tests.support.chromium import ARGS, find
from tests.support.cookies import session_cookie
from tests.support.live import LiveServer
from tests.support.people import Cast, small_agency

RUNS = 5
SLOW_DOWN = 4
PATIENCE = 60_000
# Notes when the page itself says that it is usable, by its own clock (0 = the navigation began).
WATCH = """new MutationObserver((_, watcher) => {
  if (document.documentElement?.dataset.ready) { window.__usable = performance.now(); watcher.disconnect(); }
}).observe(document, { attributes: true, childList: true, subtree: true });"""
SETTLED = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 50));
}"""

Check = Callable[[Page], None]


@dataclass(frozen=True)
class Visit:
    """Seconds until usable; bytes down the link until then and until all is loaded."""

    usable: float
    bytes_first: int
    bytes_all: int


@dataclass(frozen=True)
class Subject:
    """A page to measure: where it is, whose cookie opens it, and how to see that it works."""

    name: str
    port: int
    path: str
    cookies: tuple[tuple[str, str], ...]
    works: Check


def main() -> None:
    print(f"Field page · {machine()}")
    with _subjects() as subjects, sync_playwright() as playwright:
        chromium = find()
        browser = playwright.chromium.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
        for subject in subjects:
            _prove(browser, subject)
        measured = {subject.name: [_both_visits(browser, subject) for _ in range(RUNS)] for subject in subjects}
        browser.close()
    _report(measured)


def _prove(browser: Browser, subject: Subject) -> None:
    """See that what calls itself usable is: use it at once."""
    with weak_link(subject.port) as link:
        context = _context(browser, subject, link)
        page = _slow_page(context)
        _open(page, subject)
        subject.works(page)
        context.close()


def _both_visits(browser: Browser, subject: Subject) -> tuple[Visit, float]:
    with weak_link(subject.port) as link:
        context = _context(browser, subject, link)
        first = _first_visit(context, subject, link)
        again = _offline_visit(context, subject)
        context.close()
    return first, again


def _context(browser: Browser, subject: Subject, link: WeakLink) -> BrowserContext:
    context = browser.new_context(base_url=link.url, **PHONE)
    context.add_init_script(WATCH)
    for name, value in subject.cookies:
        context.add_cookies([{"name": name, "value": value, "url": link.url}])
    return context


def _first_visit(context: BrowserContext, subject: Subject, link: WeakLink) -> Visit:
    page = _slow_page(context)
    began, usable = _open(page, subject)
    page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    page.wait_for_timeout(1000)
    page.close()
    return Visit(usable, link.down.bytes_until(began + usable), link.down.bytes_until())


def _offline_visit(context: BrowserContext, subject: Subject) -> float:
    context.set_offline(True)
    page = _slow_page(context)
    usable = _open(page, subject)[1]
    subject.works(page)
    page.close()
    return usable


def _open(page: Page, subject: Subject) -> tuple[float, float]:
    """When the navigation began (since 1970) and how long until the page was usable, in seconds."""
    page.goto(subject.path, wait_until="commit")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)
    began, usable = page.evaluate("[performance.timeOrigin / 1000, window.__usable / 1000]")
    return began, usable


def _slow_page(context: BrowserContext) -> Page:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
    return page


@contextmanager
def _subjects() -> Iterator[list[Subject]]:
    with tempfile.TemporaryDirectory() as folder, reference_server() as reference_port:
        server = LiveServer(Path(folder))
        server.start()
        cast = Cast(server.store)
        leader = cast.person("leader", small_agency(cast).unit)
        cookie = session_cookie(server, cast.session_token(leader))
        try:
            yield [
                Subject("Fieldlog", server.port, "/app/#start", (cookie,), _a_ride_starts),
                Subject("bare one-form page", reference_port, "/", (), _a_note_is_saved),
            ]
        finally:
            server.close()


def _a_ride_starts(page: Page) -> None:
    page.locator("#ride-form .btn-primary").tap()
    page.locator("[data-view=ride]").wait_for(state="visible", timeout=PATIENCE)


def _a_note_is_saved(page: Page) -> None:
    page.locator("#note").fill("Calm, everyone at the table")
    page.locator("button").tap()
    page.get_by_text("Saved on this phone").wait_for(timeout=PATIENCE)


def _report(measured: dict[str, list[tuple[Visit, float]]]) -> None:
    middle = {
        name: (
            statistics.median(first.bytes_first for first, _ in visits) / 1000,
            statistics.median(first.bytes_all for first, _ in visits) / 1000,
            statistics.median(first.usable for first, _ in visits),
            statistics.median(again for _, again in visits),
        )
        for name, visits in measured.items()
    }
    table(
        f"400 kbit/s, 400 ms, processor {SLOW_DOWN}× slower; median of {RUNS}",
        ["", "kB to first input", "kB in all", "first visit, s", "offline again, s"],
        [[name, *(f"{value:.2f}" for value in values)] for name, values in middle.items()],
    )
    print(
        "  Measured elsewhere in the same way: Enketo 805 kB, 22.0 s, 5.4 s; ODK Web Forms 1,220 kB, 27.9 s, no offline.\n"
    )
    ours = middle["Fieldlog"]
    print(verdict("kB until the first input is usable", ours[0], 25))
    finder = _finder_weight()
    print(f"  The finder, which has a budget of its own, is {finder:.2f} kB of all.")
    print(verdict("kB with all that loads after it, but for the finder", ours[1] - finder, 40))
    print(verdict("seconds, first visit", ours[2], 2.0))
    print(verdict("seconds, offline again", ours[3], 0.8))


def _finder_weight() -> float:
    """kB of the finder's code, with its hints, and of its data as they go out."""
    files = load_assets()
    return sum(len(files.files[path].packed["br"]) for path in ["js/ui/hints.js", *files.below("privacy/")]) / 1000


if __name__ == "__main__":
    main()
