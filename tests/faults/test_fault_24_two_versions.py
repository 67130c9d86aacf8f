"""Row 24: the same entry is saved in two tabs, or on two phones. Both versions are kept, and both are shown."""

from __future__ import annotations

from tests.faults.handset import Handset
from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request
from tests.support.expecting import expect


def both_shown(phone: Handset, *versions: str) -> None:
    for words in versions:
        expect(phone.view("ride").get_by_text(words)).to_be_visible()


def test_on_two_phones(line: Line) -> None:
    phone = line.handset()
    phone.log("the words both begin with")
    line.keep()
    phone.until_sent()
    tablet = line.handset(phone.person, ride=False)
    tablet.open_ride()
    expect(tablet.card("the words both begin with")).to_be_visible()
    line.proxy.fault(drop_request, SYNC)
    phone.change("the words both begin with", "as the phone has it")
    tablet.change("the words both begin with", "as the tablet has it")
    line.keep()
    line.proxy.clear()
    for handset in (phone, tablet, phone):
        handset.nudge()
        handset.until_sent()
        handset.rest()
    line.check()
    both_shown(phone, "as the phone has it", "as the tablet has it")
    both_shown(tablet, "as the phone has it", "as the tablet has it")
    assert any(count == 2 for _, count, _ in line.world.heads(phone.person).values())
    line.settle()


def test_in_two_tabs(line: Line) -> None:
    phone = line.handset()
    phone.log("open in both tabs")
    other = phone.tab()
    other.open()
    other.open_ride()
    other.card("open in both tabs").click()
    expect(other.page.locator("#observation-form [name=note]")).to_have_value("open in both tabs")
    phone.change("open in both tabs", "saved in the first tab")
    other.page.fill("#observation-form [name=note]", "saved in the second tab")
    other.page.locator("#observation-form").get_by_role("button", name="Save", exact=True).click()
    other.sees_saved("saved in the second tab")
    line.keep()
    phone.until_sent()
    both_shown(other, "saved in the first tab", "saved in the second tab")
    both_shown(phone, "saved in the first tab", "saved in the second tab")
    line.settle()
