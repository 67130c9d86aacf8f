"""Row 3: the phone's storage is full. Never "Saved"; the words stay, can be copied, and Save tries again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request

WORDS = "too much for this phone " * 400


def test_the_words_stay_until_there_is_room(line: Line) -> None:
    # Without the worker, whose copy of the app counts, too.
    page = line.browsers.phone(service_workers="block")
    tools = page.context.new_cdp_session(page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": line.proxy.url, "quotaSize": 80_000})
    phone = line.handset(page=page)
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    before = set(phone.edits())
    form = page.locator("#observation-form")
    trouble = form.locator("[data-trouble]")
    phone.write(WORDS)
    phone.press_save()
    for _ in range(2):
        expect(trouble).to_contain_text("storage is full")
        page.wait_for_timeout(500)  # the draft can't be kept either; that must not take these words away
        expect(trouble).to_contain_text("Your words are still here")
        expect(trouble.get_by_role("button", name="Copy text")).to_be_visible()
        expect(page.locator("#toast")).to_be_hidden()
        expect(form.locator("[name=note]")).to_have_value(WORDS)
        assert set(phone.edits()) == before
        phone.press_save_again()
    line.check()
    tools.send("Storage.overrideQuotaForOrigin", {"origin": line.proxy.url})
    phone.press_save_again()
    phone.sees_saved("too much for this phone")
    line.keep()
    line.settle()
