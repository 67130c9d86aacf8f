"""Row 16: the server is killed (`kill -9`) while phones write. What was acknowledged is still there.

Twenty times here; `make faults` does it two hundred times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.forked import ForkedServer
from tests.support.kills import LEAST_ACKED, kill_trials

TRIALS = 20


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ForkedServer]:
    made = ForkedServer(tmp_path)
    made.start()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(600)  # twenty seconds, and more on a machine that is shared
def test_every_acknowledged_edit_survives_kill_9(server: ForkedServer) -> None:
    with kill_trials(server) as trials:
        for number in range(TRIALS):
            trial = trials.trial()
            assert trial.lost == 0, f"lost in trial {number}"
            assert trial.sound
        trials.finish()
        assert trials.acked >= TRIALS * LEAST_ACKED
        assert trials.lost_replies >= TRIALS, "no kill fell into a request"
        trials.check_all_there_once()
