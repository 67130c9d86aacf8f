"""Row 14: delivered twice, or hours late after newer edits. No second row, head unchanged, nothing deleted comes back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line
from tests.faults.ways import Late, duplicate


def test_delivered_twice(line: Line) -> None:
    phone = line.handset()
    plan = line.proxy.fault(duplicate)
    phone.log("the family keeps a garden")
    line.keep()
    phone.until_sent()
    assert plan.hits
    line.settle()


def test_delivered_late_after_newer_edits(line: Line) -> None:
    phone = line.handset()
    phone.until_sent()
    late = Late()
    line.proxy.fault(late)
    phone.log("first words")
    line.keep()
    phone.until_sent()
    line.proxy.clear()
    phone.change("first words", "second words")
    phone.remove("second words")
    line.keep()
    phone.until_sent()
    before = line.world.heads(phone.person)
    assert any(retracted for _, _, retracted in before.values())
    assert {answer.status for answer in late.deliver()} == {200}
    assert line.world.heads(phone.person) == before
    phone.open()  # and on the phone, after another round
    line.settle()
    expect(phone.card("first words")).to_have_count(0)
    expect(phone.card("second words")).to_have_count(0)
