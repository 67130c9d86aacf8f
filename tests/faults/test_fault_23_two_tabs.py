"""Row 23: two tabs sync, and one freezes while it holds the lock. One row each; the other waits a minute at most."""

from __future__ import annotations

import re

from fieldlog.config import ROOT
from tests.faults.line import Line
from tests.faults.ways import Held


def test_two_tabs_send_each_entry_once(line: Line) -> None:
    phone = line.handset()
    other = phone.tab()
    other.open()
    other.open_ride()
    phone.log("from the first tab")
    other.log("from the second tab")
    line.keep()
    phone.nudge()
    other.nudge()
    phone.until_sent()
    line.settle()


def test_a_frozen_tab_only_delays(line: Line) -> None:
    patience = re.search(r"LOCK_PATIENCE = ([\d_]+);", (ROOT / "static/js/sync/sync.js").read_text())
    assert patience
    assert int(patience[1].replace("_", "")) <= 60_000
    line.proxy.patch("sync.js", patience[0], "LOCK_PATIENCE = 1_500;")  # a minute, made short
    phone = line.handset()
    phone.until_sent()
    phone.rest()
    held = Held(arrived=True)
    line.proxy.fault(held, times=1)
    phone.log("in the tab that freezes")
    line.keep()
    line.proxy.until(held.came.is_set)
    frozen = phone.devtools()
    frozen.send("Page.setWebLifecycleState", {"state": "frozen"})

    other = phone.tab()
    line.handsets = [other]
    other.open()
    other.open_ride()
    other.log("in the tab that goes on")
    line.keep()
    other.until_sent(seconds=20)
    held.go.set()
    frozen.send("Page.setWebLifecycleState", {"state": "active"})
    line.settle()
