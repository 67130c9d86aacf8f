"""axe over a page, in the light and in the dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "resultTypes": ["violations"],
}
_AXE = Axe()


def axe(page: Page) -> None:
    """Fail with every WCAG 2.2 A or AA violation that axe finds, light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {words}" for words in _violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert not found, f"{page.url}\n" + "\n".join(found)


def _violations(page: Page) -> list[str]:
    report = _AXE.run(page, options=RULES).response
    return [
        f"{violation['id']} ({violation['help']}): {node['html'][:160]} {node.get('failureSummary', '')}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
