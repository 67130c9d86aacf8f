"""The documents know every table and every place that they name."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_table_is_in_the_data_dictionary_and_nothing_else() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript((ROOT / "schema.sql").read_text(encoding="utf-8"))
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    db.close()
    before, _, _ = (
        (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8").partition("## Outside of the database")
    )
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", before, re.MULTILINE)
    assert {row[0] for row in rows} == tables - {"sqlite_sequence"}
    assert len(rows) == len({row[0] for row in rows})
    assert all(all(cell.strip() for cell in row) for row in rows), "say what it holds, how long, and who reads it"


def test_every_place_in_the_architecture_page_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    places = set(re.findall(r"`((?:fieldlog|static|tests|docs)/[\w/.-]*)`", text))
    assert len(places) > 30
    assert not sorted(place for place in places if not (ROOT / place).exists())


def test_every_capability_is_in_the_architecture_page() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    capabilities = {path.parent.name for path in (ROOT / "fieldlog/web").glob("*/routes.py")} - {"health"}
    assert not sorted(name for name in capabilities if f"`fieldlog/web/{name}/`" not in text)


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs/adr").glob("*.md")]
    assert len(numbers) == len(set(numbers))
