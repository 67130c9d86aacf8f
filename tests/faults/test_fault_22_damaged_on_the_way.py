"""Row 22: the body is emptied or cut in transit. The hash does not fit, so it is not acked, and it is sent again."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.ways import (
    cut_request,
    cut_words,
    damage,
    drop_request,
    empty_body,
    empty_words,
    mixed_up,
    other_words,
)


def test_what_was_damaged_is_not_acked(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    sent = line.server_has(phone)
    line.proxy.fault(drop_request)
    phone.log("they fixed the porch together")
    line.keep()
    waiting = phone.queued()
    for fault in (empty_body, cut_request, damage(cut_words), damage(empty_words), damage(other_words), mixed_up):
        with line.proxy.broken(fault) as plan:
            phone.nudge()
            phone.meets(plan)
            phone.sees("not yet sent")
            assert phone.queued() == waiting
            assert line.server_has(phone) == sent
            line.check()
    line.settle()
    assert line.world.quarantined(phone.person) == {}
