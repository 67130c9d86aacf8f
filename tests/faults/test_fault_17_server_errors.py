"""Row 17: 500, 502, 503, 429. Entries stay queued, `Retry-After` is honored, other people are not held up."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.ways import drop_request, refused


def test_no_status_loses_an_entry(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request)
    phone.log("grandmother reads to them each night")
    line.keep()
    waiting = phone.queued()
    for status in (400, 403, 404, 409, 413, 422, 429, 500, 502, 503):
        with line.proxy.broken(refused(status)) as plan:
            phone.nudge()
            phone.meets(plan)
            line.check()
            assert phone.queued() == waiting, f"{status} took it for an ack"
            phone.sees("not yet sent")
    line.settle()


def test_retry_after_is_honored(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    plan = line.proxy.fault(refused(503, "4"))
    phone.log("the first while the server is busy")
    phone.meets(plan)
    phone.log("the second while the server is busy")  # neither another entry nor a returning network hurries it
    phone.nudge()
    phone.page.wait_for_timeout(2000)
    line.keep()
    assert plan.hits == 1
    line.proxy.clear()
    phone.until_sent(seconds=10)
    line.settle()


def test_other_people_are_not_held_up(line: Line) -> None:
    unlucky, lucky = line.handset(), line.handset()
    unlucky.until_sent()
    lucky.until_sent()
    plan = line.proxy.fault(refused(500), times=1)
    unlucky.log("waits for a better moment")
    unlucky.meets(plan)
    lucky.log("goes at once")
    lucky.until_sent()
    line.keep()
    line.settle()
