"""Say it loudly when browser tests were left out; nobody should take such a run for a whole one."""

from __future__ import annotations

import os

import pytest

MARK = "NO BROWSER: "


def leave_out(reason: str) -> None:
    """Skip the test, or fail it where `FIELDLOG_REQUIRE_BROWSER=1`."""
    if os.environ.get("FIELDLOG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{MARK}{reason}", pytrace=False)
    pytest.skip(f"{MARK}{reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = [report for report in terminalreporter.stats.get("skipped", []) if MARK in str(report.longrepr)]
    if not left_out:
        return
    reason = str(left_out[0].longrepr).partition(MARK)[2].rstrip("')")
    terminalreporter.write_sep("!", "BROWSER TESTS WERE LEFT OUT", red=True, bold=True)
    terminalreporter.write_line(
        f"{len(left_out)} browser tests did NOT run: this was not a whole test run.", red=True, bold=True
    )
    terminalreporter.write_line(reason, red=True)
    terminalreporter.write_line("Install chromium, or set FIELDLOG_CHROMIUM to one.", red=True)
