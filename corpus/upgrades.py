"""How a library of an earlier version becomes one of this version: SQL statements, by the version they start from.

Knows only statements; `corpus.database` runs them, all in one transaction. A change of schema.sql adds an entry here
and one to SCHEMA_VERSION. Rows that only a new reading can fill are left to the next ingest, which reads files again
whose `extraction_version` is not its own: it is raised with the step. Set to '' it would have all embedded anew, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["UPGRADES"]

UPGRADES: Mapping[int, Sequence[str]] = {  # version 1 is the first
    1: (
        "CREATE TABLE codes (report INTEGER PRIMARY KEY REFERENCES reports (number) ON DELETE CASCADE,"
        " passages BLOB NOT NULL, signs BLOB NOT NULL)",
        "ALTER TABLE reports ADD COLUMN moved TEXT NOT NULL DEFAULT ''",
        "UPDATE reports SET moved = text",
        "ALTER TABLE reports DROP COLUMN text",
        "ALTER TABLE reports RENAME COLUMN moved TO text",
    ),
    2: ("ALTER TABLE reports RENAME COLUMN recipe TO extraction_version",),
    3: (
        "CREATE TABLE editions (report INTEGER PRIMARY KEY REFERENCES reports (number) ON DELETE CASCADE,"
        " words TEXT NOT NULL, sketch BLOB NOT NULL, counted INTEGER)",
        "CREATE INDEX editions_by_words ON editions (words)",
        "CREATE INDEX editions_by_counted ON editions (counted)",
        "CREATE TABLE corrections (report TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
        " because TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (report, field)) WITHOUT ROWID",
        "ALTER TABLE pages ADD COLUMN reading TEXT NOT NULL DEFAULT 'text'",
        "CREATE TABLE figures (number INTEGER PRIMARY KEY,"
        " report INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE, kind TEXT NOT NULL, amount REAL,"
        " unit TEXT NOT NULL, bound TEXT NOT NULL, counted TEXT NOT NULL, said TEXT NOT NULL, whole REAL,"
        " time TEXT NOT NULL, as_of TEXT, whose TEXT NOT NULL, turn TEXT NOT NULL, start INTEGER NOT NULL,"
        ' "end" INTEGER NOT NULL, clause_start INTEGER NOT NULL, clause_end INTEGER NOT NULL,'
        " sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, page INTEGER NOT NULL)",
        "CREATE INDEX figures_by_report ON figures (report, start)",
    ),
}
