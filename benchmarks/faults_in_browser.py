"""How much is lost by the real app: random schedules of faults in a real browser, against the real server.

    python -m benchmarks.faults_in_browser --schedules 200

Prints a table by the rows of the fault table, and ends with 1 when anything was lost, doubled or misattributed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.support.report import machine, table, verdict
from tests.faults.line import Line, World, new_server
from tests.faults.proxy import Proxy
from tests.faults.schedule import STEPS, Outcome, Schedule
from tests.support.browsers import Browsers
from tests.support.chromium import ARGS, find

HEAD = ("row", "fault", "schedules", "edits saved", "lost", "doubled", "misattributed")
NAMES = {
    2: "killed right after Saved",
    8: "cold start offline",
    12: "request never arrives",
    13: "reply lost, cut or slow",
    14: "twice, or late",
    16: "server killed",
    17: "4xx and 5xx",
    19: "session over, login page",
    21: "captive portal",
    22: "damaged on the way",
    23: "two tabs",
    24: "two phones",
    25: "edited in flight",
    26: "wrong clock",
    27: "another person",
    29: "switched off",
    30: "server restored",
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--schedules", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    wanted, _ = asked.parse_known_args()
    print(f"Faults in the browser · {machine()}")
    began = time.monotonic()
    done = list(_play(wanted.seed, wanted.schedules))
    rows = [_row(str(row), name, [each for each in done if row in each.rows]) for row, name in NAMES.items()]
    table(f"{len(done)} random schedules of {STEPS} steps, by what they met", HEAD, [*rows, _row("", "all", done)])
    for each in done:
        if each.broken:
            print(f"  schedule {each.seed}, rows {sorted(each.rows)}: {each.broken}")
    print(f"  in {time.monotonic() - began:.0f} seconds")
    print(verdict("schedules in which some rule did not hold", sum(not each.clean for each in done), 0))
    return 0 if all(each.clean for each in done) else 1


def _play(seed: int, count: int) -> Iterator[Outcome]:
    chromium = find()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
        server = new_server(Path(folder))
        world = World.on(server)
        try:
            for number in range(count):
                proxy = Proxy(server.port)
                browsers = Browsers(playwright.chromium, browser, chromium, proxy.url)
                yield Schedule(Line(world, proxy, browsers), seed * 100_000 + number).run()
                if number % 10 == 9:
                    print(f"  {number + 1} of {count} schedules", file=sys.stderr, flush=True)
                browsers.close()
                proxy.close()
        finally:
            browser.close()
            server.close()


def _row(row: str, name: str, done: list[Outcome]) -> list[str]:
    numbers = ("saved", "lost", "doubled", "misattributed")
    return [row, name, str(len(done)), *(f"{sum(getattr(each, number) for each in done):,}" for number in numbers)]


if __name__ == "__main__":
    sys.exit(main())
