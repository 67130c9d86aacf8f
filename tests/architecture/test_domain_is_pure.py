"""Rules that import contracts can't say: domain leans on the standard library and never asks the clock."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "fieldlog" / "domain").rglob("*.py"))
CLOCK = {"now", "utcnow", "today"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_domain_imports_only_itself_and_the_standard_library(path: Path) -> None:
    strangers = {
        name
        for name in imports(ast.parse(path.read_text()))
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("fieldlog.domain", "fieldlog.errors"))
    }
    assert not strangers


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_domain_never_asks_what_time_it_is(path: Path) -> None:
    asked = [
        f"line {node.lineno}: .{node.func.attr}()"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
    ]
    assert not asked


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
