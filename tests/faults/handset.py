"""A leader's phone in a fault test: what a person does on its screen, and what is in its storage."""

from __future__ import annotations

import copy
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Locator, Page

from fieldlog.domain.people import Person
from tests.faults.proxy import Plan, Proxy
from tests.support.browsers import ask, until
from tests.support.expecting import expect

Record = dict[str, Any]

# Never opens what isn't there: that would make an empty database in the app's place.
READ = """async (person) => {
  const name = `fieldlog-${person}`;
  if (!(await indexedDB.databases()).some((one) => one.name === name)) return null;
  const db = await new Promise((resolve, reject) => {
    const open = indexedDB.open(name);
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
  try {
    const all = (store, keys) => new Promise((resolve, reject) => {
      const asked = db.transaction(store).objectStore(store)[keys ? 'getAllKeys' : 'getAll']();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const keys = await all('meta', true);
    const values = await all('meta');
    return {
      edits: await all('edits'), pulled: (await all('pulled')).filter((one) => one.edit), drafts: await all('drafts'),
      meta: Object.fromEntries(keys.map((key, i) => [key, values[i]])),
    };
  } finally {
    db.close();
  }
}"""

# Every card on the screen stands for an entry that is safe: tell the test about each, once.
WATCH = """(() => {
  const told = new Set();
  const look = () => {
    for (const { id } of document.querySelectorAll('[id^="entry-"]:not(template)')) {
      if (told.has(id)) continue;
      told.add(id);
      window.fieldlogShown?.(id.slice('entry-'.length));
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
})();"""


