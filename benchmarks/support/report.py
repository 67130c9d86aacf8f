"""Plain tables on the terminal."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their heads, the first column to the left, the rest to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}")
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())


def machine() -> str:
    """What these numbers were taken on, in one line."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return (
        f"{os.cpu_count()} processors, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"commit {commit.stdout.strip() or 'unknown'}"
    )


def verdict(words: str, measured: float, most: float) -> str:
    """One line that says whether an aim is met."""
    return f"  {'met ' if measured <= most else 'MISS'}  {words}: {measured:.2f} (aim: at most {most:.2f})"
