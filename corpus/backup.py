"""A library into one file and back, while it is in use.

Knows that library.sqlite is the truth and that its vectors stand in it: a backup is a copy of that one file, made by
SQLite's own online backup, and chroma/ is made again from it. Does not know what the rows mean.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.database import FILE_NAME, FULL, SCHEMA_VERSION, Database, translated
from corpus.errors import LibraryDamaged, LibraryError, LibraryNotFound, SchemaTooNew
from corpus.files import full_disk, scratch, taken
from corpus.lock import write_lock
from corpus.placing import keep_place, open_vectors
from corpus.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.chroma_server import ChromaServer

__all__ = ["backup", "restore"]


def backup(folder: Path, file: Path) -> int:
    """Copy the library in `folder` into `file` as it is at one moment; returns how many reports it holds.

    Questions and an ingest may go on meanwhile. The file appears under its name only when it is whole, for its owner's
    eyes alone. Raises LibraryError when it cannot be written, LibraryDamaged when the library cannot be read.
    """
    database = Database(folder)
    try:
        with translated(database.path), _written(file) as target, closing(sqlite3.connect(target)) as copy:
            database.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            count = int(copy.execute("SELECT COUNT(*) FROM reports").fetchone()[0])
    finally:
        database.close()
    return count


def restore(folder: Path, file: Path, *, server: ChromaServer | None = None) -> int:
    """Put the backup `file` in the place of the library in `folder`; returns how many reports it holds.

    Questions may go on meanwhile: they see the old state, then the new. A damaged library is set aside, not deleted.
    `server` is the Chroma server that holds the library's vectors, if one does.
    Raises LibraryNotFound without such a file, LibraryDamaged when it is no whole backup, LibraryInUse while somebody
    ingests.
    """
    if not file.is_file():
        raise LibraryNotFound(f"There is no backup at {file}. Name the file that `inspectqa backup` wrote.")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / FILE_NAME
        _checked_copy(file, copy)
        with write_lock(folder), closing(_opened(folder)) as database:
            with translated(database.path), closing(sqlite3.connect(copy)) as source:
                # Every id of the old state and the new is journalled, so that a crash from here on is settled by the
                # next ingest as any other.
                old = database.connection.execute("SELECT uid FROM passages").fetchall()
                source.executemany("INSERT OR IGNORE INTO journal VALUES (?)", [(row["uid"],) for row in old])
                source.execute("INSERT OR IGNORE INTO journal SELECT uid FROM passages")
                keep_place(database.connection, source)
                source.commit()
                count = int(source.execute("SELECT COUNT(*) FROM reports").fetchone()[0])
                source.backup(database.connection)
            with open_vectors(database, server) as vectors:
                Writer(database, vectors).recover()
    return count


def _checked_copy(file: Path, copy: Path) -> None:
    """Copy a backup and see that it is one, whole and of a schema that can be read."""
    try:
        uri = f"{file.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            row = target.execute("SELECT value FROM settings WHERE key = 'schema_version'").fetchone()
            problems = [found[0] for found in target.execute("PRAGMA integrity_check(1)") if found[0] != "ok"]
    except sqlite3.DatabaseError as error:
        problems, row = [str(error)], None
    if problems or row is None:
        why = problems[0] if problems else "it has no schema version"
        raise LibraryDamaged(
            f"{file} is not a whole backup of a library ({why}). The library in place was not touched; "
            "try an older backup, or ingest the reports again."
        )
    if int(row[0]) > SCHEMA_VERSION:
        raise SchemaTooNew(
            f"The backup {file} was made by a later version of inspectqa (schema {row[0]}; this one reads up to "
            f"{SCHEMA_VERSION}). Upgrade inspectqa, then restore it."
        )


def _opened(folder: Path) -> Database:
    try:
        return Database(folder, create=True)
    except LibraryDamaged:
        _set_aside(folder, (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"))
        return Database(folder, create=True)


def _set_aside(folder: Path, names: Iterable[str]) -> None:
    when = datetime.now().strftime("%Y%m%d-%H%M%S")
    for name in names:
        if (folder / name).exists():
            (folder / name).rename(folder / f"damaged-{when}-{name}")


@contextmanager
def _written(file: Path) -> Iterator[Path]:
    """A new file on the disk of `file` that takes its name at the end of the block, or goes.

    Raises LibraryError where it cannot be written, where `file` is a link or belongs to a library among them.
    """
    if why := taken(file):
        raise LibraryError(f"The backup cannot be written to {file}: it {why}. Name another file.")
    try:
        with scratch(file.parent) as folder:
            new = folder / "copy"
            new.touch(mode=0o600)
            yield new
            new.replace(file)
    except (OSError, sqlite3.OperationalError) as error:
        why = "its disk is full" if full_disk(file.parent) else getattr(error, "strerror", None) or str(error)
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode not in FULL:
            raise  # of the library that is read
        raise LibraryError(
            f"The backup cannot be written to {file}: {why}. Name another file, or another disk."
        ) from error
