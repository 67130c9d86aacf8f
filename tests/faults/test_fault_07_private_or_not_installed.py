"""Row 7: a private window, or not installed. Said before the first entry; what is unsent is counted before installing."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request
from tests.support.expecting import expect


def test_warned_before_the_first_entry(line: Line) -> None:
    phone = line.handset(ride=False)
    warning = phone.view("home").get_by_text("private window")
    expect(warning).to_be_visible()
    expect(phone.view("home").get_by_role("link", name="Put Fieldlog on the home screen")).to_be_visible()
    phone.start_ride()
    line.keep()
    line.settle()


def test_what_is_unsent_is_counted_before_installing(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("would stay behind in the tab")
    line.keep()
    phone.go("#install")
    expect(phone.view("install").get_by_text("2 entries wait here")).to_be_visible()  # the drive is one, too
    line.settle()
