"""Row 10: an update arrives while entries wait and another tab is being typed into.

No forced reload, an additive migration, and the count of what waits is the same.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.tree import changed_tree
from tests.faults.ways import drop_request
from tests.support.browsers import until


def test_nobody_is_interrupted(own_line: Line, tmp_path: Path) -> None:
    phone = own_line.handset()
    phone.until_sent()
    phone.until_kept_for_offline()
    own_line.proxy.fault(drop_request, SYNC)
    phone.log("waits through the update")
    own_line.keep()
    waiting = phone.queued()
    phone.write("half a sentence in the first tab")
    phone.page.evaluate("() => { window.sameDocument = true; }")

    tree = changed_tree(tmp_path / "v2", "static/js/ui/router.js", "· Fieldlog`", "· Fieldlog Two`")
    changed_tree(tree, "static/js/store/store.js", "`fieldlog-${person}`, 1,", "`fieldlog-${person}`, 2,")
    own_line.world.server.stop()
    own_line.world.server.cwd = tree
    own_line.world.server.start()
    other = phone.tab()
    other.open()
    until(other.page, "navigator.serviceWorker.getRegistration().then((found) => !!found.waiting)", seconds=20)
    assert other.page.title().endswith("· Fieldlog"), "the update was forced on an open app"
    expect(other.page.locator("#status")).to_contain_text("A new version is ready.")
    other.page.close()

    assert phone.page.evaluate("window.sameDocument"), "the page was reloaded under the hands of its writer"
    expect(phone.page.locator("#observation-form [name=note]")).to_have_value("half a sentence in the first tab")
    assert phone.queued() == waiting
    phone.press_save()
    phone.sees_saved("half a sentence in the first tab")
    own_line.keep()
    waiting = phone.queued()

    phone.page.goto("about:blank")  # the last tab of the old version closes
    phone.open()
    assert phone.page.title().endswith("· Fieldlog Two")
    assert phone.page.evaluate("indexedDB.databases().then((all) => Math.max(...all.map((one) => one.version)))") == 2
    assert phone.queued() == waiting
    own_line.check()
    own_line.settle()
