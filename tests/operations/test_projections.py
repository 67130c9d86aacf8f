"""The tables can always be made again from the edits, and come out the same whatever the order of arrival."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast, small_agency
from tests.support.phone import Item, Phone, send

NOW = datetime(2026, 5, 13, 14, 2, tzinfo=UTC)
TABLES = (
    "entries",
    "rides",
    "visits",
    "observations",
    "observation_issues",
    "observation_cues",
    "reflections",
    "promises",
)


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as tx:
        conn = tx.entries.conn  # type: ignore[attr-defined]  # every column of every row, which no method gives
        return {name: sorted(map(tuple, conn.execute(f"SELECT * FROM {name}")), key=repr) for name in TABLES}


def a_day(phone: Phone) -> list[Item]:
    """Everything that can happen to entries in one day, parents first."""
    ride, visit, seen = phone.outing(cues=["money_fixes"], sharing="community")
    ended = phone.again(ride, ended_at="2026-05-13T18:00:00Z")
    here, there = phone.again(seen, note="here"), phone.again(seen, note="there", sharing="private")
    forked = phone.again(ended, kind="retract"), phone.again(ended, after_hours=True)
    reflection = phone.reflection(ride)
    promise = phone.promise(ride)
    done = phone.again(promise, state="done", told={"when": "2026-06-01", "how": "call"})
    gone = phone.again(visit, kind="retract")
    back = phone.again(gone)
    odd = phone.observation(visit, lean="sideways")
    flagged = phone.observation(visit, issues=["no_such_issue"])
    return [
        *(ride, visit, seen, ended, here, there, *forked, reflection, promise, done, gone, back, odd, flagged),
        phone.again(here, kind="resolve", bases=(here["edit_id"], there["edit_id"]), note="both"),
    ]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_order_and_any_repetition_give_the_same_tables(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'a.sqlite'}")
        cast = Cast(store)
        agency = small_agency(cast)
        phone = Phone(cast.person("leader", agency.unit), agency.unit)
        made = a_day(phone)
        arrived = data.draw(st.permutations(made + data.draw(st.lists(st.sampled_from(made), max_size=6))))
        size = data.draw(st.integers(1, 10))
        for start in range(0, len(arrived), size):
            send(store, phone, arrived[start : start + size], now=NOW)
        after_any_order = tables(store)
        assert len(after_any_order["entries"]) == 7

        with store.write() as tx:
            tx.entries.clear()
            tx.edits.conn.execute("DELETE FROM edits")  # type: ignore[attr-defined]
        send(store, phone, made, now=NOW)
        assert tables(store) == after_any_order
        store.close()


def test_a_rebuild_changes_nothing_and_mends_everything(store: Store, cast: Cast, agency: Agency) -> None:
    phone = Phone(cast.person("leader", agency.unit), agency.unit)
    send(store, phone, a_day(phone), now=NOW)
    before = tables(store)
    assert rebuild_projections(store, load_packs(), now=NOW) == 7
    assert tables(store) == before
    with store.write() as tx:
        tx.entries.conn.execute("UPDATE observations SET note = 'spoilt'")  # type: ignore[attr-defined]
        tx.entries.conn.execute("DELETE FROM visits")  # type: ignore[attr-defined]
    rebuild_projections(store, load_packs(), now=NOW)
    assert tables(store) == before
    with store.read() as tx:
        assert [entry.act for entry in tx.audit.about("server", "server")] == ["rebuild", "rebuild"]
