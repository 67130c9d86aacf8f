"""From the TOML text of a pack to a `Pack`, or to everything that is wrong with it.

All problems are collected, so that whoever writes a pack mends it in one go.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fieldlog.domain.pack_history import Entry, breaches
from fieldlog.domain.taxonomy import (
    LEANS,
    POVERTY_ANSWERS,
    Answer,
    Cue,
    Issue,
    Lean,
    Pack,
    PovertyCheck,
    Prompt,
    PromptSet,
)
from fieldlog.domain.toml_lines import Path, line_of, lines_of
from fieldlog.errors import WORDS, Invalid

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
ICON = re.compile(r"[a-z][a-z0-9-]{0,39}")
SHORT_MOST_LETTERS = 28  # two lines of a half-width button at 17 px

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a pack file. `key` counts array items from 1."""

    line: int
    key: str
    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def words(self) -> str:
        """Plain words in English."""
        return WORDS[self.code].format(**dict(self.facts))

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.words}" if self.key else f"line {self.line}: {self.words}"


class PackBroken(Invalid):
    """A pack file breaks rules; `problems` lists all of them in the order of the file."""

    def __init__(self, problems: Sequence[Problem], file: str = "") -> None:
        super().__init__("pack_broken", file=file or "The pack", lines="\n".join(map(str, problems)))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return self.words


