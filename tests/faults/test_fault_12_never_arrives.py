"""Row 12: the request never arrives, for 60 days. It is still queued; nothing ever expires."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import drop_request


def test_sixty_days_offline(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    plan = line.proxy.fault(drop_request, EVERYTHING)
    phone.log("the school offers a quiet room")
    line.keep()
    waiting = phone.queued()
    assert waiting > 0
    phone.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=60))
    for _ in range(3):
        before = plan.over
        phone.nudge()
        phone.meets(plan, after=before)
    assert phone.queued() == waiting
    phone.go("#home")
    phone.sees("not yet sent")
    phone.sees("The oldest is from")
    line.settle()
