"""On which line of a TOML text each key stands.

`tomllib` says what a file holds but not where, and an error without a line is
no help to whoever wrote the file. This walks over text that `tomllib` has
already accepted, so it need not judge the syntax, only keep count.
"""

from __future__ import annotations

import re

# ("issues", 0, "cues", 2, "lean"): keys of tables, indexes of arrays.
Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")' + r"|'''.*?'{3,5}(?!')" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]+")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) of each table, key and array item of valid TOML `text`.

    A table that is opened by `[[issues]]` is at the line of its header. Keys
    with escapes in them are not looked for under their decoded names.
    """
    return _Walk(text).lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of `path`, or of the nearest thing around it, or 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1
        self._items: dict[Path, int] = {}  # how many [[headers]] of each array so far
        self._document()

    def _document(self) -> None:
        table: Path = ()
        while self._skip_blank():
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self._line_here()
        is_item = self.text.startswith("[[", self.at)
        self.at += 2 if is_item else 1
        keys = self._key()
        self.at += 2 if is_item else 1
        # An array on the way means its newest item: [[issues.cues]] is in the last issue.
        path: Path = ()
        for depth, key in enumerate(keys):
            path += (key,)
            last = depth == len(keys) - 1
            if path in self._items and not (last and is_item):
                path += (self._items[path] - 1,)
        if is_item:
            self.lines.setdefault(path, line)
            index = self._items.get(path, 0)
            self._items[path] = index + 1
            path += (index,)
        self._note(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        path = table + self._key()
        self.at += 1  # the "="
        self._note(path, line)
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        parts = []
        while match := _KEY_PART.match(self.text, self.at):
            parts.append(next(part for part in match.groups() if part is not None))
            self.at = match.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return tuple(parts)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        if self.text.startswith("[", self.at):
            self._array(path)
        elif self.text.startswith("{", self.at):
            self._inline_table(path)
        else:
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip_blank() and not self.text.startswith("]", self.at):
            self._note((*path, index), self._line_here())
            self._value((*path, index))
            index += 1
            self._past_comma()
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank() and not self.text.startswith("}", self.at):
            self._pair(path)
            self._past_comma()
        self.at += 1

    def _past_comma(self) -> None:
        self._skip_blank()
        if self.text.startswith(",", self.at):
            self.at += 1

    def _skip_blank(self) -> bool:
        """Move to the next thing that counts; False at the end."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)

    def _note(self, path: Path, line: int) -> None:
        self.lines[path] = line
        for length in range(1, len(path)):  # tables that are only implied by a dotted key
            self.lines.setdefault(path[:length], line)

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line
