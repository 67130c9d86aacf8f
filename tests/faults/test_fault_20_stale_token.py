"""Row 20: form tokens grow stale, or the server's key is rotated. Sync carries none, so nothing happens to it."""

from __future__ import annotations

from pathlib import Path

from tests.faults.line import Line
from tests.faults.tree import changed_tree
from tests.support.people import PASSWORD


def test_a_stale_form_token_does_not_matter(own_line: Line, tmp_path: Path) -> None:
    server = own_line.world.server
    server.stop()
    server.cwd = changed_tree(
        tmp_path / "impatient", "fieldlog/app.py", "WTF_CSRF_TIME_LIMIT=None", "WTF_CSRF_TIME_LIMIT=1"
    )
    server.start()
    phone = own_line.handset(ride=False)
    phone.page.goto(f"{own_line.proxy.url}/desk/")  # a page with a form token, which then grows old
    phone.page.wait_for_timeout(1500)
    phone.open()
    phone.start_ride()
    phone.log("an hour after the page was opened")
    own_line.keep()
    phone.until_sent()
    sent = own_line.proxy.syncs()[-1]
    assert not any("csrf" in name.lower() for name, _ in sent.headers)
    own_line.settle()


def test_a_rotated_key_asks_to_sign_in_and_loses_nothing(own_line: Line) -> None:
    phone = own_line.handset()
    phone.until_sent()
    server = own_line.world.server
    server.stop()
    server.settings["FIELDLOG_SECRET_KEY"] = "another-key-for-tests-" + "1" * 32
    server.start()
    phone.log("written while the key was changed")
    own_line.keep()
    phone.sees("Sign in to send")
    own_line.check()
    phone.page.locator("#status").get_by_role("link", name="Sign in").click()
    phone.page.fill("[name=email]", phone.person.email)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.press("[name=password]", "Enter")
    phone.page.wait_for_url("**/app/**")
    phone.ready()
    phone.until_sent()
    own_line.settle()
