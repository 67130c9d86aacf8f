"""Two of the random schedules that `make faults` plays by the hundred."""

from __future__ import annotations

import pytest

from tests.faults.line import Line
from tests.faults.schedule import Schedule


@pytest.mark.parametrize("seed", [300_001, 300_002])
def test_nothing_is_lost_doubled_or_misattributed(own_line: Line, seed: int) -> None:
    outcome = Schedule(own_line, seed).run(steps=5)
    assert outcome.saved
    assert outcome.clean, outcome
