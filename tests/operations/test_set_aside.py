"""What was set aside counts until it is stored, fixed, or looked at by an admin; the words stay in any case."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from fieldlog.domain.people import Person
from fieldlog.domain.sync_wire import Refusal
from fieldlog.errors import Forbidden, Invalid, NotFound
from fieldlog.operations import sync
from fieldlog.operations.gaps import PersonGaps, Released, release_quarantined, sync_gaps, total_gaps
from fieldlog.operations.packs import load_packs
from fieldlog.operations.set_aside import count_again, mark_seen
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, statuses
from tests.support.seal import key_ring, sealed

TOO_LONG = "long " * 14_000


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Ana"), agency.unit)


def gaps(store: Store, cast: Cast, admin: Person) -> PersonGaps:
    [found] = sync_gaps(store, cast.actor(admin))
    return found


def tally(store: Store, cast: Cast, admin: Person) -> tuple[int, int, int]:
    """Set aside and waiting, looked at, missing."""
    found = gaps(store, cast, admin)
    return found.aside.total(), found.seen.total(), found.missing


def kept(store: Store) -> int:
    with store.read() as tx:
        count: int = tx.quarantine.conn.execute("SELECT count(*) FROM quarantine").fetchone()[0]  # type: ignore[attr-defined]
    return count


def fixed(phone: Phone, refused: Item, **changed: object) -> Item:
    """As the field app saves it: a refused version is no base, its own bases are (static/js/core/entry.js)."""
    body = {**json.loads(refused["body"]), "nonce": "again", **changed}
    bases = tuple(refused["base_edit_ids"])
    return phone.edit(refused["entry_type"], body, entry_id=refused["entry_id"], bases=bases)


# ------------------------------------------------------------------ fixed since


def test_what_its_author_fixed_counts_no_longer(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    refused = phone.promise(what=TOO_LONG)
    send(store, phone, [refused], now=now)
    assert tally(store, cast, admin) == (1, 0, 0)
    send(store, phone, [fixed(phone, refused, what="short")], now=now)
    assert tally(store, cast, admin) == (0, 0, 0)
    assert kept(store) == 1


def test_so_does_one_that_was_fixed_at_the_second_try(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    first = phone.promise()
    refused = phone.again(first, what=TOO_LONG)
    refused_again = fixed(phone, refused, what=TOO_LONG + "!")
    send(store, phone, [first, refused, refused_again], now=now)
    assert tally(store, cast, admin) == (2, 0, 0)
    send(store, phone, [fixed(phone, refused_again, what="short")], now=now)
    assert tally(store, cast, admin) == (0, 0, 0)


def test_taking_it_back_fixes_it_too(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    first = phone.promise()
    refused = phone.again(first, what=TOO_LONG)
    retracted = phone.edit(
        "promise", first["body"], entry_id=first["entry_id"], kind="retract", bases=(first["edit_id"],)
    )
    send(store, phone, [first, refused, retracted], now=now)
    assert tally(store, cast, admin) == (0, 0, 0)


def test_an_earlier_version_fixes_nothing(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    first = phone.promise()
    send(store, phone, [first, phone.again(first, what=TOO_LONG)], now=now)
    assert tally(store, cast, admin) == (1, 0, 0)


def test_the_other_side_of_a_fork_fixes_nothing(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    """It goes on from another version: what was refused has no successor."""
    first = phone.promise()
    mine, other = phone.again(first, what="mine"), phone.again(first, what="other")
    refused = phone.again(other, what=TOO_LONG)
    send(store, phone, [first, mine, other, refused, phone.again(mine, what="mine still")], now=now)
    assert tally(store, cast, admin) == (1, 0, 0)


def test_nor_does_another_phone(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    refused = phone.promise(what=TOO_LONG)
    tablet = Phone(phone.person, phone.unit, seq=phone.seq)
    send(store, phone, [refused], now=now)
    send(store, tablet, [fixed(tablet, refused, what="from another device, which never saw it")], now=now)
    assert gaps(store, cast, admin).aside.total() == 1


def test_what_was_fixed_is_not_let_in_beside_its_successor(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would come back as a second version, which its author had replaced."""
    first = phone.promise()
    refused = phone.again(first, what="of a newer kind")
    send(store, phone, [first], now=now)
    with monkeypatch.context() as older:
        older.setattr(sync, "read_edit", lambda raw, _: Refusal("needs_fix", "item_unreadable", "kind", raw["edit_id"]))
        send(store, phone, [refused], now=now)
    send(store, phone, [fixed(phone, refused, what="of the old kind")], now=now)
    released = release_quarantined(store, cast.actor(admin), phone.person.person_id, load_packs(), now=now)
    assert released == Released(0, 0)
    with store.read() as tx:
        assert tx.edits.known([refused["edit_id"]]) == {}


