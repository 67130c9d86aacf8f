"""Row 27: A has unsent entries, and B signs in on the same phone. B never sees or sends them; A's go when A is back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.handset import Handset, Record
from tests.faults.line import Line
from tests.faults.proxy import SYNC
from tests.faults.ways import drop_request

ALL_CACHED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
  }
  return texts.join('\\n');
}"""


def test_the_cookie_is_swapped_in_another_tab(line: Line) -> None:
    phone, b = _unsent(line), line.world.leader()
    mine = phone.edits()
    line.sign_in(phone.page, b)
    line.proxy.clear()
    phone.nudge()
    of_b = phone.as_(b)
    of_b.ready()
    _only_a_has_them(line, phone, of_b, mine)


def test_b_signs_in_after_a_signed_out(line: Line) -> None:
    phone, b = _unsent(line), line.world.leader()
    mine = phone.edits()
    phone.page.context.clear_cookies()
    phone.page.goto("about:blank")
    line.sign_in(phone.page, b)
    line.proxy.clear()
    of_b = phone.as_(b)
    of_b.open()
    _only_a_has_them(line, phone, of_b, mine)


def _unsent(line: Line) -> Handset:
    phone = line.handset()
    phone.until_sent()
    phone.until_kept_for_offline()
    line.proxy.fault(drop_request, SYNC)
    phone.log("what only A may say")
    line.keep()
    return phone


def _only_a_has_them(line: Line, phone: Handset, of_b: Handset, mine: dict[str, Record]) -> None:
    of_b.sees("2 entries of another person wait on this phone")  # the drive is one, too
    of_b.start_ride()
    of_b.log("what B saw")
    of_b.until_sent()
    line.keep(of_b)
    line.handsets.append(of_b)
    line.check()
    assert phone.edits() == mine, "A's entries were touched"
    assert "what only A may say" not in of_b.page.content()
    of_b.go("#rides")
    expect(of_b.page.locator("body")).not_to_contain_text("what only A may say")
    assert not set(line.world.rows([of_b.person])) & set(mine)
    cached = of_b.page.evaluate(ALL_CACHED)
    assert cached
    for words in (phone.person.name, phone.person.email, of_b.person.name, of_b.person.email, "what only A may say"):
        assert words not in cached

    line.handsets.remove(of_b)
    line.sign_in(phone.page, phone.person)
    phone.page.goto("about:blank")
    phone.open()
    phone.until_sent()
    expect(phone.page.locator("#status")).not_to_contain_text("another person")
    line.handsets.append(of_b)
    line.settle()
