"""Row 8: a cold start without a network after a reboot. Every field page opens and saves."""

from __future__ import annotations

from pathlib import Path

from tests.faults.handset import kill_browser
from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import drop_request
from tests.support.expecting import expect


def test_every_page_opens_and_saves(line: Line, tmp_path: Path) -> None:
    phone = line.handset(page=line.browsers.kept_phone(tmp_path), ride=False)
    phone.until_kept_for_offline()
    kill_browser(tmp_path)
    plan = line.proxy.fault(drop_request, EVERYTHING)

    cold = line.relaunched(phone, tmp_path)
    cold.start_ride()
    cold.visits(2)
    cold.log("a cold start, and it works")
    cold.view("ride").get_by_role("link", name="Reflect").click()
    cold.view("reflect").locator("[data-prompt]:visible").first.click()
    cold.page.fill("#answer-form textarea, [data-view=answer] textarea", "how far it is from any signal")
    cold.view("answer").get_by_role("button", name="Save").click()
    expect(cold.view("reflect")).to_be_visible()
    cold.go("#promise/-/new")
    cold.page.fill("[data-view=promise] textarea", "ask for a second satellite phone")
    cold.view("promise").locator("[name=for_role]").first.check(force=True)
    cold.view("promise").get_by_role("button", name="Save").click()
    expect(cold.view("home").get_by_text("ask for a second satellite phone")).to_be_visible()
    for name in ("past", "rides", "phone", "install", "danger"):
        cold.go(f"#{name}")
        expect(cold.view("start" if name == "past" else name)).to_be_visible()
    line.keep(cold)
    assert {one["edit"]["entry_type"] for one in cold.edits().values()} == {
        "ride", "visit", "observation", "reflection", "promise",
    }  # fmt: skip
    assert plan.hits, "the app never noticed that there is no network"
    line.settle()
