"""Each safeguard is turned off on purpose, and a fault test has to notice. A test that can't fail is worse than none.

The client is changed by the proxy, one line of a module at a time; the server in a copy of the product. Where such a
line is no longer found, the test fails and says so: then find out where the safeguard went.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.line import Line
from tests.faults.proxy import SYNC, Fault
from tests.faults.test_fault_01_killed_while_typing import test_the_draft_is_offered_again as draft_is_offered
from tests.faults.test_fault_02_power_cut_after_saved import (
    test_what_holds_entries_is_written_to_the_disk_at_once as written_at_once,
)
from tests.faults.test_fault_03_storage_full import test_the_words_stay_until_there_is_room as words_stay
from tests.faults.test_fault_09_update_on_a_dying_signal import (
    test_the_old_version_stays_until_the_new_one_is_whole as update_fails,
)
from tests.faults.test_fault_17_server_errors import test_retry_after_is_honored as retry_after
from tests.faults.test_fault_30_restored_server import test_phones_fill_the_gap as gap_is_filled
from tests.faults.tree import changed_tree
from tests.faults.ways import captive, damage, drop_request, drop_response, mixed_up, other_words

pytestmark = pytest.mark.safeguards


def story(line: Line, fault: Fault, *, flag: str = "") -> None:
    """What all rows have in common: an entry is saved, its upload meets the fault, then the way is good again."""
    phone = line.handset()
    phone.until_sent()
    if flag:
        phone.page.evaluate(f"() => {{ globalThis.{flag} = true; }}")
    plan = line.proxy.fault(fault)
    phone.log("said in the worst moment")
    line.keep()
    phone.meets(plan)
    line.settle(seconds=10)


STORIES = [captive, drop_request, drop_response, mixed_up, damage(other_words)]


@pytest.mark.parametrize("fault", STORIES, ids=["captive", "drop_request", "drop_response", "mixed_up", "damage"])
def test_with_every_safeguard_the_story_ends_well(line: Line, fault: Fault) -> None:
    story(line, fault)


def test_ack_any_200(line: Line) -> None:
    line.proxy.patch("answers.js", "if (json?.app !== 'fieldlog') return", "if (status !== 200) return")
    acked = "edits.map(({ edit_id }) => ({ edit_id, state: 'acked', rev: null, code: null }));"
    line.proxy.patch("sync.js", "judge(answer.json.results ?? [], edits);", acked)
    line.proxy.patch(
        "sync.js", "{ verdicts, reply: answer.json,", "{ verdicts, reply: answer.json ?? { epoch, cursor },"
    )
    line.proxy.patch("answers.js", "if (json.error?.code ===", "if (json?.error?.code ===")
    line.proxy.patch("answers.js", "if (!json.user_id) return 'captive';", "")
    line.proxy.patch("answers.js", "if (json.user_id !== person)", "if (json?.user_id && json.user_id !== person)")
    line.proxy.patch("sync.js", "answer.json.changes?.length", "answer.json?.changes?.length")
    line.proxy.patch("sync.js", "answer.json.more", "answer.json?.more")
    with pytest.raises(AssertionError, match="lost: "):
        story(line, captive)


def test_delete_before_send(line: Line) -> None:
    delete = "if (globalThis.deleteFirst) await this.store.db.use((db) => Promise.all(edits.map((one) => db.delete('edits', one.edit_id))));"
    line.proxy.patch("sync.js", "const edits = nextBatch(queued);", f"const edits = nextBatch(queued); {delete}")
    with pytest.raises(AssertionError, match=r"neither on a phone nor|shown as saved, and nowhere"):
        story(line, drop_request, flag="deleteFirst")


def test_no_hash_compared_on_the_phone(line: Line) -> None:
    line.proxy.patch("answers.js", "return content_sha256 === edit.content_sha256 ?", "return true ?")
    with pytest.raises(AssertionError, match="lost: "):
        story(line, mixed_up)


def test_relaxed_durability(line: Line) -> None:
    line.proxy.patch("store.js", "durability: 'strict'", "durability: 'relaxed'")
    with pytest.raises(AssertionError, match="relaxed"):
        written_at_once(line)


def test_saved_is_said_before_it_is_done(line: Line) -> None:
    line.proxy.patch("store.js", "await tx.done;", "tx.done.catch(() => {});")
    line.proxy.patch("store.js", "if (kept.some(", "if (!kept && kept.some(")
    with pytest.raises(AssertionError, match="storage is full"):
        words_stay(line)


def test_no_draft_is_kept(line: Line, tmp_path: Path) -> None:
    line.proxy.patch("form.js", "timer ??= setTimeout(put, PAUSE);", "")
    with pytest.raises(AssertionError, match="You were writing"):
        draft_is_offered(line, tmp_path)


def test_retry_after_is_not_heard(line: Line) -> None:
    line.proxy.patch("sync.js", "this.told = wait > 0;", "")
    with pytest.raises(AssertionError, match="hits"):
        retry_after(line)


def test_half_an_update_is_taken_for_a_whole_one(own_line: Line, tmp_path: Path) -> None:
    changed_tree(tmp_path / "v2", "static/js/sw.js", "throw error;", "")
    with pytest.raises(AssertionError, match="never true"):
        update_fails(own_line, tmp_path)


def test_no_reconcile_after_a_restore(own_line: Line, tmp_path: Path) -> None:
    own_line.proxy.patch(
        "changes.js", "const renewed = epoch !== null && reply.epoch !== epoch;", "const renewed = false;"
    )
    with pytest.raises(AssertionError, match="it never came"):
        gap_is_filled(own_line, tmp_path)


def test_no_hash_compared_on_the_server(own_line: Line, tmp_path: Path) -> None:
    without(own_line, tmp_path, "fieldlog/domain/sync_wire.py", ("if raw[name] != digest:", "if False:"))
    with pytest.raises(AssertionError, match="misattributed or changed"):
        story(own_line, damage(other_words))


def test_no_idempotency(own_line: Line, tmp_path: Path) -> None:
    again = "        if again := self._again(raw, item):\n"
    stored_anew = (
        f"{again}            import uuid\n            self._store(raw, replace(item, edit_id=str(uuid.uuid4())))\n"
    )
    without(own_line, tmp_path, "fieldlog/operations/intake.py", (again, stored_anew))
    with pytest.raises(AssertionError, match="doubled"):
        story(own_line, drop_response)


def test_no_owner_check(own_line: Line, tmp_path: Path) -> None:
    without(
        own_line,
        tmp_path,
        "fieldlog/operations/intake.py",
        ("if item.author_id != self._actor.person_id:", "if False:"),
        ("edit = replace(edit, status=status,", "edit = replace(edit, author_id=self._actor.person_id, status=status,"),
    )
    without(own_line, tmp_path, "fieldlog/operations/sync.py", ("if request.user_id != actor.person_id:", "if False:"))
    with pytest.raises(AssertionError, match="misattributed"):
        swapped_cookie(own_line)


def test_with_the_owner_check_a_swapped_cookie_does_no_harm(line: Line) -> None:
    swapped_cookie(line)


def swapped_cookie(line: Line) -> None:
    """A's words wait while the cookie of B is in the browser; then A is back."""
    phone, b = line.handset(), line.world.leader()
    phone.until_sent()
    line.proxy.fault(drop_request, SYNC)
    phone.log("what only A may say")
    line.keep(phone)
    line.sign_in(phone.page, b)
    line.proxy.clear()
    before = len(line.proxy.syncs())
    phone.nudge()
    line.until_synced(before + 1)
    of_b = phone.as_(b)
    of_b.ready()
    line.sign_in(phone.page, phone.person)
    phone.page.goto("about:blank")
    phone.open()
    phone.until_sent()
    line.handsets.append(of_b)
    line.compare()


def without(line: Line, folder: Path, file: str, *lines: tuple[str, str]) -> None:
    """Run the server without what these lines of it do."""
    server = line.world.server
    server.stop()
    for old, new in lines:
        server.cwd = changed_tree(folder / "without", file, old, new)
    server.start()
