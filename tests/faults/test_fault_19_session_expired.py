"""Row 19: the session is over, or a login page comes back. Not an ack; "Sign in to send"; then the same person's go."""

from __future__ import annotations

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import drop_request, login_page, login_redirect
from tests.support.expecting import expect
from tests.support.people import PASSWORD


def test_sign_in_again_and_they_go(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    sent = line.server_has(phone)
    phone.page.context.clear_cookies()
    phone.log("written after the session ended")
    line.keep()
    phone.sees("Sign in to send 2")  # the entry, and the drive it was logged on
    assert line.server_has(phone) == sent
    line.check()
    phone.page.locator("#status").get_by_role("link", name="Sign in").click()
    phone.page.fill("[name=email]", phone.person.email)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.press("[name=password]", "Enter")
    phone.page.wait_for_url("**/app/**")
    phone.ready()
    phone.until_sent()
    line.settle()
    expect(phone.page.locator("#status")).not_to_contain_text("Sign in")


def test_a_login_page_is_no_ack(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, EVERYTHING)
    phone.log("written before the login page")
    line.keep()
    waiting = phone.queued()
    for fault in (login_page, login_redirect):
        with line.proxy.broken(fault, EVERYTHING) as plan:
            phone.nudge()
            phone.meets(plan)
            phone.sees("not yet sent")
            assert phone.queued() == waiting
            line.check()
    line.settle()
