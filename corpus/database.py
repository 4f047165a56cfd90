"""The library's SQLite file: opening it, its schema and its version, one connection a thread.

Knows where the file lies, how to bring an older one up to date, and how to turn SQLite's errors into sentences. Does
not know what the rows mean.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LibraryClosed, LibraryDamaged, LibraryError, LibraryNotFound, SchemaTooNew
from corpus.files import full_disk, refuse_link
from corpus.upgrades import UPGRADES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FULL", "SCHEMA_VERSION", "Database", "decoded", "translated"]

SCHEMA_VERSION = 3
FILE_NAME = "library.sqlite"
_BUSY_SECONDS = 30.0


class Database:
    """One library's SQLite file; connections are made per thread and closed together.

    Raises LibraryNotFound, LibraryDamaged, SchemaTooNew and LibraryError when the file cannot be used.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._read_only = False
        self._closed = False
        refuse_link(folder, self.path)
        if not self.path.is_file():
            if not create:
                raise LibraryNotFound(
                    f"There is no library at {folder}. Make one with `inspectqa ingest PATH...`, or with "
                    "`inspectqa ingest --samples` to try it on the bundled samples."
                )
            self._make()
        self._check()

    def _make(self) -> None:
        """Write an empty library under a temporary name first, so that a crash leaves none rather than half of one."""
        with translated(self.path):
            self.folder.mkdir(parents=True, exist_ok=True)
            half_made = self.path.with_suffix(".new")
            if all(entry.name.startswith(("ingest.", half_made.name)) for entry in self.folder.iterdir()):
                self.folder.chmod(0o700)  # a folder with other things in it is not only the library's to close
            half_made.unlink(missing_ok=True)
            os.close(os.open(half_made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # through no link
            connection = sqlite3.connect(half_made)
            try:
                connection.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
                connection.execute("INSERT INTO settings VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
                connection.commit()
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            half_made.replace(self.path)

    def _check(self) -> None:
        """See that the schema is this version's, or make it so."""
        try:
            version = self._version(self.connection)
            if version < SCHEMA_VERSION:
                self._upgrade(version)
        except LibraryError:
            self.close()
            raise

    def _version(self, connection: sqlite3.Connection) -> int:
        with translated(self.path):
            row = connection.execute("SELECT value FROM settings WHERE key = 'schema_version'").fetchone()
        if row is None or not str(row[0]).isdecimal():
            raise LibraryDamaged(
                f"The library at {self.folder} does not say which schema it has. Restore a backup of it, or ingest "
                "the reports again into a new folder."
            )
        version = int(row[0])
        if version > SCHEMA_VERSION:
            raise SchemaTooNew(
                f"The library at {self.folder} was written by a later version of inspectqa (schema {version}; this one "
                f"reads up to {SCHEMA_VERSION}). Upgrade inspectqa, or name another library with --library."
            )
        return version

    def _upgrade(self, version: int) -> None:
        """Bring the schema up to date in one transaction; a crash in it leaves the library as it was."""
        if self._read_only:
            raise LibraryError(
                f"The library at {self.folder} is of an earlier version of inspectqa (schema {version}) and may only "
                "be read, so that it cannot be brought up to date. Run any inspectqa command on it once with the "
                "permission to write."
            )
        with self.transaction() as connection:
            for step in range(self._version(connection), SCHEMA_VERSION):  # another process may have done it meanwhile
                if step not in UPGRADES:
                    raise LibraryDamaged(
                        f"The library at {self.folder} has a schema that never was ({step}). Restore a backup of it, "
                        "or ingest the reports again into a new folder."
                    )
                for statement in UPGRADES[step]:
                    connection.execute(statement)
                connection.execute("UPDATE settings SET value = ? WHERE key = 'schema_version'", (str(step + 1),))

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened at first use; on a library that may only be read, again when it changed."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and not connection.in_transaction and self._local.frozen != self._frozen():
            self._forget(connection)
            connection = None
        if connection is None:
            if self._closed:
                raise _closed(self.path)
            connection = self._connect()
            self._local.connection = connection
            with self._guard:
                self._all.append(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        with translated(self.path):
            self._read_only = not (os.access(self.path, os.W_OK) and os.access(self.folder, os.W_OK))
            self._local.frozen = self._frozen()
            connection = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode={self._mode()}",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            # No mmap_size: a drive that goes away would end the process where reading gives an error.
            connection.execute("PRAGMA cache_size = -65536")
        return connection

    def _mode(self) -> str:
        """How to open the file: to be written, or read beside whoever writes it, or read as it lies."""
        if not self._read_only:
            return "rw"
        # Without write access SQLite cannot make the files of the write-ahead log; a writer's own it can use.
        return "ro" if self._log_size() else "ro&immutable=1"

    def _log_size(self) -> int:
        try:
            return self.path.with_name(f"{FILE_NAME}-wal").stat().st_size
        except OSError:
            return 0

    def _frozen(self) -> tuple[int, ...] | None:
        """What a read-only connection was opened on: a file opened as immutable is taken not to change, but may."""
        if not self._read_only:
            return None
        with translated(self.path):
            stat = self.path.stat()
        return stat.st_ino, stat.st_size, stat.st_mtime_ns, int(self._log_size() > 0)

    def _forget(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if connection in self._all:
                self._all.remove(connection)
        connection.close()

    @property
    def read_only(self) -> bool:
        """Whether the folder or the file cannot be written."""
        return self._read_only

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: commit at the end, roll back on any exception."""
        held = self.connection
        # Within a snapshot it is another connection that writes: what the snapshot shows has to stay.
        connection = self._connect() if held.in_transaction else held
        try:
            with translated(self.path):
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
        finally:
            if connection is not held:
                connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything this thread reads in the block is of one moment, whatever others write meanwhile."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        with translated(self.path):
            connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # nothing was written; and the library may have been closed meanwhile
                connection.rollback()

    def close(self) -> None:
        """Close every thread's connection; what is asked of it later raises LibraryClosed."""
        with self._guard:
            self._closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()


@contextmanager
def decoded(path: Path) -> Iterator[None]:
    """Turn what goes wrong in making sense of rows, which the library itself has written, into LibraryDamaged."""
    try:
        yield
    except (ValueError, TypeError, ArithmeticError) as error:
        raise _damaged(path, "a value in it makes no sense") from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors about `path` into the library's own, whole sentences."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _as_sentence(path, error) from error
    except UnicodeDecodeError as error:  # SQLite's own message repeats what it could not read
        raise _damaged(path, "a text in it is no text") from error
    except OSError as error:
        raise LibraryError(
            f"The library at {path.parent} cannot be used: {error.strerror or error}. "
            "Check the folder's permissions and free space, or name another with --library."
        ) from error


def _closed(path: Path) -> LibraryClosed:
    return LibraryClosed(f"The library at {path.parent} has been closed. Open it again with Library.open to ask it.")


# What SQLite says where a disk is full, or writing to it fails otherwise.
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}


def _as_sentence(path: Path, error: sqlite3.DatabaseError) -> LibraryError:
    text, code = str(error), getattr(error, "sqlite_errorcode", None)
    if "closed database" in text:  # by another thread, in the middle of a question
        return _closed(path)
    if not path.exists() and code != sqlite3.SQLITE_NOTADB:
        return LibraryError(
            f"The library at {path.parent} is no longer there ({text}). Connect its drive again, or name another "
            "library with --library; nothing that was ready is lost."
        )
    # SQLite does not say whose disk it was, the library's or that of its own temporary files, and calls a full one
    # an error in one place or another.
    if ("disk" in text or "unable to open" in text) and (full := full_disk(path.parent, Path(tempfile.gettempdir()))):
        return LibraryError(
            f"The disk that holds {full} is full ({text}). Nothing that was ready is lost: free some space and run the "
            "command again."
        )
    if code in FULL or "disk is full" in text:
        return LibraryError(
            f"The disk that holds {path.parent} is full or cannot be written ({text}). "
            "Nothing that was ready is lost: free some space and run the command again."
        )
    if "disk I/O error" in text:
        return LibraryError(
            f"The disk that holds {path.parent} gave an error or is full ({text}). Check that its drive is connected "
            "and sound and has free space, and run the command again; nothing that was ready is lost."
        )
    if "locked" in text or "busy" in text:
        return LibraryError(f"The library at {path.parent} stayed locked for {_BUSY_SECONDS:.0f} seconds. Try again.")
    if "readonly" in text:
        return LibraryError(
            f"The library at {path.parent} may only be read. Change the folder's permissions, or name another with "
            "--library."
        )
    if "unable to open" in text:
        return LibraryError(
            f"The library at {path.parent} cannot be opened. Check the folder's permissions and that its drive is "
            "connected."
        )
    return _damaged(path, text)


def _damaged(path: Path, why: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The library at {path.parent} is damaged ({why}). Restore a backup with `inspectqa restore FILE`, or ingest "
        "the reports again into a new folder; `inspectqa check` says more."
    )
