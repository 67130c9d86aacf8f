"""The one door for words that a person reads, so that Spanish can come later."""

from __future__ import annotations

import gettext as _gettext

_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def gettext(message: str) -> str:
    """Return `message` in the reader's language."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the message that fits `n`."""
    return _translations.ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark a string for translation where it stands; it is translated where it is shown."""
    return message
