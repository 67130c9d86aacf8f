"""Row 28: sign-out with unsent entries. They survive it, and go when their author signs in again.

To remove them is a choice of its own, after an export.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from fieldlog.domain.unsent_file import read_unsent_file
from fieldlog.operations.packs import load_packs
from fieldlog.operations.unsent import import_unsent
from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING, SYNC
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
    leave = phone.view("leave")
    expect(leave.get_by_text("2 entries are not sent yet.")).to_be_visible()  # the drive is one, too
    expect(leave.get_by_role("button", name="Save to a file")).to_be_visible()
    expect(leave.get_by_role("button", name="Remove them from this phone")).to_be_hidden()
    phone.sign_out()
    phone.view("sign-in").get_by_role("link", name="Sign in").click()
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


def test_without_a_signal_the_session_ends_at_the_next_contact(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    phone.until_kept_for_offline()
    line.proxy.fault(drop_request, EVERYTHING)
    phone.log("still here after leaving")
    line.keep()
    phone.go("#leave")
    phone.sign_out()
    assert phone.queued() > 0
    line.check()
    line.proxy.clear()
    phone.page.goto("about:blank")
    phone.page.goto(f"{line.proxy.url}/app/")
    expect(phone.view("sign-in")).to_be_visible()
    assert "still here after leaving" not in phone.page.content()
    line.sign_in(phone.page, phone.person)
    phone.page.goto("about:blank")
    phone.open()
    phone.until_sent()
    line.settle()


def test_they_are_removed_only_after_an_export_and_come_back_in_a_file(line: Line, tmp_path: Path) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("taken along in a file")
    line.keep()
    phone.go("#leave")
    leave = phone.view("leave")
    with phone.page.expect_download() as download:
        leave.get_by_role("button", name="Save to a file").click()
    download.value.save_as(tmp_path / "unsent.json")
    leave.get_by_role("button", name="Remove them from this phone").click()
    expect(leave.get_by_text("Everything is with your office.")).to_be_visible()
    assert phone.queued() == 0
    file = read_unsent_file(json.loads((tmp_path / "unsent.json").read_text("utf-8")))
    assert import_unsent(line.world.server.store, file, load_packs(), now=datetime.now(UTC)).complete
    line.proxy.clear()
    line.settle()
