"""Row 28: sign-out with unsent entries. They survive it, and go when their author signs in again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request
from tests.support.people import PASSWORD


def test_entries_survive_a_sign_out(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("not sent before the sign-out")
    line.keep()
    waiting = phone.queued()
    headers: list[str] = []
    phone.page.on("response", lambda answer: headers.extend(answer.headers))
    phone.page.goto(f"{line.proxy.url}/desk/")
    phone.page.get_by_role("button", name="Sign out").first.click()
    phone.page.wait_for_url("**/sign-in**")
    assert headers
    assert "clear-site-data" not in headers
    assert phone.queued() == waiting
    line.check()
    line.proxy.clear()
    phone.page.fill("[name=email]", phone.person.email)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.press("[name=password]", "Enter")
    phone.page.wait_for_url(lambda url: "/sign-in" not in url)
    phone.open()
    phone.until_sent()
    line.settle()


def test_the_offer_on_the_phone_keeps_them_too(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("still here after leaving")
    line.keep()
    phone.go("#phone")
    phone.view("phone").get_by_role("link", name="Sign out").click()
    phone.page.wait_for_url("**/phones/**")
    expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
    assert phone.queued() > 0
    line.check()
    line.proxy.clear()
    phone.open()
    line.settle()
