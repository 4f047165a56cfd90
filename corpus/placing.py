"""Where a library's vectors are: in Chroma in its folder or on a server, or in library.sqlite alone.

Chroma holds a folder's whole index in memory and writes it whole: a library that outgrows it goes on without. Knows the
stores just so far. Does not know how either is written. A library never names the server itself: it only
notes that there is one, so that no folder that somebody was given can lead a question to a machine that they did not
name.
"""

from __future__ import annotations

import secrets
import shutil
import time
from contextlib import closing
from typing import TYPE_CHECKING

from corpus.codes import SignIndex
from corpus.database import Database, translated
from corpus.errors import LibraryDamaged, LibraryError
from corpus.vectors import COLLECTION, Vectors
from corpus.waiting import WITH_VECTORS

if TYPE_CHECKING:
    import sqlite3

    from corpus.chroma_server import ChromaServer

__all__ = ["in_step", "keep_place", "open_vectors", "outgrown", "place_vectors", "reading_vectors"]

_PLACE, _NAME = "vectors", "collection"  # rows of `settings`; without them the vectors are in the folder
_SERVER, _FOLDER, _LIBRARY = "server", "folder", "library"
# Passages up to which the folder's Chroma holds them: beyond, a question over all reports would take more than 500 MB
# of memory (docs/performance.md), and one that is killed while the index is written has more to make again.
_MOST = 50_000
_LOOKS = 5  # an ingest may move on between looking at the one store and the other


def open_vectors(database: Database, server: ChromaServer | None = None) -> Vectors:
    """The library's vectors, where the library notes them.

    Raises LibraryError when that is a server and none is named; a server that is named for nothing is not spoken to.
    """
    place, name = _noted(database)
    if place != _SERVER:
        return SignIndex(database) if place == _LIBRARY else Vectors(database.folder)
    if server is None:
        raise LibraryError(
            f"The vectors of the library at {database.folder} are on a Chroma server. Name it with --chroma URL or in "
            "the setting chroma, or put them back into the folder with `inspectqa check --repair`."
        )
    return Vectors(database.folder, server=server, collection=name)


def reading_vectors(database: Database, server: ChromaServer | None = None) -> Vectors:
    """The vectors for questions; raises LibraryDamaged when they are not those of the library's passages."""
    if database.read_only and _noted(database)[0] != _SERVER:
        return SignIndex(database)
    vectors = open_vectors(database, server)
    try:
        # By a connection of its own: the one in use may show an earlier moment than the vectors are of.
        with translated(database.path), closing(Database(database.folder)) as now, now.connected() as connection:
            sound = in_step(connection, vectors)
        if not sound:
            raise LibraryDamaged(
                f"The vectors in {vectors} are missing or of another time than the library's passages. `inspectqa check"
                " --repair` makes them again from library.sqlite, without embedding anything."
            )
    except LibraryError:
        vectors.close()
        raise
    return vectors


def in_step(connection: sqlite3.Connection, vectors: Vectors) -> bool:
    """Whether Chroma has at least as many vectors as passages have, or an ingest is about to see to it."""
    for _ in range(_LOOKS):
        passages, journal = connection.execute(f"SELECT {WITH_VECTORS}, (SELECT COUNT(*) FROM journal)").fetchone()
        if journal or vectors.count() >= passages:
            return True
        time.sleep(0.05)
    return False


def place_vectors(database: Database, server: ChromaServer | None) -> Vectors:
    """Note that the vectors are to be in the folder or on `server`; where that is new, the journal names them all.

    What stood at the place before is removed, in the folder at least.
    """
    place, _ = _noted(database)
    wanted = _SERVER if server is not None else _LIBRARY if _too_many(database) else _FOLDER
    if wanted == place:
        return open_vectors(database, server)
    if wanted == _LIBRARY:
        return _within(database)
    with database.transaction() as connection:
        # Every id is journalled, so that a crash before they are all at the new place is settled by the next ingest.
        connection.execute("INSERT OR IGNORE INTO journal SELECT uid FROM passages")
        if server is None:
            connection.execute("DELETE FROM settings WHERE key IN (?, ?)", (_PLACE, _NAME))
        else:
            rows = [(_PLACE, _SERVER), (_NAME, f"inspectqa-{secrets.token_hex(8)}")]
            connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)
    if server is not None:
        folder = Vectors(database.folder)
        folder.close()
        shutil.rmtree(folder.path, ignore_errors=True)
    return open_vectors(database, server)


def outgrown(database: Database, vectors: Vectors) -> Vectors:
    """The vectors as they are to be kept from now on: without the folder's Chroma once there are too many for it."""
    if vectors.server is not None or isinstance(vectors, SignIndex) or not _too_many(database):
        return vectors
    vectors.close()
    return _within(database)


def _too_many(database: Database) -> bool:
    return int(database.rows("SELECT COUNT(*) FROM passages")[0][0]) > _MOST


def _within(database: Database) -> SignIndex:
    """Note that the vectors are in library.sqlite alone, and remove what the folder's Chroma held."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM settings WHERE key = ?", (_NAME,))
        connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (_PLACE, _LIBRARY))
        connection.execute("DELETE FROM journal")  # there is no other store to be settled with
    shutil.rmtree(Vectors(database.folder).path, ignore_errors=True)
    return SignIndex(database)


def keep_place(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Let the library in `source`, which is about to take the place of the one in `target`, keep that one's place."""
    source.execute("DELETE FROM settings WHERE key IN (?, ?)", (_PLACE, _NAME))
    rows = target.execute("SELECT key, value FROM settings WHERE key IN (?, ?)", (_PLACE, _NAME)).fetchall()
    source.executemany("INSERT INTO settings VALUES (?, ?)", [tuple(row) for row in rows])


def _noted(database: Database) -> tuple[str, str]:
    rows = database.rows("SELECT key, value FROM settings WHERE key IN (?, ?)", (_PLACE, _NAME))
    held = {row["key"]: row["value"] for row in rows}
    return held.get(_PLACE, _FOLDER), held.get(_NAME, COLLECTION)
