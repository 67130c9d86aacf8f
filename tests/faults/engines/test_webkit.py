"""The core of the table in WebKit, which is what every iPhone runs. Its sessions here are private: nothing outlives them.

The tests are those of tests/faults, played again.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.test_fault_07_private_or_not_installed import (
    test_warned_before_the_first_entry as row_7_warned,
)
from tests.faults.test_fault_07_private_or_not_installed import (
    test_what_is_unsent_is_counted_before_installing as row_7_counted,
)
from tests.faults.test_fault_13_reply_lost import test_a_lost_reply_is_no_ack_and_no_double as row_13
from tests.faults.test_fault_17_server_errors import test_no_status_loses_an_entry as row_17
from tests.faults.test_fault_19_session_expired import test_a_login_page_is_no_ack as row_19_login_page
from tests.faults.test_fault_19_session_expired import test_sign_in_again_and_they_go as row_19_sign_in
from tests.faults.test_fault_21_captive_portal import test_a_portal_is_no_ack as row_21
from tests.faults.test_fault_22_damaged_on_the_way import test_what_was_damaged_is_not_acked as row_22
from tests.faults.test_fault_24_two_versions import test_on_two_phones as row_24
from tests.faults.test_safeguards import test_ack_any_200 as ack_any_200
from tests.faults.test_safeguards import test_no_hash_compared_on_the_phone as no_hash_compared
from tests.faults.ways import drop_request
from tests.support.engines.browsers import WebKit

CORE = {"7_warned": row_7_warned, "13": row_13, "19_sign_in": row_19_sign_in}
MORE = {
    "7_counted": row_7_counted,
    "17": row_17,
    "19_login_page": row_19_login_page,
    "21": row_21,
    "22": row_22,
    "24": row_24,
}
SAFEGUARDS = {"ack_any_200": ack_any_200, "no_hash_compared": no_hash_compared}


@pytest.fixture
def engine(webkit: WebKit) -> WebKit:
    return webkit


@pytest.mark.parametrize("row", CORE.values(), ids=CORE)
def test_row(line: Line, row: Callable[[Line], None]) -> None:
    row(line)


@pytest.mark.engines
@pytest.mark.parametrize("row", MORE.values(), ids=MORE)
def test_further_row(line: Line, row: Callable[[Line], None]) -> None:
    row(line)


@pytest.mark.safeguards
@pytest.mark.parametrize("turned_off", SAFEGUARDS.values(), ids=SAFEGUARDS)
def test_without_a_safeguard_it_is_noticed(line: Line, turned_off: Callable[[Line], None]) -> None:
    turned_off(line)


def test_row_8_opens_without_a_network(line: Line) -> None:
    """Without the kill of row 8, which would take a private session's memory with it."""
    phone = line.handset(ride=False)
    phone.until_kept_for_offline()
    plan = line.proxy.fault(drop_request, EVERYTHING)
    phone.page.goto("about:blank")
    phone.open()
    phone.start_ride()
    phone.log("no bars at all out here, and it works")
    phone.sees("not yet sent")
    line.keep()
    assert plan.hits, "the app never noticed that there is no network"
    line.settle()
