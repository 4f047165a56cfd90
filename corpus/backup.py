"""A library into one file and back, while it is in use.

Knows that library.sqlite is the truth and that its vectors stand in it: a backup is a copy of that one file, made by
SQLite's own online backup, and chroma/ is made again from it. Does not know what the rows mean.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.database import FILE_NAME, FULL, LOG_NAMES, SCHEMA_VERSION, Database, translated
from corpus.errors import LibraryDamaged, LibraryError, LibraryNotFound, SchemaTooNew
from corpus.files import full_disk, scratch, taken
from corpus.lock import write_lock
from corpus.placing import keep_place, open_vectors
from corpus.schema import NotALibrary, guarded, read_version, refuse_foreign
from corpus.store import Store
from corpus.vectors import FOLDER_NAME as VECTORS
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
    with (
        closing(Database(folder)) as database,
        database.connected() as connection,
        translated(database.path),
        _written(file) as target,
        closing(sqlite3.connect(target)) as copy,
    ):
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        return int(copy.execute("SELECT COUNT(*) FROM reports").fetchone()[0])


def restore(folder: Path, file: Path, *, server: ChromaServer | None = None) -> int:
    """Put the backup `file` in the place of the library in `folder`; returns how many reports it holds.

    Questions may go on meanwhile: they see the old state, then the new. The backup is opened as a library of its own
    first, and only then takes the other's place; a damaged library is set aside, not deleted. `server` is the Chroma
    server that holds the library's vectors, if one does.
    Raises LibraryNotFound without such a file, LibraryDamaged when it is no whole backup or defines what no library
    does, SchemaTooNew, LibraryInUse while somebody ingests.
    """
    if not file.is_file():
        raise LibraryNotFound(f"There is no backup at {file}. Name the file that `inspectqa backup` wrote.")
    with _refused(file), closing(_read_only(file)) as source:
        _see_version(source, file)  # before a folder is made for what is no backup
    with write_lock(folder), translated(folder / FILE_NAME), scratch(folder) as place:
        count = _checked_copy(file, place)
        with closing(_opened(folder)) as database, open_vectors(database, server) as vectors:
            _put(place / FILE_NAME, database)
            Writer(database, vectors).settle()
    return count


def _checked_copy(file: Path, place: Path) -> int:
    """Make a library of a backup in the folder `place`, whole and of this schema; returns how many reports it has."""
    path = place / FILE_NAME
    with _refused(file), translated(path):
        with closing(_read_only(file)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            guarded(copy)
            _see_version(copy, file)
            problems = [found[0] for found in copy.execute("PRAGMA integrity_check(1)") if found[0] != "ok"]
            if problems:
                raise sqlite3.DatabaseError(problems[0])
        with Store(place) as store:  # brought up to date, if need be
            store.reports()
            return store.counts()["reports"]


def _read_only(file: Path) -> sqlite3.Connection:
    try:
        file.open("rb").close()
    except OSError as error:
        raise LibraryError(
            f"The backup {file} cannot be read: {error.strerror or error}. Check its permissions and that its drive is "
            "connected."
        ) from error
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    guarded(connection)
    return connection


def _see_version(connection: sqlite3.Connection, file: Path) -> None:
    version = read_version(connection)
    if version > SCHEMA_VERSION:
        raise SchemaTooNew(
            f"The backup {file} was made by a later version of inspectqa (schema {version}; this one reads up to "
            f"{SCHEMA_VERSION}). Upgrade inspectqa, then restore it."
        )
    refuse_foreign(connection, older=version < SCHEMA_VERSION)


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    """Turn what is wrong with a backup into a sentence about it."""
    try:
        yield
    except (sqlite3.DatabaseError, NotALibrary, LibraryDamaged) as error:
        why = error.__cause__ or error if isinstance(error, LibraryDamaged) else error
        raise LibraryDamaged(
            f"{file} is not a whole backup of a library ({why}). The library in place was not touched; "
            "try an older backup, or ingest the reports again."
        ) from error


def _put(file: Path, database: Database) -> None:
    """Let the library in `file` take the place of the one that is open, in one transaction.

    Every id that may stand in Chroma is journalled with it, so that a crash from here on is settled by the next ingest
    as any other: those of the old passages and the new, and those that a run killed before has left in the journal.
    """
    with translated(database.path), closing(sqlite3.connect(file)) as source, database.connected() as connection:
        for table in ("passages", "journal"):
            held = connection.execute(f"SELECT uid FROM {table}").fetchall()
            source.executemany("INSERT OR IGNORE INTO journal VALUES (?)", [tuple(row) for row in held])
        source.execute("INSERT OR IGNORE INTO journal SELECT uid FROM passages")
        keep_place(connection, source)
        source.commit()
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        if source.execute("PRAGMA page_size").fetchone()[0] != size:  # SQLite copies pages as they are
            source.execute("PRAGMA journal_mode = DELETE")
            source.execute(f"PRAGMA page_size = {size}")
            source.execute("VACUUM")
        source.backup(connection)


def _opened(folder: Path) -> Database:
    try:
        if (folder / FILE_NAME).exists():
            return Database(folder)
    except LibraryDamaged:
        pass
    # What Chroma holds is of a library that is gone. The damaged file is last: a crash leaves it where it is found.
    _set_aside(folder, (VECTORS, *LOG_NAMES, FILE_NAME))
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
        if isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", None) not in FULL:
            raise  # of the library that is read
        raise LibraryError(
            f"The backup cannot be written to {file}: {why}. Name another file, or another disk."
        ) from error
