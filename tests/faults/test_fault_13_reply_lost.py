"""Row 13: the server stored it, and the reply was lost. It is sent again, answered `dup`, and there is one row."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.ways import drop_response, empty_response, truncate_response


def test_a_lost_reply_is_no_ack_and_no_double(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    for number, fault in enumerate((drop_response, truncate_response, empty_response)):
        with line.proxy.broken(fault) as plan:
            phone.log(f"note {number}: a neighbor drives the children to practice")
            line.keep()
            phone.meets(plan)
            assert phone.queued() > 0
            line.check()
        phone.nudge()
        phone.until_sent()
    line.settle()
    assert set(line.world.rows([phone.person])) == set(line.saved)
