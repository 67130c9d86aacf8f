"""One random schedule of faults against the real app in a real browser: what happens next is drawn from a seed."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Error

from tests.faults.handset import Handset, is_open, kill_browser
from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING, Fault
from tests.faults.ways import (
    Held,
    Late,
    captive,
    captive_json,
    captive_redirect,
    cut_request,
    cut_words,
    damage,
    delay,
    drop_request,
    drop_response,
    duplicate,
    empty_body,
    empty_response,
    empty_words,
    login_page,
    login_redirect,
    mixed_up,
    other_words,
    refused,
    truncate_response,
)

STEPS = 8
# What can happen to a sync on its way, by the row of the table.
WAYS: dict[int, tuple[Fault, ...]] = {
    12: (drop_request,),
    13: (drop_response, truncate_response, empty_response, delay(0.5)),
    14: (duplicate,),
    17: tuple(refused(status) for status in (400, 403, 404, 413, 422, 429, 500, 502, 503)),
    19: (login_page, login_redirect),
    21: (captive, captive_json, captive_redirect),
    22: (empty_body, cut_request, damage(cut_words), damage(empty_words), damage(other_words), mixed_up),
}


@dataclass
class Outcome:
    """What one schedule came to. `rows`: the rows of the table that it met; `broken`: the rule that did not hold."""

    seed: int
    rows: set[int] = field(default_factory=set)
    saved: int = 0
    lost: int = 0
    doubled: int = 0
    misattributed: int = 0
    broken: str = ""

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.misattributed or self.broken)


class Schedule:
    """Plays on a line of its own; the server may be shared with schedules that are over."""

    def __init__(self, line: Line, seed: int) -> None:
        self.line = line
        self.outcome = Outcome(seed)
        self.chance = random.Random(seed)
        self.notes: list[str] = []
        self.folder = Path(tempfile.mkdtemp())

    def run(self, steps: int = STEPS) -> Outcome:
        """Play it, settle, count. Never raises for a broken rule: it is in the outcome."""
        try:
            self.phone = self.line.handset(page=self.line.browsers.kept_phone(self.folder / "phone"))
            self.phone.until_kept_for_offline()
            for _ in range(steps):
                row, act = self.chance.choice(self._acts())
                self.outcome.rows.add(row)
                act()
                self.line.keep()
                self.line.check()
            self.line.settle()
        except (AssertionError, Error) as error:
            self.outcome.broken = str(error).splitlines()[0] if str(error) else "a rule did not hold"
        finally:
            self._count()
            shutil.rmtree(self.folder, ignore_errors=True)
        return self.outcome

    def _count(self) -> None:
        if self.line.world.server.process is None:
            self.line.world.server.start()
        for handset in self.line.handsets:
            if is_open(handset.page) and handset.page.url.startswith("chrome-error"):
                handset.open()  # a page that never came can't say what is on its phone
        wrongs = self.line.wrongs()
        self.outcome.saved = len(self.line.saved)
        self.outcome.lost = len(wrongs["lost"])
        self.outcome.doubled = len(wrongs["doubled"]) + len(wrongs["from nowhere"])
        self.outcome.misattributed = len(wrongs["misattributed or changed"])

    def _acts(self) -> list[tuple[int, Callable[[], None]]]:
        ways = [(row, lambda fault=fault: self._way(fault)) for row, faults in WAYS.items() for fault in faults]
        return [
            self.chance.choice(ways),
            self.chance.choice(ways),
            self.chance.choice(ways),
            (2, self._killed),
            (8, self._cold_start),
            (14, self._late),
            (16, self._server_killed),
            (19, self._session_over),
            (23, self._two_tabs),
            (24, self._two_phones),
            (25, self._in_flight),
            (26, self._clock),
            (27, self._another_person),
            (29, self._switched_off),
            (30, self._backup_or_restore),
        ]

    def _log(self, phone: Handset | None = None) -> None:
        note = f"note {len(self.notes)} of schedule {self.outcome.seed}."
        self.notes.append(note)
        (phone or self.phone).log(note)

    def _change(self, phone: Handset | None = None) -> None:
        note = self.chance.choice(self.notes) if self.notes else None
        phone = phone or self.phone
        if note is None or not phone.card(note).is_visible() or phone.view("ride").locator(".fork").count():
            return self._log(phone)
        self.notes.remove(note)
        self.notes.append(f"{note} And more.")
        return phone.change(note, self.notes[-1])

    def _way(self, fault: Fault) -> None:
        self.line.proxy.clear()
        self.line.proxy.fault(fault, times=self.chance.choice((1, 2, None)))
        self.chance.choice((self._log, self._change))()
        self.phone.nudge()

    def _killed(self) -> None:
        self._log()
        self.line.keep()
        kill_browser(self.folder / "phone")
        self.line.handsets.remove(self.phone)
        self.phone = self.line.relaunched(self.phone, self.folder / "phone")
        self.phone.open_ride()

    def _cold_start(self) -> None:
        self.line.proxy.clear()
        with self.line.proxy.broken(drop_request, EVERYTHING):
            self._reopen()
            self._log()

    def _late(self) -> None:
        self.line.proxy.clear()
        late = Late()
        self.line.proxy.fault(late)
        self._log()
        self.phone.nudge()
        self.phone.until_sent()
        self.line.proxy.clear()
        self._change()
        self.phone.until_sent()
        late.deliver()

    def _server_killed(self) -> None:
        self._log()
        self.line.world.server.kill()
        self._log()
        self.line.world.server.start()
        self.phone.nudge()

    def _session_over(self) -> None:
        self.phone.page.context.clear_cookies()
        self._log()
        self.phone.nudge()
        self.line.keep()
        self.line.check()
        self._back()

    def _two_tabs(self) -> None:
        self.line.proxy.clear()
        other = self.phone.tab()
        other.open()
        other.open_ride()
        self._log(other)
        self._log()
        other.nudge()
        other.page.close()

    def _two_phones(self) -> None:
        self.line.proxy.clear()
        self._log()
        self.phone.nudge()
        self.phone.until_sent()
        tablet = self.line.handset(self.phone.person, ride=False)
        tablet.rest()
        tablet.page.reload()
        tablet.ready()
        tablet.open_ride()
        self._log(tablet)
        tablet.until_sent()
        # The tablet goes for good: a backup put back later would lose what only it and the server had.
        self.phone.nudge()
        self.phone.rest()
        self.line.keep(tablet)
        self.line.handsets.remove(tablet)
        tablet.page.close()

    def _in_flight(self) -> None:
        self.line.proxy.clear()
        held = Held(arrived=self.chance.random() < 0.5)
        self.line.proxy.fault(held, times=1)
        self._log()
        self.phone.nudge()
        self._change()
        held.go.set()

    def _clock(self) -> None:
        year = self.chance.choice((1999, 2019, 2031, 2038))
        self.phone.page.clock.set_fixed_time(datetime(year, 5, 6, 12, tzinfo=UTC))
        self._log()

    def _another_person(self) -> None:
        self._log()
        self.line.keep()
        b = self.line.world.leader()
        self.line.sign_in(self.phone.page, b)
        self.line.proxy.clear()
        self.phone.nudge()
        self._reopen(self.phone.as_(b), ride=False)
        self.line.check()
        assert not set(self.line.world.rows([b])), "B sent what A wrote"
        self._back()

    def _switched_off(self) -> None:
        self.line.world.change(self.phone.person, active=False)
        self._log()
        self.phone.nudge()
        self.phone.rest()
        self.line.keep()
        self.line.check()
        self.line.world.change(self.phone.person, active=True)
        self.phone.nudge()

    def _backup_or_restore(self) -> None:
        """Yesterday a backup, today a restore."""
        backup = self.folder / "backup"
        if backup.exists():
            self.line.world.restore(backup)
        else:
            self.line.world.back_up(backup)
        self._back()
        self._log()

    def _back(self) -> None:
        """The phone's own person signs in again, and goes on."""
        self.line.sign_in(self.phone.page, self.phone.person)
        self._reopen()

    def _reopen(self, phone: Handset | None = None, *, ride: bool = True) -> None:
        phone = phone or self.phone
        phone.page.goto("about:blank")
        phone.open()
        if ride:
            phone.open_ride()
