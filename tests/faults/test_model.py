"""Rows 12 to 30 of the fault table at once, on a model of the phone and the real server.

Two leaders share three phones; whatever happens to the way, the server, the accounts and the
sessions, in whatever order: what a person was told is saved is on a phone or on the server, and
once the faults end the server has it, once, under its author.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.model.machine import Machine

QUICK = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.timeout(600)  # ten seconds of work, and more on a machine that is shared
def test_nothing_is_lost_doubled_or_misattributed() -> None:
    run_state_machine_as_test(Machine, settings=QUICK)