# ------------------------------------------------------------------ what else was counted for ever


def test_an_item_whose_hash_was_missing_and_that_came_again_whole(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    ride = phone.ride()
    assert statuses(send(store, phone, [{**ride, "content_sha256": "?"}], now=now)) == ["needs_fix"]
    assert tally(store, cast, admin) == (1, 0, 0)
    send(store, phone, [ride], now=now)
    assert tally(store, cast, admin) == (0, 0, 0)


def test_a_sealed_and_a_plain_copy_that_are_too_long_are_one(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, tmp_path: Path
) -> None:
    ring = key_ring(tmp_path)
    item = phone.promise(what=TOO_LONG)
    phone.promise()
    send(store, phone, [item, sealed(item, ring.public())], now=now, opener=ring)
    assert (kept(store), tally(store, cast, admin)) == (2, (1, 0, 1))


def test_what_somebody_else_wrote_hides_nothing_that_is_missing(
    store: Store, cast: Cast, agency: Agency, admin: Person, phone: Phone, now: datetime
) -> None:
    other = Phone(cast.person("leader", agency.unit), agency.unit)
    phone.ride()
    assert statuses(send(store, phone, [other.ride()], now=now)) == ["not_yours"]
    assert tally(store, cast, admin) == (1, 0, 1)


def test_json_that_a_database_would_not_read_does_not_close_the_page(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    send(store, phone, [{**phone.ride(), "device_seq": float("nan")}], now=now)
    assert tally(store, cast, admin) == (1, 0, 0)


# ------------------------------------------------------------------ looked at


def seen(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, why: str = "logged_again") -> int:
    return mark_seen(store, cast.actor(admin), phone.person.person_id, why, now=now)


def test_what_is_looked_at_counts_no_longer_and_is_kept(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime
) -> None:
    phone.ride()
    send(store, phone, [{"junk": 1}, {**phone.ride(), "kind": "burn"}], now=now)
    assert tally(store, cast, admin) == (2, 0, 0)
    assert seen(store, cast, admin, phone, now) == 2
    found = gaps(store, cast, admin)
    assert (found.aside, found.seen, found.missing) == ({}, {"logged_again": 2}, 0)
    assert total_gaps([found]).aside == 0
    assert kept(store) == 2


def test_what_comes_later_counts_again(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    burn = {**phone.ride(), "kind": "burn"}
    send(store, phone, [burn], now=now)
    seen(store, cast, admin, phone, now, "not_needed")
    send(store, phone, [burn], now=now)  # the same words once more
    assert tally(store, cast, admin) == (0, 1, 0)
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    assert tally(store, cast, admin) == (1, 1, 0)


def test_it_can_be_undone(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    before = gaps(store, cast, admin)
    seen(store, cast, admin, phone, now)
    assert count_again(store, cast.actor(admin), phone.person.person_id, now=now) == 1
    assert gaps(store, cast, admin) == before
    assert count_again(store, cast.actor(admin), phone.person.person_id, now=now) == 0


def test_what_is_looked_at_can_still_be_let_in(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, tmp_path: Path
) -> None:
    ring = key_ring(tmp_path)
    send(store, phone, [sealed(phone.ride(), ring.public())], now=now)
    seen(store, cast, admin, phone, now, "nothing_more")
    released = release_quarantined(store, cast.actor(admin), phone.person.person_id, load_packs(), opener=ring, now=now)
    assert released == Released(1, 0)
    assert tally(store, cast, admin) == (0, 0, 0)


@pytest.mark.parametrize("why", ["", "because", "she wrote: the boy …"])
def test_a_reason_is_one_of_the_fixed_ones(
    store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime, why: str
) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    with pytest.raises(Invalid, match="seen_why_missing"):
        seen(store, cast, admin, phone, now, why)
    assert tally(store, cast, admin) == (1, 0, 0)


def test_both_are_in_the_audit(store: Store, cast: Cast, admin: Person, phone: Phone, now: datetime) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    seen(store, cast, admin, phone, now, "not_needed")
    count_again(store, cast.actor(admin), phone.person.person_id, now=now)
    with store.read() as tx:
        found = [(e.act, e.actor_id, e.detail) for e in tx.audit.about("person", phone.person.person_id)]
    assert found == [
        ("mark_aside_seen", admin.person_id, {"items": 1, "why": "not_needed"}),
        ("count_aside_again", admin.person_id, {"items": 1}),
    ]


def test_only_an_admin_of_their_units_does_either(
    store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    supervisor, elsewhere = cast.person("supervisor", agency.root), cast.person("admin", agency.other_unit)
    person_id = phone.person.person_id
    for refused, error in ((supervisor, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            seen(store, cast, refused, phone, now)
        with pytest.raises(error):
            count_again(store, cast.actor(refused), person_id, now=now)
