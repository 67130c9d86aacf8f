"""Row 18: one bad item in a batch of twenty. Nineteen are acked; one needs attention, and its words are in quarantine."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import drop_request


def test_nineteen_go_and_one_waits_for_its_author(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, EVERYTHING)
    phone.visits(9)
    phone.page.eval_on_selector("#observation-form [name=note]", "(note) => note.removeAttribute('maxlength')")
    phone.write("far too long " + "word " * 14_000)  # as a form without a limit would have let it through
    phone.press_save()
    phone.sees_saved("far too long")
    phone.visits(1)
    line.keep()
    waiting = phone.queued()
    assert waiting == 20
    line.proxy.clear()
    phone.nudge()
    phone.until_sent()
    line.check()
    assert phone.states().get("needs_fix") == 1
    bad = next(edit_id for edit_id, one in phone.edits().items() if one["state"] == "needs_fix")
    assert line.world.quarantined(phone.person) == {bad: "item_too_large"}
    phone.sees("1 needs your attention")

    phone.page.locator("#status").get_by_role("link", name="1 needs your attention").click()
    phone.view("waiting").get_by_role("link", name="Fix it").click()
    form = phone.page.locator("#observation-form")
    expect(form.locator("[data-trouble]")).to_contain_text("too long")
    expect(form.get_by_role("button", name="Copy text")).to_be_visible()
    expect(form.locator("[name=note]")).to_have_value("far too long " + "word " * 14_000)
    form.locator("[name=note]").fill("short enough")
    form.get_by_role("button", name="Save", exact=True).click()
    phone.sees_saved("short enough")
    line.keep()
    line.settle()
    expect(phone.page.locator("#status")).not_to_contain_text("attention")
