"""Row 29: the account is switched off, or its role taken away, while the phone was offline.

The upload is kept aside, the phone says that it was received and waits for the office, reads stop, nothing is deleted.
"""

from __future__ import annotations

import pytest

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request


@pytest.mark.parametrize("how", [{"active": False}, {"grants": frozenset()}], ids=["account", "role"])
def test_received_and_waiting_for_the_office(line: Line, how: dict[str, object]) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("seen before the office knew")
    line.keep()
    waiting = phone.queued()
    before = phone.edits()
    line.world.change(phone.person, **how)
    line.proxy.clear()
    phone.nudge()
    phone.until_sent()
    assert phone.states()["held"] == waiting
    assert set(phone.edits()) == set(before), "something was deleted"
    rows = line.world.rows([phone.person])
    assert sum(row.status == "held" for row in rows.values()) == waiting
    phone.page.reload()
    phone.page.wait_for_load_state()
    phone.go("#home")
    phone.open_ride()
    assert "Waiting for your office" in phone.card("seen before the office knew").inner_text()
    if "active" in how:
        status = phone.page.evaluate(
            "() => fetch('/api/v1/me', { headers: { 'X-Fieldlog': '1' } }).then((a) => a.status)"
        )
        assert status == 403, "a person who is switched off may still read"
    line.settle()
