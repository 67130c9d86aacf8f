"""The table has thirty rows: each is a file here, and each test in it counts what was promised at its end."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROWS = range(1, 31)
# It posts what was recorded, without a phone, and compares the server's rows itself.
WITHOUT_A_LINE = {11}


@pytest.mark.parametrize("row", ROWS)
def test_the_row_is_a_test_that_keeps_count(row: int) -> None:
    files = list(Path(__file__).parent.glob(f"test_fault_{row:02}_*.py"))
    assert len(files) == 1, f"row {row} has {len(files)} files"
    tree = ast.parse(files[0].read_text("utf-8"))
    functions = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    helpers = [name for name, text in functions.items() if ".settle(" in text and not name.startswith("test_")]
    for name, text in functions.items():
        if name.startswith("test_") and row not in WITHOUT_A_LINE:
            assert ".settle(" in text or any(f"{helper}(" in text for helper in helpers), f"{name} does not settle"