def parse_pack(text: str, earlier: Sequence[Pack] = ()) -> Pack:
    """Return the pack in TOML `text`, checked by itself and against all `earlier` packs.

    Earlier packs with another code, or with a higher version, are passed over.
    Raises PackBroken with every problem found.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackBroken([_not_toml(error, text)]) from None
    reader = _Reader(text)
    pack = reader.pack(data)
    if not reader.problems:
        for entry_path, code, facts in breaches(pack, reader.entries, earlier):
            reader.blame(entry_path, code, **facts)
    if reader.problems:
        raise PackBroken(sorted(reader.problems, key=lambda problem: problem.line))
    return pack


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    why = str(error)
    found = re.search(r"\(at line (\d+), column \d+\)", why)
    line = int(found[1]) if found else text.count("\n") + 1
    return Problem(line, "", "pack_not_toml", (("why", re.sub(r" \(at .*\)$", "", why)),))


class _Reader:
    """Reads table by table; where something is wrong it notes it and reads on with a stand-in."""

    def __init__(self, text: str) -> None:
        self.lines = lines_of(text)
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []  # everything with a code of its own
        self._code_paths: dict[str, Path] = {}

    def blame(self, path: Path, code: str, /, **facts: object) -> None:
        line = line_of(self.lines, path)
        self.problems.append(Problem(line, _shown(path), code, tuple(facts.items())))

    def pack(self, data: Table) -> Pack:
        known = "code version title credit prompt_use label_words poverty_check issues prompt_sets"
        self._only(data, (), known)
        return Pack(
            code=self._code(data, ()),
            version=self._version(data),
            title=self._text(data, (), "title"),
            credit=self._text(data, (), "credit"),
            prompt_use=self._text(data, (), "prompt_use"),
            issues=tuple(self._issue(t, p) for t, p in self._tables(data, (), "issues")),
            prompt_sets=tuple(self._prompt_set(t, p) for t, p in self._tables(data, (), "prompt_sets")),
            poverty_check=self._poverty_check(data),
            label_words=self._texts(data, (), "label_words"),
        )

    def _issue(self, table: Table, path: Path) -> Issue:
        self._only(table, path, "code title short icon description cues prompts replaces")
        code, replaces = self._entry("issue", table, path)
        return Issue(
            code=code,
            title=self._text(table, path, "title"),
            short=self._short(table, path),
            icon=self._shaped(table, path, "icon", ICON, "pack_icon_shape"),
            description=self._text(table, path, "description"),
            cues=tuple(self._cue(t, p, code) for t, p in self._tables(table, path, "cues")),
            prompts=tuple(self._prompt(t, p, code) for t, p in self._tables(table, path, "prompts")),
            replaces=replaces,
        )

    def _cue(self, table: Table, path: Path, issue: str) -> Cue:
        self._only(table, path, "code title short lean replaces")
        lean = self._lean(table, path)
        code, replaces = self._entry("cue", table, path, f"{issue}, {lean}")
        title = self._text(table, path, "title")
        return Cue(code, title, self._short(table, path), lean, replaces)

    def _prompt(self, table: Table, path: Path, parent: str) -> Prompt:
        self._only(table, path, "code title replaces")
        code, replaces = self._entry("prompt", table, path, parent)
        return Prompt(code, self._text(table, path, "title"), replaces)

    def _prompt_set(self, table: Table, path: Path) -> PromptSet:
        self._only(table, path, "code title prompts replaces")
        code, replaces = self._entry("prompt_set", table, path)
        prompts = tuple(self._prompt(t, p, code) for t, p in self._tables(table, path, "prompts"))
        return PromptSet(code, self._text(table, path, "title"), prompts, replaces)

    def _poverty_check(self, data: Table) -> PovertyCheck:
        path: Path = ("poverty_check",)
        table = self._value(data, (), "poverty_check", dict)
        if table is None:
            return PovertyCheck("", ())
        self._only(table, path, "question answers")
        answers = tuple(
            Answer(self._code(t, p), self._text(t, p, "title")) for t, p in self._tables(table, path, "answers")
        )
        if sorted(answer.code for answer in answers) != sorted(POVERTY_ANSWERS):
            self.blame((*path, "answers"), "pack_answers", codes=", ".join(POVERTY_ANSWERS))
        return PovertyCheck(self._text(table, path, "question"), answers)

    # -- the pieces

    def _entry(self, kind: str, table: Table, path: Path, meaning: str = "") -> tuple[str, tuple[str, ...]]:
        code = self._code(table, path)
        first = self._code_paths.setdefault(code, path)
        if code and first != path:
            self.blame((*path, "code"), "pack_code_twice", code=code, line=line_of(self.lines, (*first, "code")))
        replaces = self._texts(table, path, "replaces") if "replaces" in table else ()
        self.entries.append(Entry(kind, code, meaning, replaces, path))
        return code, replaces

    def _code(self, table: Table, path: Path) -> str:
        return self._shaped(table, path, "code", CODE, "pack_code_shape")

    def _shaped(self, table: Table, path: Path, key: str, shape: re.Pattern[str], problem: str) -> str:
        text = self._text(table, path, key)
        if text and not shape.fullmatch(text):
            self.blame((*path, key), problem)
        return text

    def _short(self, table: Table, path: Path) -> str:
        text = self._text(table, path, "short")
        if len(text.split()) > 4 or len(text) > SHORT_MOST_LETTERS:
            self.blame((*path, "short"), "pack_short_long", letters=SHORT_MOST_LETTERS)
        return text

    def _lean(self, table: Table, path: Path) -> Lean:
        text = self._text(table, path, "lean")
        for lean in LEANS:
            if text == lean:
                return lean
        if text:
            self.blame((*path, "lean"), "pack_lean", leans=", ".join(LEANS))
        return "neutral"

    def _version(self, data: Table) -> int:
        version: int | None = self._value(data, (), "version", int)
        if version is not None and version < 1:
            self.blame(("version",), "pack_version")
        return version or 0

    def _text(self, table: Table, path: Path, key: str) -> str:
        text: str | None = self._value(table, path, key, str)
        if text is not None and not text.strip():
            self.blame((*path, key), "pack_empty")
        return text or ""

    def _texts(self, table: Table, path: Path, key: str) -> tuple[str, ...]:
        texts: list[Any] = self._value(table, path, key, list) or []
        for index, text in enumerate(texts):
            if not isinstance(text, str) or not text.strip():
                self.blame((*path, key, index), "pack_wrong_type", kind=_KINDS[str])
        return tuple(str(text) for text in texts)

    def _tables(self, table: Table, path: Path, key: str) -> Iterator[tuple[Table, Path]]:
        items: list[Any] = self._value(table, path, key, list) or []
        if key in table and not items:
            self.blame((*path, key), "pack_empty")
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield item, (*path, key, index)
            else:
                self.blame((*path, key, index), "pack_wrong_type", kind=_KINDS[dict])

    def _value(self, table: Table, path: Path, key: str, kind: type) -> Any:
        if key not in table:
            self.blame((*path, key), "pack_key_missing")
            return None
        value = table[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            self.blame((*path, key), "pack_wrong_type", kind=_KINDS[kind])
            return None
        return value

    def _only(self, table: Table, path: Path, known: str) -> None:
        for key in table:
            if key not in known.split():
                self.blame((*path, key), "pack_key_unknown", known=", ".join(known.split()))


_KINDS = {str: "text in quotes", int: "a whole number", list: "a list", dict: "a table"}


def _shown(path: Path) -> str:
    shown = ""
    for step in path:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown
