"""Row 16: the server is killed (`kill -9`) in the middle of a batch. Nothing half-written; the phone sends it again.

How what was acknowledged survives many kills under load is in `test_row_16_server_killed.py`.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults.line import Line
from tests.faults.tree import changed_tree
from tests.faults.ways import Held


def test_killed_at_the_third_item(own_line: Line, tmp_path: Path) -> None:
    server = own_line.world.server
    phone = own_line.handset()
    phone.until_sent()
    before = own_line.server_has(phone)
    server.stop()
    server.cwd = changed_tree(
        tmp_path / "tree",
        "fieldlog/operations/intake.py",
        "        self._stored[edit.edit_id] = edit\n",
        "        self._stored[edit.edit_id] = edit\n"
        "        if len(self._stored) == 3:\n"
        "            import os\n"
        "            os.kill(os.getpid(), 9)\n",
    )
    phone.visits(3)
    own_line.keep()
    assert phone.queued() >= 5
    server.start()
    phone.nudge()
    own_line.proxy.until(server.ended)
    assert own_line.server_has(phone) == before, "half a batch is on the disk"
    assert own_line.world.server.store.check() == []
    own_line.check()
    server.cwd = None
    server.start()
    own_line.settle()


def test_killed_after_it_was_stored(own_line: Line) -> None:
    server = own_line.world.server
    phone = own_line.handset()
    phone.until_sent()
    held = Held(arrived=True)
    own_line.proxy.fault(held, times=1)
    phone.log("three generations at the table")
    own_line.keep()
    own_line.proxy.until(held.came.is_set)
    server.kill()
    own_line.check()
    server.start()
    held.go.set()
    own_line.settle()
    assert own_line.world.server.store.check() == []
