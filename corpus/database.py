"""The library's SQLite file: opening it, bringing an older one up to date, lending its connections.

Knows where the file lies, what its connections are set to, and how to turn SQLite's errors into sentences. Does not
know what the rows mean, nor what the schema is (corpus.schema).
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import LibraryClosed, LibraryDamaged, LibraryError, LibraryNotFound, SchemaTooNew
from corpus.files import full_disk, refuse_link
from corpus.pool import Connection, Pool, PoolClosed
from corpus.schema import SCHEMA, NotALibrary, guarded, read_version, refuse_foreign
from corpus.upgrades import UPGRADES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["FULL", "SCHEMA_VERSION", "Database", "decoded", "translated", "typed"]

SCHEMA_VERSION = 4
FILE_NAME = "library.sqlite"
LOG_NAMES = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
_BUSY_SECONDS = 30.0
_CACHE_KB = 16_384  # of pages, a connection: the system keeps the others
# A statement of a question takes seconds over a million passages; each so many of its steps it is asked whether it is
# late.
_LONGEST_S, _STEPS = 300.0, 200_000

_Made = TypeVar("_Made")


class Database:
    """One library's SQLite file; threads may share it, and borrow its connections.

    Raises LibraryNotFound, LibraryDamaged, SchemaTooNew and LibraryError when the file cannot be used.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self._pool = Pool(self._connect, lambda connection: connection.opened == self._frozen())
        self._shared: dict[str, Any] = {}
        self._seen: int | None = None  # SQLite's own number of the schema that was last compared
        self._read_only = False
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
            if all(
                entry.name.startswith(("ingest.", ".inspectqa-", half_made.name)) for entry in self.folder.iterdir()
            ):
                self.folder.chmod(0o700)  # a folder with other things in it is not only the library's to close
            half_made.unlink(missing_ok=True)
            os.close(os.open(half_made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # through no link
            connection = sqlite3.connect(half_made)
            try:
                connection.executescript(SCHEMA.read_text(encoding="utf-8"))
                connection.execute("INSERT INTO settings VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
                connection.commit()
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            for name in LOG_NAMES:  # of a library that is gone: SQLite would write it into the new one
                with suppress(FileNotFoundError):
                    self.path.with_name(name).replace(self.path.with_name(f"{name}.old"))
            half_made.replace(self.path)

    def _check(self) -> None:
        """See that the schema is this version's, or make it so."""
        try:
            with translated(self.path), self.connected() as connection, self._bounded(connection):
                version = self._version(connection)
                if version == SCHEMA_VERSION:
                    refuse_foreign(connection)
            if version < SCHEMA_VERSION:
                self._upgrade(version)
        except LibraryError:
            self.close()
            raise

    def _version(self, connection: sqlite3.Connection) -> int:
        version = read_version(connection)
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
        with self._begun() as connection, self._bounded(connection):
            refuse_foreign(connection, older=True)  # before anything of the file's own could be run
            for step in range(self._version(connection), SCHEMA_VERSION):  # another process may have done it meanwhile
                if step not in UPGRADES:
                    raise LibraryDamaged(
                        f"The library at {self.folder} has a schema that never was ({step}). Restore a backup of it, "
                        "or ingest the reports again into a new folder."
                    )
                for statement in UPGRADES[step]:
                    connection.execute(statement)
                connection.execute("UPDATE settings SET value = ? WHERE key = 'schema_version'", (str(step + 1),))
            refuse_foreign(connection)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection for this block; within it this thread gets the same again. Threads beyond the pool's wait."""
        with ExitStack() as stack:
            try:
                connection = stack.enter_context(self._pool.lent())
            except PoolClosed:
                raise _closed(self.path) from None
            yield connection

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows of one parametrised SELECT; raises LibraryError or LibraryDamaged in place of SQLite's errors."""
        with translated(self.path), self.connected() as connection, self._bounded(connection):
            return connection.execute(sql, parameters).fetchall()

    def kept(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of the library, made again once another connection has written; equals are one object."""
        with translated(self.path), self.connected() as connection:
            version = int(connection.execute("PRAGMA data_version").fetchone()[0])
            held: tuple[int, _Made] | None = connection.kept.get(name)
            if held is None or held[0] != version:
                made, shared = make(), self._shared.get(name)
                held = version, shared if shared == made else made
                self._shared[name] = held[1]
                connection.kept[name] = held
            return held[1]

    @contextmanager
    def _bounded(self, connection: Connection) -> Iterator[None]:
        """Give up a statement that no library needs so long for: a file may be made so that reading it never ends."""
        connection.clock.ends = time.monotonic() + _LONGEST_S
        try:
            yield
        finally:
            connection.clock.ends = inf

    def _connect(self) -> Connection:
        with translated(self.path):
            self._read_only = not (os.access(self.path, os.W_OK) and os.access(self.folder, os.W_OK))
            opened = self._frozen()
            connection = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode={self._mode()}",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                factory=Connection,
            )
            connection.opened = opened
            connection.row_factory = sqlite3.Row
            guarded(connection)
            connection.set_progress_handler(connection.clock.late, _STEPS)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            # No mmap_size: a drive that goes away would end the process where reading gives an error.
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
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

    @property
    def read_only(self) -> bool:
        """Whether the folder or the file cannot be written."""
        return self._read_only

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: commit at the end, roll back on any exception."""
        with self._begun() as connection:
            cookie = connection.execute("PRAGMA schema_version").fetchone()[0]
            if cookie != self._seen:
                refuse_foreign(connection)
                self._seen = cookie
            # The library's own triggers write into the word index, which SQLite does not let an untrusted schema do.
            connection.execute("PRAGMA trusted_schema = ON")
            try:
                yield connection
            finally:
                connection.execute("PRAGMA trusted_schema = OFF")

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self.connected() as held, ExitStack() as stack:
            # Within a snapshot it is another connection that writes: what the snapshot shows has to stay.
            connection = stack.enter_context(closing(self._connect())) if held.in_transaction else held
            with translated(self.path):
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything this thread reads in the block is of one moment, whatever others write meanwhile."""
        with self.connected() as connection:
            if connection.in_transaction:
                yield
                return
            with translated(self.path):
                connection.execute("BEGIN")
            try:
                yield
            finally:
                with suppress(sqlite3.Error):  # nothing was written
                    connection.rollback()

    def close(self) -> None:
        """Close the connections, those in use once they are given back; what is asked later raises LibraryClosed."""
        self._pool.close()


@contextmanager
def decoded(path: Path) -> Iterator[None]:
    """Turn what goes wrong in making sense of rows, which the library itself has written, into LibraryDamaged."""
    try:
        yield
    except (ValueError, TypeError, ArithmeticError) as error:
        raise _damaged(path, "a value in it makes no sense") from error


def typed(row: sqlite3.Row, kind: type | tuple[type, ...], *names: str) -> None:
    """Raise TypeError where one of these is of another type: SQLite keeps in any column what it is given."""
    for name in names:
        if row[name] is not None and not isinstance(row[name], kind):
            raise TypeError(f"{name} is of another type")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors about `path` into the library's own, whole sentences."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _as_sentence(path, error) from error
    except UnicodeDecodeError as error:  # SQLite's own message repeats what it could not read
        raise _damaged(path, "a text in it is no text") from error
    except NotALibrary as error:
        raise _damaged(path, str(error)) from error
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not path.exists():  # the system says so before SQLite is asked
            raise _gone(path, error.strerror or str(error)) from error
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
    if code == sqlite3.SQLITE_INTERRUPT:
        return _damaged(path, f"reading it was given up after {_LONGEST_S:.0f} seconds")
    if text.startswith("Could not decode"):  # it goes on with what it could not read
        return _damaged(path, "a text in it is no text")
    # SQLite does not say whose disk it was, the library's or that of its own temporary files, and calls a full one
    # an error in one place or another.
    disks = (path.parent, Path(tempfile.gettempdir())) if path.parent.exists() else ()
    if ("disk" in text or "unable to open" in text) and (full := full_disk(*disks)):
        return LibraryError(
            f"The disk that holds {full} is full ({text}). Nothing that was ready is lost: free some space and run the "
            "command again."
        )
    if not path.exists() and code != sqlite3.SQLITE_NOTADB:
        return _gone(path, text)
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


def _gone(path: Path, why: str) -> LibraryError:
    return LibraryError(
        f"The library at {path.parent} is no longer there ({why}). Connect its drive again, or name another library "
        "with --library; nothing that was ready is lost."
    )


def _damaged(path: Path, why: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The library at {path.parent} is damaged ({why}). Restore a backup with `inspectqa restore FILE`, or ingest "
        "the reports again into a new folder; `inspectqa check` says more."
    )
