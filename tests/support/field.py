"""A leader's thumb on the field app, and what the server has of it afterwards."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from fieldlog.domain.entry import Edit
from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.browsers import ask

NOTES: list[str] = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent.parent / "data" / "notes.jsonl").read_text().splitlines()
]
SYNC = "**/api/v1/sync"
APP = """const main = document.querySelector('script[src$="ui/main.js"]').src;
  const { app } = await import(main);"""
NOTHING_QUEUED = f"""async () => {{ {APP}
  return Boolean(app.sync) && !app.sync.state.trouble && (await app.store.queued()).length === 0; }}"""


@dataclass
class Field:
    """What a person can do on the page, by the words that they see."""

    page: Page

    def open(self, hash_: str = "") -> None:
        """Open the app, as its icon does, and wait until the phone's storage is open."""
        self.page.goto(f"/app/{hash_}")
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def keep_for_offline(self) -> None:
        """Wait until the service worker holds the whole app."""
        self.page.wait_for_selector("html[data-complete]", state="attached")
        self.page.evaluate(
            """async () => {
              const { active } = await navigator.serviceWorker.ready;
              while (active.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 20));
            }"""
        )

    def view(self, name: str) -> Locator:
        """Wait for a view to be on the screen."""
        view = self.page.locator(f"[data-view={name}]")
        view.wait_for(state="visible")
        return view

    def start_ride(self, *, consent: bool = True) -> None:
        """From the first screen to the ride."""
        self.page.get_by_role("link", name="Start a ride-along").tap()
        form = self.view("start")
        if consent:
            form.get_by_label("The worker agreed").check()
            form.get_by_label("Families are told").check()
        form.get_by_role("button", name="Start").tap()
        self.view("ride")

    def next_visit(self, kind: str) -> None:
        """Start the next visit; the tiles are on the screen already when it is the first."""
        ride = self.view("ride")
        tile = ride.get_by_role("button", name=kind, exact=True)
        if not tile.is_visible():
            ride.get_by_role("button", name="Next visit").tap()
        tile.tap()
        ride.get_by_text(f"· {kind.lower()} · since").wait_for()

    def log(self, issue: str, cue: str = "", note: str = "", lean: str = "") -> None:
        """One observation; `lean` where there is no cue to set it."""
        self.view("ride").get_by_role("link", name="Log", exact=True).tap()
        sheet = self.view("log")
        sheet.get_by_text(issue, exact=True).tap()
        if cue:
            sheet.get_by_text(cue, exact=True).tap()
        if note:
            sheet.get_by_label("In your own words").fill(note)
        sheet.get_by_role("button", name=f"Save as {lean}" if lean else "Save", exact=True).tap()
        self.view("ride")

    def card(self, words: str) -> Locator:
        """The card of an entry, by what is on it."""
        return self.page.locator(".entry:visible", has_text=words)

    def all_sent(self) -> None:
        """Wait until nothing on this phone waits to be sent."""
        until(self.page, lambda: bool(ask(self.page, NOTHING_QUEUED)))

    def kept(self) -> list[dict[str, Any]]:
        """Every edit that is in this phone's own database, with its state."""
        kept: list[dict[str, Any]] = ask(
            self.page, f"async () => {{ {APP} return (await app.store.everything()).records; }}"
        )
        return kept


def until(page: Page, true: Callable[[], bool]) -> None:
    """Look again and again, for as long as a page may take."""
    end = time.monotonic() + 15
    while not true():
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(50)


def on_server(store: Store, person: Person) -> list[Edit]:
    """What the server has of this person, in the order in which it came."""
    with store.read() as tx:
        return tx.edits.of_author(person.person_id, after=0, limit=10_000)


def bodies(edits: list[Edit], entry_type: str) -> list[dict[str, Any]]:
    """The newest body of each living entry of one type."""
    newest: dict[str, Edit] = {}
    for edit in edits:
        if edit.entry_type == entry_type:
            newest[edit.entry_id] = edit
    return [json.loads(edit.body) for edit in newest.values() if edit.kind != "retract"]
