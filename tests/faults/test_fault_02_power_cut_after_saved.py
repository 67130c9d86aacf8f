"""Row 2: killed right after "Saved on this phone". The entry is there, and still queued; it had been written to the disk."""

from __future__ import annotations

from pathlib import Path

from tests.faults.handset import kill_browser
from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.ways import drop_request
from tests.support.expecting import expect

# kill -9 leaves the system's buffers alone, a power cut does not: so look at what the app asked for, too.
WATCH_DURABILITY = """(() => {
  const { transaction } = IDBDatabase.prototype;
  window.transactions = [];
  IDBDatabase.prototype.transaction = function (...asked) {
    const made = transaction.apply(this, asked);
    if (made.mode === 'readwrite') window.transactions.push({ stores: [...made.objectStoreNames], durability: made.durability });
    return made;
  };
})();"""


def test_it_is_there_after_the_kill(line: Line, tmp_path: Path) -> None:
    phone = line.handset(page=line.browsers.kept_phone(tmp_path))
    phone.until_sent()
    phone.until_kept_for_offline()
    line.proxy.fault(drop_request, EVERYTHING)
    phone.write("said a second before the battery died")
    phone.press_save()
    expect(phone.card("said a second before")).to_be_visible()
    line.keep()
    kill_browser(tmp_path)

    again = line.relaunched(phone, tmp_path)
    line.check()
    assert again.queued() > 0
    again.sees("not yet sent")
    line.settle()


def test_what_holds_entries_is_written_to_the_disk_at_once(line: Line) -> None:
    page = line.browsers.phone()
    page.add_init_script(WATCH_DURABILITY)
    phone = line.handset(page=page)
    phone.log("asked for a strict write")
    line.keep()
    phone.until_sent()
    written = phone.page.evaluate("window.transactions")
    entries = [one for one in written if "edits" in one["stores"]]
    assert len(entries) >= 3
    assert {one["durability"] for one in entries} == {"strict"}
    line.settle()
