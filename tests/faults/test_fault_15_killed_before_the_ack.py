"""Row 15: the app is killed between the reply and its own note of it. It sends again, hears `dup`, and is done."""

from __future__ import annotations

from pathlib import Path

from tests.faults.handset import kill_browser
from tests.faults.line import Line
from tests.support.browsers import until

# The reply is in hand, whole; what comes after it never does.
STOP_AT_THE_REPLY = """() => {
  const { fetch } = window;
  window.fetch = async (...asked) => {
    const reply = await fetch(...asked);
    if (!String(asked[0]).endsWith('/api/v1/sync')) return reply;
    window.replies = [...(window.replies ?? []), await reply.text()];
    return new Promise(() => {});
  };
}"""


def test_it_is_sent_again_and_acked(line: Line, tmp_path: Path) -> None:
    phone = line.handset(page=line.browsers.kept_phone(tmp_path))
    phone.until_sent()
    phone.rest()
    phone.page.evaluate(STOP_AT_THE_REPLY)
    phone.log("acked by the server, unknown to the phone")
    line.keep()
    until(phone.page, "!!window.replies")
    assert '"status":"ok"' in phone.page.evaluate("window.replies[0]").replace(" ", "")
    stored = line.server_has(phone)
    assert stored == len(line.saved)
    assert phone.queued() > 0
    kill_browser(tmp_path)

    again = line.relaunched(phone, tmp_path)
    again.until_sent()
    line.settle()
    assert line.server_has(again) == stored
