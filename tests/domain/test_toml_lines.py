"""Lines of keys: every path that tomllib finds has one, and it is the right one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.toml_lines import Path, line_of, lines_of

TRICKY = '''
title = "a # that is no comment"  # one that is
"quoted key" = 'lit [[eral]]'
words = [
  "one", # first
  "two]",
  ["three",
   "four"],
]
long = """
[not.a.table]
fake = 1
"""
raw = \'\'\'
[nor.this]\'\'\'\'
a.b = { c = 1, d = [ {e = 2}, {e = "}"} ] }

[table]
when = 2026-04-01T10:00:00Z

[[items]]
code = "x"
[[items.parts]]
n = 1
[[items.parts]]
n = 2
[items.more]
k = true
[[items]]
[[items.parts]]
n = 3
'''


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths_of(inner, (*path, step))


def test_lines_of_tricky_text() -> None:
    lines = lines_of(TRICKY)
    rows = TRICKY.splitlines()

    def row(*path: str | int) -> str:
        return rows[lines[path] - 1]

    assert row("title").startswith("title")
    assert row("quoted key").startswith('"quoted key"')
    assert row("words", 1) == '  "two]",'
    assert row("words", 2, 1) == '   "four"],'
    assert row("raw").startswith("raw")
    assert row("a", "b", "d", 1, "e").startswith("a.b")
    assert row("table", "when").startswith("when")
    assert row("items", 0, "parts", 1, "n") == "n = 2"
    assert row("items", 0, "more", "k") == "k = true"
    assert row("items", 1, "parts", 0, "n") == "n = 3"
    assert ("nor", "this") not in lines
    assert ("fake",) not in lines


def test_every_path_has_a_line() -> None:
    assert set(paths_of(tomllib.loads(TRICKY))) == set(lines_of(TRICKY))


def test_every_path_of_the_shipped_pack_has_a_line() -> None:
    text = (File(__file__).parents[2] / "fieldlog/packs/child_welfare.toml").read_text(encoding="utf-8")
    assert set(paths_of(tomllib.loads(text))) == set(lines_of(text))


def test_a_path_without_a_line_gets_that_of_what_is_around_it() -> None:
    lines = lines_of(TRICKY)
    assert line_of(lines, ("table", "missing", 3)) == lines["table",]
    assert line_of(lines, ("missing",)) == 1


KEYS = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
SCALARS = st.sampled_from(["1", "true", '"s"', "'#'", '"""\n\n"""', '"a\\"]"'])


@given(st.lists(st.tuples(KEYS, SCALARS, st.sampled_from(["\n", " # note\n", "\n\n"])), max_size=12))
def test_pairs_stand_where_they_were_written(pairs: list[tuple[str, str, str]]) -> None:
    text, wanted = "", {}
    for key, scalar, after in pairs:
        if (key,) not in wanted:
            wanted[key,] = text.count("\n") + 1
            text += f"{key} = {scalar}{after}"
    assert lines_of(text) == wanted
