"""Row 26: the phone's clock is wrong by years, or jumps. Entries are accepted, in the order of saving; nothing expires."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.faults.line import Line
from tests.faults.ways import asked


def test_years_ahead_then_years_behind(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    for year in (2038, 1999, 2031):
        phone.page.clock.set_fixed_time(datetime(year, 3, 4, 12, 0, tzinfo=UTC))
        phone.log(f"written when the phone thought it was {year}")
        line.keep()
        phone.until_sent()
        phone.sees("This phone’s clock is wrong")
        line.check()
    edits = [edit for sync in line.proxy.syncs() for edit in asked(sync)["edits"]]
    seqs = [edit["device_seq"] for edit in edits]
    assert seqs == sorted(seqs), "not sent in the order of saving"
    years = [edit["occurred_at"][:4] for edit in edits if "thought it was" in json.loads(edit["body"]).get("note", "")]
    assert years == ["2038", "1999", "2031"]
    assert line.world.quarantined(phone.person) == {}
    line.settle()
