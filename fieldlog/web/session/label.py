"""A name for a browser that its owner will know again in a list."""

from __future__ import annotations

from fieldlog.i18n import gettext as _

# The first that fits wins: Edge and Chrome also say "Safari", Android also says "Linux".
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_label(user_agent: str) -> str:
    """For example "Chrome on Android"; never the whole header, which is long and identifying."""
    browser = _first(_BROWSERS, user_agent) or _("A browser")
    system = _first(_SYSTEMS, user_agent)
    return _("{browser} on {system}").format(browser=browser, system=system) if system else browser


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for mark, name in table if mark in text), None)
