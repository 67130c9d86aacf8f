"""Row 5: opening the storage hangs, or its upgrade is blocked by an old tab.

Within five seconds the app says which tab to close; it goes on by itself, and nothing is lost.
"""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request
from tests.support.browsers import until

# A tab of an older version that does not mind others, as every app has had one.
HOLD_OLD_VERSION = """(name) => new Promise((resolve, reject) => {
  const asked = indexedDB.open(name);
  asked.onsuccess = () => { window.held = asked.result; resolve(asked.result.version); };
  asked.onerror = () => reject(asked.error);
})"""
HANG = """(() => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...asked) {
    const request = open.apply(this, asked);
    if (sessionStorage.hang) request.addEventListener = () => {};  // whatever comes, nobody hears of it
    return request;
  };
})();"""
PATIENCE = 5.0


def test_an_old_tab_blocks_the_upgrade(line: Line) -> None:
    # Without the worker, the page below gets the new version at once.
    phone = line.handset(page=line.browsers.phone(service_workers="block"))
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("saved by the older version")
    line.keep()
    old_tab = phone.page.context.new_page()
    old_tab.goto(f"{line.proxy.url}/danger")
    assert old_tab.evaluate(HOLD_OLD_VERSION, f"fieldlog-{phone.person.person_id}") == 1

    line.proxy.patch("store.js", "`fieldlog-${person}`, 1,", "`fieldlog-${person}`, 2,")
    phone.devtools().send("Network.clearBrowserCache")
    asked = time.monotonic()
    phone.page.goto(f"{line.proxy.url}/app/")
    phone.sees("Close the other Fieldlog tab")
    assert time.monotonic() - asked < PATIENCE + 3, "it said so too late"
    old_tab.close()
    phone.ready()
    expect(phone.page.locator("#status")).not_to_contain_text("Close the other")
    assert phone.queued() > 0
    line.settle()


def test_opening_hangs(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("saved before the storage hung")
    line.keep()
    phone.page.add_init_script(HANG)
    phone.page.evaluate("() => sessionStorage.setItem('hang', 'yes')")
    phone.page.reload()
    phone.sees("storage does not answer")
    phone.page.evaluate("() => sessionStorage.removeItem('hang')")
    phone.page.reload()
    phone.ready()
    until(phone.page, "document.querySelector('#status').textContent.includes('not yet sent')")
    line.settle()