@dataclass
class Handset:
    """One phone with one person signed in. Everything goes through the screen, but for looking into its storage."""

    page: Page
    person: Person
    proxy: Proxy
    shown: set[str] = field(default_factory=set)
    """Ids of entries that were ever on the screen as saved."""
    written: str = ""
    """What was last put into the log sheet."""

    def __post_init__(self) -> None:
        self.page.context.expose_function("fieldlogShown", lambda entry_id: self.shown.add(entry_id))
        self.page.context.add_init_script(WATCH)

    def tab(self) -> Handset:
        """Another tab of the same browser."""
        made = copy.copy(self)
        made.page = self.page.context.new_page()
        made.written = ""
        return made

    def as_(self, person: Person) -> Handset:
        """The same screen with another person before it."""
        made = copy.copy(self)
        made.person = person
        return made

    # ---- what a person does

    def open(self, view: str = "") -> None:
        """Open the app and wait until it is whole: all of its code here, its person known."""
        self.page.goto(f"{self.proxy.url}/app/{view}")
        self.ready()

    def ready(self) -> None:
        """Wait for the app that is being opened."""
        until(self.page, "document.documentElement.dataset.complete === 'yes'", seconds=20)
        until(self.page, f"({READ})('{self.person.person_id}').then((found) => !!found?.meta.me)", seconds=20)

    def start_ride(self) -> None:
        """From the first screen into an open ride."""
        self.go("#start")
        self.page.locator("#ride-form .btn-primary").click()
        expect(self.view("ride").get_by_text("Where are you?")).to_be_visible()
        self.look()

    def visits(self, count: int) -> None:
        """Start one visit after the other on the ride that is on."""
        for _ in range(count):
            kinds = self.view("ride").locator("[data-kind]").first
            if not kinds.is_visible():
                self.view("ride").get_by_role("button", name="Next visit").click()
            before = self.view("ride").locator(".visit-row, [data-visit]").count()
            kinds.click()
            expect(kinds).to_be_hidden()
            assert self.view("ride").locator(".visit-row, [data-visit]").count() >= before
        self.look()

    def write(self, note: str) -> None:
        """Open the log sheet, choose what it is about and write, without saving."""
        self.view("ride").get_by_role("link", name="Log", exact=True).click()
        form = self.page.locator("#observation-form")
        expect(form).to_be_visible()
        if self.written:  # the sheet is the same each time: wait until it is fresh
            expect(form.locator("[name=note]")).not_to_have_value(self.written)
        self.written = note
        choice = form.locator("label.choice").first
        if not choice.locator("input").is_checked():
            choice.click()
        form.locator("[name=note]").fill(note)

    def press_save(self) -> None:
        """Save as a strength."""
        self.page.locator("#observation-form button[value=strength]").click()

    def press_save_again(self) -> None:
        """Once more, after the first time failed."""
        self.page.locator("#observation-form").get_by_role("button", name="Save", exact=True).click()

    def log(self, note: str) -> None:
        """Log something on the ride that is on, and see that it is saved."""
        self.write(note)
        self.press_save()
        self.sees_saved(note)

    def change(self, note: str, to: str) -> None:
        """Open an entry by its words, write others, save."""
        self.card(note).click()
        form = self.page.locator("#observation-form")
        expect(form.locator("[name=note]")).to_have_value(note)
        form.locator("[name=note]").fill(to)
        self.written = to
        self.press_save_again()
        self.sees_saved(to)

    def remove(self, note: str) -> None:
        """Open an entry by its words and take it back."""
        self.card(note).click()
        self.page.locator('#observation-form [data-act="remove"]').click()
        expect(self.page.locator("#toast")).to_contain_text("Removed")

    def open_ride(self) -> None:
        """From the first screen back into the ride that is on."""
        self.view("home").locator('a[href^="#ride/"]').first.click()

    def sees_saved(self, note: str) -> None:
        """The words are on a card, and the app has said so."""
        expect(self.card(note)).to_be_visible()
        expect(self.page.locator("#toast")).to_contain_text("Saved on this phone")
        self.look()

    def go(self, view: str) -> None:
        """To another screen of the app."""
        self.page.evaluate("(hash) => { location.hash = hash; }", view)

    def sign_out(self) -> None:
        """Press the button, and wait until the app has started anew without its person."""
        self.page.evaluate("() => { window.beforeSignOut = true; }")
        self.view("leave").get_by_role("button", name="Sign out").click()
        until(self.page, "!window.beforeSignOut")
        expect(self.view("sign-in")).to_be_visible()

    def nudge(self) -> None:
        """The phone notices that the network is back."""
        self.page.evaluate("() => { window.dispatchEvent(new Event('online')); }")

    def meets(self, plan: Plan, *, after: int = 0) -> None:
        """Wait until this phone has met the fault (more often than `after`), and has made up its mind about it."""
        self.proxy.until(lambda: plan.over > after)
        self.rest()

    def rest(self) -> None:
        """Wait until no round is on: a round holds a lock that all tabs share."""
        until(self.page, "navigator.locks.query().then(({ held }) => !held.length)")

    # ---- what is on its screen

    def view(self, name: str) -> Locator:
        return self.page.locator(f'[data-view="{name}"]')

    def card(self, words: str) -> Locator:
        return self.page.locator('[id^="entry-"]:not(template)').filter(has_text=words).first

    def sees(self, words: str) -> None:
        """The line about what is not yet sent says this."""
        expect(self.page.locator("#status")).to_contain_text(words, timeout=10_000)

    # ---- what is in its storage

    def look(self) -> Record | None:
        """Everything in the person's database on this phone; None when there is none."""
        found: Record | None = ask(self.page, READ, self.person.person_id)
        return found

    def edits(self) -> dict[str, Record]:
        """Every version on this phone by id: `{edit, state, …}`. What was pulled counts as acked."""
        found = self.look() or {"edits": [], "pulled": []}
        return {one["edit"]["edit_id"]: one for one in [*found["pulled"], *found["edits"]]}

    def states(self) -> dict[str, int]:
        """How many versions are in each state."""
        counts: dict[str, int] = {}
        for one in self.edits().values():
            counts[one["state"]] = counts.get(one["state"], 0) + 1
        return counts

    def queued(self) -> int:
        return self.states().get("queued", 0)

    def until_kept_for_offline(self) -> None:
        """Wait until the worker has the whole app."""
        until(
            self.page, "navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')", seconds=20
        )

    def until_sent(self, seconds: float = 15) -> None:
        """Wait until nothing is queued."""
        queue = (
            f"({READ})('{self.person.person_id}').then((found) => !found.edits.some((one) => one.state === 'queued'))"
        )
        until(self.page, queue, seconds=seconds)

    def devtools(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)


def kill_browser(folder: Path) -> None:
    """kill -9 the browser whose memory is in `folder`: what a phone does to an app in the background."""
    wanted = {f"--user-data-dir={folder}".encode(), str(folder).encode()}  # Chromium's way to name it, and Firefox's
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted & set(words) and not any(word.startswith((b"--type=", b"-contentproc")) for word in words):
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError(f"no browser runs on {folder}")


def is_open(page: Page) -> bool:
    """Does the page still answer?"""
    try:
        return not page.is_closed() and bool(page.evaluate("true"))
    except Error:
        return False
