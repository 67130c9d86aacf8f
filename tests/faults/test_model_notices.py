"""The model test is worth something: with any one safeguard off, it goes red."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from tests.support.model.broken import BREAKS
from tests.support.model.machine import Machine
from tests.support.model.world import World

# No shrinking: that something breaks is all that is asked. The same schedules each time.
UNTIL_RED = settings(
    max_examples=1_000,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.safeguards
@pytest.mark.timeout(600)  # a second or two of work each, and more on a machine that is shared
@pytest.mark.parametrize("name", BREAKS)
def test_it_goes_red_without(name: str) -> None:
    broken = BREAKS[name]

    class Broken(Machine):
        only = broken.faults

        @staticmethod
        def make_world() -> World:
            return World(broken.app())

    with broken.server(), pytest.raises(BaseException) as caught:  # noqa: PT011  # of whichever kind it is
        run_state_machine_as_test(Broken, settings=UNTIL_RED)
    red = caught.value
    # Ids are random, so the same schedule may end otherwise when it is replayed: what went red comes wrapped then.
    seen = red.exceptions if isinstance(red, FlakyFailure) else (red,)
    assert all(isinstance(one, AssertionError) for one in seen), f"not an invariant, but {red!r}"
