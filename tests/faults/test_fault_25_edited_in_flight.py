"""Row 25: an entry is edited while its upload is in flight. The newer edit stays queued, and goes next."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.ways import Held


def test_the_newer_edit_stays_queued(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    for arrived in (False, True):  # on its way, and with the reply on its way
        held = Held(arrived=arrived)
        line.proxy.fault(held, times=1)
        phone.log(f"as first written {arrived}")
        line.proxy.until(held.came.is_set)
        phone.change(f"as first written {arrived}", f"as written a moment later {arrived}")
        line.keep()
        newest = max(phone.edits())
        line.check()
        held.go.set()
        phone.until_sent()
        assert (newest, 1, False) in line.world.heads(phone.person).values()
    line.settle()
