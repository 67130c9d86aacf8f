"""Bring an older database to the schema of `schema.sql`.

A new database gets `schema.sql` and counts as fully migrated. A migration that
changes a table also edits `schema.sql`; a test compares the two results.
"""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.migrations import Migrations

from fieldlog.config import ROOT

migrations = Migrations("fieldlog")

# The first released schema is migration zero; the next change adds a function
# here, decorated with @migrations(), that takes the Database.


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
