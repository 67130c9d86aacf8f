"""One random schedule of everything that can happen, from a seed: for counting, where Hypothesis is for finding."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from fieldlog.domain.people import Person
from tests.support.model.checks import check, settle
from tests.support.model.line import FAULTS
from tests.support.model.world import Handset, World

STEPS = 80
NEW = ("observation", "observation", "ride", "reflection", "promise", "unreadable", "oversized")


@dataclass(frozen=True)
class Outcome:
    """What was saved, what was met, and what is wrong at the end. `broken`: the first rule that did not hold."""

    seed: int
    edits: int
    faults: int
    restores: int
    lost: int
    doubled: int
    misattributed: int
    broken: str

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.misattributed or self.broken)


@dataclass
class Schedule:
    """Draws what happens next."""

    seed: int
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def run(self) -> Outcome:
        """Play it, settle, and count. Never raises for a broken rule: it is in the outcome."""
        broken = ""
        try:
            for _ in range(STEPS):
                self._step()
                check(self.world)
            settle(self.world)
        except AssertionError as error:
            broken = str(error).splitlines()[0] if str(error) else "a rule did not hold"
        counts = self.world.counts()
        restores = self.world.server.restored
        self.world.close()
        return Outcome(self.seed, **counts, faults=self.world.met, restores=restores, broken=broken)

    def _step(self) -> None:
        moves: list[tuple[int, Callable[[], object]]] = [
            (6, self._save_and_sync),
            (4, self._save_again_and_sync),
            (3, lambda: self.world.sync(self._phone(), [])),
            (2, self._what_was_late),
            (3, lambda: self.world.sign_in(self._phone(), self._leader())),
            (1, lambda: self.world.swap_cookie(self._phone(), self._leader())),
            (1, lambda: self.world.expire(self._phone())),
            (2, self._account),
            (1, lambda: self.world.carry_file(self._phone())),
            (1, lambda: self.world.release(self._leader())),
            (1, lambda: self.world.age(older=self.chance.random() < 0.3)),
            (2, lambda: self.world.lock(self._phone(), on=self.chance.random() < 0.5)),
            (1, self.world.rotate),
            (1, self._back_up),
            (1, self._restore),
        ]
        self.chance.choices([move for _, move in moves], [weight for weight, _ in moves])[0]()

    def _save_and_sync(self) -> None:
        phone = self._phone()
        self.world.save_new(phone, self.chance.choice(NEW))
        self.world.sync(phone, self._faults())

    def _save_again_and_sync(self) -> None:
        phone = self._phone()
        self.world.save_again(phone, self.chance.randrange(100), self.chance.choice(["save", "retract", "resolve"]))
        self.world.sync(phone, self._faults())

    def _what_was_late(self) -> None:
        if self.world.line.late:
            self.world.line.deliver(self.chance.randrange(100))
        if self.world.frozen:
            self.world.thaw(self.chance.randrange(100))

    def _account(self) -> None:
        person = self._leader()
        if self.chance.random() < 0.5:
            self.world.switch(person, on=self.chance.random() < 0.6)
        else:
            self.world.give_role(person, self.chance.choice(["leader", "leader", "editor"]))

    def _back_up(self) -> None:
        if len(self.world.server.backups) < 3:
            self.world.server.back_up()

    def _restore(self) -> None:
        if self.world.server.backups:
            self.world.server.restore(self.chance.randrange(100), elsewhere=self.chance.random() < 0.5)

    def _faults(self) -> list[str]:
        return self.chance.choices(FAULTS, k=self.chance.randrange(3))

    def _phone(self) -> Handset:
        return self.chance.choice(self.world.handsets)

    def _leader(self) -> Person:
        return self.chance.choice(self.world.leaders)
