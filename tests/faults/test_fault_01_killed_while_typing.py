"""Row 1: the app is killed while somebody types. On reopening the draft is offered; half a second may be missing."""

from __future__ import annotations

import re
from pathlib import Path

from tests.faults.handset import kill_browser
from tests.faults.line import Line
from tests.support.expecting import expect


def test_the_draft_is_offered_again(line: Line, tmp_path: Path) -> None:
    phone = line.handset(page=line.browsers.kept_phone(tmp_path))
    phone.until_sent()
    phone.write("They keep the")
    note = phone.page.locator("#observation-form [name=note]")
    note.press("End")
    note.press_sequentially(" neighbor's spare key", delay=20)
    phone.page.wait_for_timeout(500)
    note.press_sequentially(" for the", delay=5)
    kill_browser(tmp_path)

    again = line.relaunched(phone, tmp_path)
    offer = again.view("home").locator("[data-slot=offers]")
    expect(offer).to_contain_text("You were writing: “They keep the neighbor's spare key")
    offer.get_by_role("link", name="Go on").click()
    kept = re.compile("^They keep the neighbor's spare key")
    expect(again.page.locator("#observation-form [name=note]")).to_have_value(kept)
    again.press_save()
    again.sees_saved("They keep the neighbor's spare key")
    line.keep(again)
    again.until_sent()
    line.settle()
    again.go("#home")
    expect(offer.get_by_text("You were writing")).to_have_count(0)
