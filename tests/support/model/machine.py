"""The world as a Hypothesis state machine: which thing happens next is drawn, and shrunk when something breaks."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.model.checks import check, settle
from tests.support.model.line import FAULTS
from tests.support.model.world import PHONES, Handset, World

phones = st.integers(0, PHONES - 1)
leaders = st.integers(0, 1)
picks = st.integers(0, 9)
faults = st.lists(st.sampled_from(FAULTS), max_size=2)
UNREADABLE = ("unreadable", "oversized")


class Machine(RuleBasedStateMachine):
    """Whoever breaks something on purpose gives another `make_world`."""

    make_world: Callable[[], World] = World
    only: tuple[str, ...] = ()  # the faults that are met in place of all

    def __init__(self) -> None:
        super().__init__()
        self.world = self.make_world()

    def _handset(self, phone: int) -> Handset:
        return self.world.handsets[phone]

    def _met(self, faults: list[str]) -> list[str]:
        return [self.only[FAULTS.index(each) % len(self.only)] for each in faults] if self.only else faults

    @rule(phone=phones, what=st.sampled_from(["observation", "ride", "reflection", "promise", *UNREADABLE]))
    def save_new(self, phone: int, what: str) -> None:
        self.world.save_new(self._handset(phone), what)

    @rule(phone=phones, pick=picks, how=st.sampled_from(["save", "save", "retract", "resolve"]), met=faults)
    def save_again_and_sync(self, phone: int, pick: int, how: str, met: list[str]) -> None:
        self.world.save_again(self._handset(phone), pick, how)
        self.world.sync(self._handset(phone), self._met(met))

    @rule(phone=phones)
    def sync_clean(self, phone: int) -> None:
        self.world.sync(self._handset(phone), [])

    @rule(phone=phones, met=faults)
    def save_and_sync(self, phone: int, met: list[str]) -> None:
        self.world.save_new(self._handset(phone), "ride")
        self.world.sync(self._handset(phone), self._met(met))

    @rule(phone=phones, how=st.sampled_from(["save", "retract"]))
    def save_while_sending(self, phone: int, how: str) -> None:
        handset = self._handset(phone)
        self.world.save_new(handset, "promise")
        waiting = len(self.world.frozen)
        self.world.sync(handset, ["freeze"])
        self.world.save_again(handset, -1, how)
        if len(self.world.frozen) > waiting:
            self.world.thaw(-1)

    @rule(pick=picks)
    def what_was_late_arrives(self, pick: int) -> None:
        if self.world.line.late:
            self.world.line.deliver(pick)
        if self.world.frozen:
            self.world.thaw(pick)

    @rule(phone=phones, leader=leaders)
    def sign_in(self, phone: int, leader: int) -> None:
        self.world.sign_in(self._handset(phone), self.world.leaders[leader])

    @rule(phone=phones)
    def expire(self, phone: int) -> None:
        self.world.expire(self._handset(phone))

    @rule(phone=phones, leader=leaders)
    def save_in_somebody_elses_session(self, phone: int, leader: int) -> None:
        handset = self._handset(phone)
        self.world.swap_cookie(handset, self.world.leaders[leader])
        self.world.save_new(handset, "ride")
        self.world.sync(handset, [])

    @rule(leader=leaders, what=st.sampled_from(["off", "on", "on", "editor", "leader", "leader"]))
    def account(self, leader: int, what: str) -> None:
        person = self.world.leaders[leader]
        if what in ("on", "off"):
            self.world.switch(person, on=what == "on")
        else:
            self.world.give_role(person, what)

    @rule(phone=phones, what=st.sampled_from(["older", "newer", "release", "file", "file"]))
    def office(self, phone: int, what: str) -> None:
        handset = self._handset(phone)
        if what == "file":
            self.world.carry_file(handset)
        elif what == "release":
            self.world.release(handset.here)
        else:
            self.world.age(older=what == "older")

    @rule(phone=phones, on=st.booleans(), rotate=st.booleans())
    def lock(self, phone: int, on: bool, rotate: bool) -> None:
        self.world.lock(self._handset(phone), on=on)
        if rotate:
            self.world.rotate()

    @rule()
    def back_up(self) -> None:
        if len(self.world.server.backups) < 3:
            self.world.server.back_up()

    @rule(pick=picks, elsewhere=st.booleans())
    def restore(self, pick: int, elsewhere: bool) -> None:
        if self.world.server.backups:
            self.world.server.restore(pick, elsewhere=elsewhere)

    @rule(phone=phones, leader=leaders)
    def save_while_not_a_leader(self, phone: int, leader: int) -> None:
        handset, person = self._handset(phone), self.world.leaders[leader]
        self.world.give_role(person, "editor")
        self.world.sign_in(handset, person)
        self.world.save_new(handset, "promise")
        self.world.sync(handset, [])

    @invariant()
    def nothing_is_lost(self) -> None:
        check(self.world)

    def teardown(self) -> None:
        try:
            settle(self.world)
        finally:
            self.world.close()
