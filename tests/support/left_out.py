"""Say loudly what a run left out; nobody should take it for a whole one."""

from __future__ import annotations

import os
from collections import Counter

import pytest

MARK = "NO BROWSER: "


def leave_out(reason: str) -> None:
    """Skip the test for want of a browser, or fail it where `FIELDLOG_REQUIRE_BROWSER=1`. The reason says what to do."""
    if os.environ.get("FIELDLOG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{MARK}{reason}", pytrace=False)
    pytest.skip(f"{MARK}{reason}")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report.longrepr for report in terminalreporter.stats.get("skipped", [])]
    reasons = Counter(_reason(longrepr) for longrepr in skipped)
    if not reasons:
        return
    terminalreporter.write_sep("!", f"{len(skipped)} TESTS WERE LEFT OUT", red=True, bold=True)
    for reason, count in reasons.most_common():
        if reason.startswith(MARK):
            reason = f"BROWSER TESTS that did not run. {reason.removeprefix(MARK)}"
        terminalreporter.write_line(f"{count:4} × {reason}", red=True, bold=True)
    terminalreporter.write_line("This was not a whole test run.", red=True, bold=True)


def _reason(longrepr: object) -> str:
    """pytest keeps a skip as (file, line, "Skipped: why")."""
    return str(longrepr[2] if isinstance(longrepr, tuple) else longrepr).removeprefix("Skipped: ")
