"""Row 21: a captive portal or a proxy answers 200 with its own page. Not an ack; "signal but no internet"."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import captive, captive_json, captive_redirect


def test_a_portal_is_no_ack(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    sent = line.server_has(phone)
    for number, fault in enumerate((captive, captive_redirect, captive_json)):
        line.proxy.fault(fault, EVERYTHING)
        phone.log(f"note {number} on the guest Wi-Fi of the clinic")
        line.keep()
        phone.sees("There is a signal but no internet")
        assert phone.queued() > number
        assert line.server_has(phone) == sent
        line.check()
    phone.open()  # and the app still starts behind it
    assert phone.queued() > 0
    phone.sees("not yet sent")
    line.settle()
