"""Row 6: the storage was evicted, wiped or corrupt. What had been sent comes back; the phone says what happened."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import SYNC, Fault
from tests.faults.ways import damage, drop_request


def wiped(line: Line, fault: Fault = drop_request) -> None:
    """A phone with two entries, one of them sent, whose browser throws its databases away."""
    phone = line.handset()
    phone.log("sent before the storage went")
    line.keep()
    phone.until_sent()
    sent = set(phone.edits())
    plan = line.proxy.fault(fault, SYNC)
    phone.log("not sent when the storage went")
    line.keep()
    line.known_gone = set(phone.edits()) - sent
    assert line.known_gone
    phone.meets(plan)
    phone.page.goto("about:blank")
    tools = phone.devtools()
    tools.send("Storage.clearDataForOrigin", {"origin": line.proxy.url, "storageTypes": "indexeddb"})
    line.proxy.clear()
    phone.open()


def test_what_was_sent_comes_back(line: Line) -> None:
    wiped(line)
    phone = line.handsets[0]
    phone.rest()
    phone.page.reload()
    phone.ready()
    phone.open_ride()
    expect(phone.card("sent before the storage went")).to_be_visible()
    line.settle()


def test_it_is_said(line: Line) -> None:
    wiped(line)
    phone = line.handsets[0]
    expect(phone.page.locator("body")).to_contain_text("storage was cleared", timeout=3000)
    line.settle()


def test_what_is_missing_is_counted(line: Line) -> None:
    """The server had heard how many there were, and nothing more: the phone says so, and the office sees it."""
    wiped(line, damage(lambda posted: posted.update(edits=[])))
    phone = line.handsets[0]
    phone.sees("1 saved version had not reached your office")
    phone.page.get_by_role("button", name="Understood").click()
    expect(phone.page.locator("#status")).not_to_contain_text("cleared")
    phone.page.reload()
    phone.ready()
    expect(phone.page.locator("#status")).not_to_contain_text("cleared")
    line.settle()
