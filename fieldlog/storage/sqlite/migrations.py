"""Bring an older database to the schema of `schema.sql`.

A new database gets `schema.sql` and counts as fully migrated. A migration that
changes a table also edits `schema.sql`; a test compares the two results.
"""

from __future__ import annotations

import json
from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.migrations import Migrations

from fieldlog.config import ROOT
from fieldlog.domain.set_aside import Outline, outline
from fieldlog.storage.sqlite.quarantine import outline_columns

migrations = Migrations("fieldlog")

_FINDINGS_AND_AGENCY_LISTS = (
    """CREATE TABLE agency_lists (
    kind       TEXT PRIMARY KEY CHECK (kind IN ('NAME', 'PLACE', 'ADDRESS', 'ORG', 'NEVER')),
    entries    TEXT NOT NULL,
    before     TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES people (person_id),
    changed_at TEXT NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE share_line_stays (
    line_id    TEXT NOT NULL REFERENCES share_lines (line_id) ON DELETE CASCADE,
    finding    TEXT NOT NULL,
    said       TEXT NOT NULL,
    said_by    TEXT REFERENCES people (person_id),
    why        TEXT NOT NULL,
    cleared_by TEXT REFERENCES people (person_id),
    cleared_at TEXT,
    PRIMARY KEY (line_id, finding)
) WITHOUT ROWID""",
)

# The first released schema is migration zero; the next change adds a function
# here, decorated with @migrations(), that takes the Database.


@migrations()
def revoked_sessions_are_remembered(db: Database) -> None:
    """Until they expire, so that their phones hear why they are signed out."""
    db.execute("ALTER TABLE sessions ADD COLUMN revoked_at TEXT")


@migrations()
def quarantine_is_looked_at(db: Database) -> None:
    """What was fixed since counts no longer, and an admin can say that the rest is looked at."""
    for column in (
        "author_id TEXT NOT NULL DEFAULT ''",
        "entry_id TEXT NOT NULL DEFAULT ''",
        "device_seq INTEGER",
        "base_edit_ids TEXT NOT NULL DEFAULT '[]'",
        "content_sha256 TEXT NOT NULL DEFAULT ''",
        "seen_at TEXT",
        "seen_by TEXT REFERENCES people (person_id)",
        "seen_why TEXT NOT NULL DEFAULT ''",
    ):
        db.execute(f"ALTER TABLE quarantine ADD COLUMN {column}")
    db.execute("CREATE INDEX quarantine_by_edit ON quarantine (edit_id)")
    for quarantine_id, raw in db.execute("SELECT quarantine_id, raw FROM quarantine").fetchall():
        db.execute(
            "UPDATE quarantine SET author_id = :author_id, entry_id = :entry_id, device_seq = :device_seq,"
            " base_edit_ids = :base_edit_ids, content_sha256 = :content_sha256 WHERE quarantine_id = :id",
            {"id": quarantine_id, **outline_columns(_outline_of(raw))},
        )


def _outline_of(raw: bytes) -> Outline:
    try:
        return outline(json.loads(raw))
    except (ValueError, RecursionError):
        return Outline()


@migrations()
def findings_and_agency_lists(db: Database) -> None:
    """What was found in a line may stay for a reason; an agency has lists of its own words."""
    for statement in _FINDINGS_AND_AGENCY_LISTS:
        db.execute(statement)


@migrations()
def discarded_drafts(db: Database) -> None:
    """A draft can be thrown away, and brought back."""
    db.execute("ALTER TABLE summaries ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0")


@migrations()
def what_published_numbers_cover(db: Database) -> None:
    """Numbers that left before are taken to cover what lies below their unit now."""
    db.execute(
        """CREATE TABLE published_coverage (
    unit_id         TEXT NOT NULL,
    first_quarter   TEXT NOT NULL,
    last_quarter    TEXT NOT NULL,
    covered_unit_id TEXT NOT NULL,
    PRIMARY KEY (unit_id, first_quarter, last_quarter, covered_unit_id)
) WITHOUT ROWID"""
    )
    db.execute(
        """WITH RECURSIVE below (top_id, unit_id) AS (
    SELECT unit_id, unit_id FROM units
    UNION SELECT below.top_id, units.unit_id FROM below JOIN units ON units.parent_id = below.unit_id
)
INSERT INTO published_coverage
SELECT DISTINCT n.unit_id, n.first_quarter, n.last_quarter, below.unit_id
FROM published_numbers n JOIN below ON below.top_id = n.unit_id"""
    )


def prepare(db: Database) -> None:
    """Make a new database, or apply what an older one lacks."""
    if "server" not in db.table_names():
        # All of it or nothing: a first start that is cut off must not leave half a schema behind.
        db.executescript(f"BEGIN IMMEDIATE;\n{(ROOT / 'schema.sql').read_text(encoding='utf-8')}\nCOMMIT;")
        _mark_all_applied(db)
    else:
        migrations.apply(db)


def _mark_all_applied(db: Database) -> None:
    migrations.ensure_migrations_table(db)
    done = cast(Table, db[Migrations.migrations_table])
    for migration in migrations.pending(db):
        done.insert({"migration_set": migrations.name, "name": migration.name, "applied_at": "as new"})
