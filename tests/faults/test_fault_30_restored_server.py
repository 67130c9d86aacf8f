"""Row 30: the server was restored from yesterday's backup. Phones send everything that is missing again, no duplicates."""

from __future__ import annotations

from pathlib import Path

from tests.faults.line import Line


def test_phones_fill_the_gap(own_line: Line, tmp_path: Path) -> None:
    phone = own_line.handset()
    phone.until_sent()
    own_line.world.back_up(tmp_path / "backup")

    phone.log("after the backup was taken")
    phone.change("after the backup was taken", "and changed once more")
    own_line.keep()
    phone.until_sent()
    assert own_line.server_has(phone) == len(own_line.saved)

    own_line.world.restore(tmp_path / "backup")
    assert own_line.server_has(phone) < len(own_line.saved)
    own_line.check()
    phone.nudge()
    own_line.proxy.until(lambda: own_line.server_has(phone) == len(own_line.saved), seconds=10)
    own_line.settle()


def test_what_waits_for_the_office_is_handed_over_again(own_line: Line, tmp_path: Path) -> None:
    """A held entry is as much the server's to keep as an acked one, and a backup may lack it too."""
    phone = own_line.handset()
    phone.until_sent()
    own_line.world.back_up(tmp_path / "backup")

    own_line.world.change(phone.person, grants=frozenset())
    phone.log("held, and then forgotten by the server")
    own_line.keep()
    phone.until_sent()
    assert own_line.server_has(phone) == len(own_line.saved)

    own_line.world.restore(tmp_path / "backup")
    assert own_line.server_has(phone) < len(own_line.saved)
    phone.nudge()
    own_line.proxy.until(lambda: own_line.server_has(phone) == len(own_line.saved), seconds=10)
    own_line.settle()
