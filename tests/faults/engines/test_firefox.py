"""The core of the table in Firefox, with real kills: it keeps a profile, which WebKit here does not.

The tests are those of tests/faults, played again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.line import Line
from tests.faults.test_fault_01_killed_while_typing import test_the_draft_is_offered_again as row_1
from tests.faults.test_fault_02_power_cut_after_saved import test_it_is_there_after_the_kill as row_2
from tests.faults.test_fault_08_cold_start_offline import test_every_page_opens_and_saves as row_8
from tests.faults.test_fault_13_reply_lost import test_a_lost_reply_is_no_ack_and_no_double as row_13
from tests.faults.test_fault_19_session_expired import test_sign_in_again_and_they_go as row_19
from tests.faults.test_fault_21_captive_portal import test_a_portal_is_no_ack as row_21
from tests.support.engines.browsers import Firefox

more = pytest.mark.engines  # beyond the core: sync, a session that ends, a cold start without a network
ROWS = [pytest.param(row_13, id="13"), pytest.param(row_19, id="19"), pytest.param(row_21, id="21", marks=more)]
KILLED = [
    pytest.param(row_1, id="1", marks=more),
    pytest.param(row_2, id="2", marks=more),
    pytest.param(row_8, id="8"),
]


@pytest.fixture
def engine(firefox: Firefox) -> Firefox:
    return firefox


@pytest.mark.parametrize("row", ROWS)
def test_row(line: Line, row: Callable[[Line], None]) -> None:
    row(line)


@pytest.mark.parametrize("row", KILLED)
def test_row_with_a_kill(line: Line, tmp_path: Path, row: Callable[[Line, Path], None]) -> None:
    row(line, tmp_path)
