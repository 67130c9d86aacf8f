"""Numbers that left before the ledger knew what they cover still stand in the way of others."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from fieldlog.storage import open_store


def test_old_numbers_cover_what_lies_below_their_unit(tmp_path: Path) -> None:
    path = tmp_path / "fieldlog.sqlite"
    url = f"sqlite:///{path}"
    open_store(url).close()
    with sqlite3.connect(path) as db:
        wanted = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'published_coverage'").fetchone()
        db.execute("DROP TABLE published_coverage")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'what_published_numbers_cover'")
        for unit_id, parent_id in (("top", None), ("north", "top"), ("creek", "north"), ("south", "top")):
            db.execute("INSERT INTO units VALUES (?, ?, ?, 'rural', 1)", (unit_id, parent_id, unit_id))
        for measure in ("visits", "rides"):
            db.execute(
                "INSERT INTO published_numbers VALUES ('north', '2026-Q2', '2026-Q2', ?, '', 'number', 20, 'p')",
                (measure,),
            )
    db.close()
    store = open_store(url)
    with store.read() as tx:
        (entry,) = tx.publications.ledger(["creek"])
        assert (entry.unit_id, entry.covered) == ("north", frozenset({"north", "creek"}))
        assert tx.publications.ledger(["south"]) == []
    store.close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT sql FROM sqlite_schema WHERE name = 'published_coverage'").fetchone() == wanted
    db.close()
