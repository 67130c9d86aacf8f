"""The product with one thing changed on purpose, in a folder of its own: a later version, or one without a safeguard."""

from __future__ import annotations

import shutil
from pathlib import Path

from fieldlog.config import ROOT

PARTS = ("fieldlog", "static", "templates", "schema.sql")


def changed_tree(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the product in which `old` is `new` in one file; a server with this `cwd` runs it.

    Raises AssertionError where `old` is no longer found: then the test that asks for it has to be looked at.
    """
    if not folder.exists():
        folder.mkdir()
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / part)
    text = (folder / file).read_text("utf-8")
    assert old in text, f"{file} no longer has: {old.strip()}"
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return folder
