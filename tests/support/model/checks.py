"""What must be true of a world: at all times, and once the faults have ended."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from tests.operations.test_projections import tables
from tests.support.model.world import Handset, World
from tests.support.phone import Item, some_id

CLEAN_ROUNDS = 4
REFUSED = ("needs_fix", "superseded", "not_yours")


def check(world: World) -> None:
    """At all times: what was saved is on a phone or on the server, word for word, under its author."""
    here = world.stored()
    restored = world.server.restored
    for edit_id, item in world.saved.items():
        on_server = here.get(edit_id)
        if on_server is not None:
            assert on_server == (item["author_id"], item["body"]), f"stored otherwise than saved: {edit_id}"
        else:
            assert world.on_a_phone(edit_id, item), f"lost: {edit_id}"
    assert not (here.keys() - world.saved.keys()), "stored, though nobody saved it"
    if not restored:
        for book in world.books():
            for edit_id, record in [*book.edits.items(), *book.pulled.items()]:
                assert record.state != "acked" or edit_id in here, f"acked, though not stored: {edit_id}"


def settle(world: World) -> None:
    """The faults end; after some clean rounds the server has what was saved: no more, no less, no other."""
    for person in world.leaders:
        world.switch(person, on=True)
        world.give_role(person, "leader")
    world.age(older=False)
    for person in world.leaders:
        world.release(person)
    while world.line.late:
        world.line.deliver(0)
    while world.frozen:
        world.thaw(0)
    for _ in range(CLEAN_ROUNDS):
        _clean_round(world)
    check(world)
    _server_has_what_was_saved(world)
    _entries_stand_as_made(world)
    _a_new_phone_sees_all(world)
    before = tables(world.server.store)
    rebuild_projections(world.server.store, load_packs(), now=datetime.now(UTC))
    assert tables(world.server.store) == before, "the tables are not what the edits say"
    assert world.server.store.check() == []


def _clean_round(world: World) -> None:
    for handset in world.handsets:
        for person_id in list(handset.books):
            world.sign_in(handset, next(p for p in world.leaders if p.person_id == person_id))
            wrong = world.sync(handset, [])
            assert wrong is None, f"a clean round fails: {wrong}"


def _server_has_what_was_saved(world: World) -> None:
    here = world.stored()
    for book in world.books():
        for edit_id, record in [*book.edits.items(), *book.pulled.items()]:
            assert record.state in ("acked", *REFUSED), f"{edit_id} is still {record.state}"
    refused = {edit_id for edit_id, item in world.saved.items() if not _readable(item)}
    missing = world.saved.keys() - here.keys()
    for edit_id in missing:
        assert world.on_a_phone(edit_id, world.saved[edit_id])
        # After a restore the quarantine may lack what an older server put there: then the phone says so.
        assert edit_id in refused or (world.was_older and _says_needs_fix(world, edit_id)), f"never arrived: {edit_id}"
    assert not here.keys() & refused
    twice = world.server.rows("SELECT content_sha256 FROM edits GROUP BY content_sha256 HAVING count(*) > 1")
    assert not twice, "doubled"


def _entries_stand_as_made(world: World) -> None:
    """From what was saved alone, without the server's own rules: who owns what, and what is taken back."""
    here = world.stored()
    items = [item for item in world.saved.values() if item["edit_id"] in here]
    followed = {base for item in items for base in item["base_edit_ids"]}
    heads: dict[str, list[Item]] = {}
    for item in items:
        if item["edit_id"] not in followed:
            heads.setdefault(item["entry_id"], []).append(item)
    expected = {
        (entry_id, versions[0]["author_id"], len(versions), any(v["kind"] == "retract" for v in versions))
        for entry_id, versions in heads.items()
    }
    found = world.server.rows("SELECT entry_id, owner_id, head_count, retracted FROM entries")
    assert {(entry, owner, count, bool(gone)) for entry, owner, count, gone in found} == expected


def _a_new_phone_sees_all(world: World) -> None:
    for person in world.leaders:
        handset = Handset(some_id(), person)
        world.sign_in(handset, person)
        assert world.sync(handset, []) is None
        own = {edit_id for edit_id, (author_id, _) in world.stored().items() if author_id == person.person_id}
        assert handset.book().pulled.keys() == own, "a new phone does not see what its person wrote"


def _says_needs_fix(world: World, edit_id: str) -> bool:
    return any(b.edits[edit_id].state in ("needs_fix", "superseded") for b in world.books() if edit_id in b.edits)


def _readable(item: Item) -> bool:
    return item["entry_type"] != "poem" and len(item["body"]) <= 64 * 1024
