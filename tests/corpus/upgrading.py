"""Two versions of the schema that never were, and how a process that upgrades to them kills itself on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

from corpus import database
from corpus.database import SCHEMA_VERSION, Database

# Two versions that never were: the tables of today stand for the newest, and what they might have come from is undone.
OLDEST, NEWEST = SCHEMA_VERSION, SCHEMA_VERSION + 2
MADE_UP = {
    OLDEST: (
        "ALTER TABLE reports ADD COLUMN media_type TEXT NOT NULL DEFAULT 'text/plain'",
        "DELETE FROM journal WHERE uid LIKE 'old %'",
    ),
    OLDEST + 1: (
        "CREATE TABLE chats (id TEXT PRIMARY KEY, started TEXT NOT NULL, title TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE turns (chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, n INTEGER NOT NULL,"
        " asked TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (chat, n)) WITHOUT ROWID",
        "INSERT INTO chats SELECT name, '2020', name FROM talks",
        "DROP TABLE talks",
        "UPDATE reports SET media_type = 'text/html' WHERE number = 2",
    ),
}


def upgrade(folder: str, at: str) -> int:
    """Upgrade the library in this process, which ends at that statement; else the number of statements."""
    database.UPGRADES = MADE_UP  # type: ignore[attr-defined]
    database.SCHEMA_VERSION = NEWEST
    steps = 0

    def spy(_: str) -> None:
        nonlocal steps
        if steps == int(at):
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1

    real = Database._connect

    def connect(opened: Database) -> sqlite3.Connection:
        connection = real(opened)
        connection.set_trace_callback(spy)
        return connection

    Database._connect = connect  # type: ignore[method-assign, assignment]
    Database(Path(folder)).close()
    return steps
