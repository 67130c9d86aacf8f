"""The whole machine is set back to yesterday, the epoch file too: a phone that has heard of more gives it away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.model.checks import check, settle
from tests.support.model.world import World


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def set_back(world: World, snapshot: Path) -> None:
    """As a virtual machine's snapshot does it."""
    world.server.close()
    for file in snapshot.iterdir():
        shutil.copy(file, world.folder / file.name)
    world.server.restored += 1


def take(world: World, tmp_path: Path) -> Path:
    world.server.close()
    return Path(shutil.copytree(world.folder, tmp_path / "snapshot"))


def epoch(world: World) -> str:
    with world.server.store.read() as tx:
        return tx.server_state().epoch


def test_phones_send_again_what_the_snapshot_lacks(world: World, tmp_path: Path) -> None:
    phone, second = world.handsets[:2]
    world.save_new(phone, "observation")
    world.sync(phone, [])
    world.sync(second, [])
    snapshot = take(world, tmp_path)
    before = epoch(world)
    for handset in (phone, second):
        world.save_new(handset, "ride")
        world.save_new(handset, "promise")
        assert world.sync(handset, []) is None
    set_back(world, snapshot)
    assert epoch(world) == before
    for handset in (phone, second):
        world.swap_cookie(handset, handset.here)  # the sessions of today are gone as well
        assert world.sync(handset, []) is None
    assert epoch(world) != before
    check(world)
    settle(world)


def test_a_phone_that_is_up_to_date_changes_nothing(world: World) -> None:
    phone = world.handsets[0]
    world.save_new(phone, "ride")
    before = epoch(world)
    for _ in range(3):
        assert world.sync(phone, []) is None
    assert epoch(world) == before


def test_somebody_who_is_switched_off_can_not_start_an_epoch(world: World) -> None:
    phone = world.handsets[0]
    world.save_new(phone, "ride")
    assert world.sync(phone, []) is None
    before = epoch(world)
    world.switch(world.leaders[0], on=False)
    phone.book().cursor += 1_000
    world.sync(phone, [])
    assert epoch(world) == before


def test_a_phone_that_may_only_hand_over_goes_on_doing_so_after_a_restore(world: World) -> None:
    """It may not ask what is missing, so it must not come to think that it has to."""
    phone, leader = world.handsets[0], world.leaders[0]
    world.save_new(phone, "ride")
    assert world.sync(phone, []) is None
    world.switch(leader, on=False)
    world.server.back_up()
    world.server.restore(0, elsewhere=True)
    world.save_new(phone, "ride")
    assert world.sync(phone, []) is None
    assert [record.state for record in phone.book().edits.values()] == ["acked", "held"]
    settle(world)


def test_what_was_held_is_sent_again_after_a_restore(world: World) -> None:
    phone, leader = world.handsets[0], world.leaders[0]
    world.server.back_up()
    world.give_role(leader, "editor")
    world.save_new(phone, "promise")
    assert world.sync(phone, []) is None
    world.server.restore(0, elsewhere=False)
    settle(world)
    assert world.stored().keys() == world.saved.keys()
