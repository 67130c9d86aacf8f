"""At the end of a whole run, say which files and functions outgrew the habit. A good reason beats the number."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FOLDERS = ("fieldlog", "static/js", "static/css", "templates", "tests", "scripts", "benchmarks")
KINDS = {".py", ".js", ".css", ".html"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.args != config.getini("testpaths"):
        return
    lines = list(overgrown())
    if lines:
        terminalreporter.write_sep("-", f"over {LONGEST_FILE} lines a file or {LONGEST_FUNCTION} a function")
        for line in lines:
            terminalreporter.write_line(line)


def overgrown() -> Iterator[str]:
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*")):
        if path.suffix not in KINDS or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT)
        length = text.count("\n")
        if length > LONGEST_FILE:
            yield f"{name}: {length} lines"
        if path.suffix == ".py":
            yield from (f"{name}:{words}" for words in long_functions(ast.parse(text)))


def long_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.lineno} {node.name}: {length} lines"
