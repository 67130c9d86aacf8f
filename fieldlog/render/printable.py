"""What the fonts inside typst can print. A PDF/UA document refuses a letter that it can't draw."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Measured over Libertinus Serif, New Computer Modern and DejaVu Sans Mono, which typst ships;
# a test prints every one of them.
_RANGES: Final = (
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x02FF), (0x0370, 0x0377), (0x037A, 0x037F), (0x0384, 0x038A),
    (0x038C, 0x038C), (0x038E, 0x03A1), (0x03A3, 0x0482), (0x048A, 0x04FF), (0x05D0, 0x05EA), (0x0621, 0x063A),
    (0x0640, 0x064A), (0x0660, 0x0669), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x203F), (0x20A0, 0x20BF),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
PRINTABLE: Final = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
BOX: Final = "□"
# A word longer than a narrow column may break anywhere, rather than run off the paper.
_LONG_WORD: Final = re.compile(r"\S{25,}")


def printable(text: str) -> str:
    """The text with each mark that can't be printed put into words, as a screen reader would read it.

    A leaf becomes "[leaf …]". A letter of a script that the fonts lack becomes a box.
    """
    plain = "".join(_printed(char) for char in unicodedata.normalize("NFC", text))
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), plain)


def all_printable(text: str) -> bool:
    """Is no letter of it lost to a box?"""
    return BOX not in printable(text.replace(BOX, ""))


def _printed(char: str) -> str:
    if char in PRINTABLE:
        return char
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf", "Cc", "Cs"}:
        return ""  # joins or colors what stands before it
    name = unicodedata.name(char, "") if category[0] in "SPN" else ""
    return f"[{name.lower()}]" if name else BOX
