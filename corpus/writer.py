"""The only module that writes reports: into SQLite in one transaction each, and their vectors into Chroma.

Knows the order in which the two stores are written so that a crash at any moment can be cleared up: what is to change
in Chroma is journalled in the transaction that changes SQLite, and `settle` does what the journal names. SQLite is the
truth. Does not know how reports are read, recognised or embedded. Whoever writes holds `corpus.lock.write_lock`.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.codes import code_row
from corpus.database import SCHEMA_VERSION
from corpus.editions import kin, note_text
from corpus.editions import settle as settle_editions
from corpus.errors import EmbeddingMismatch
from corpus.figures import put_figures
from corpus.placing import in_step, outgrown
from corpus.rows import SINGLE, VectorRow, single, stored_rows, uid
from corpus.vectors import Vectors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.database import Database
    from corpus.model import Fact, NewReport, Page, Passage, SeenFile

__all__ = ["Writer"]

_FEW = 500
_SHARE = 10  # a library so many times as large as what was added is not merged whole


class Writer:
    """Writes reports into one library that is open in `database`, its vectors into `vectors`."""

    def __init__(self, database: Database, vectors: Vectors) -> None:
        self.database = database
        self.vectors = vectors

    # the library's own settings

    def claim_model(self, *, name: str, weights_hash: str) -> None:
        """Note the embedding model in an empty library; raises EmbeddingMismatch when it holds another's vectors."""
        found = {row["key"]: row["value"] for row in self.database.rows("SELECT key, value FROM settings")}
        empty = not self.database.rows("SELECT 1 FROM reports LIMIT 1")
        held = found.get("embedding_hash")
        if held is not None and held != weights_hash and not empty:
            raise EmbeddingMismatch(
                f"The library at {self.database.folder} was made with the embedding model "
                f"{found.get('embedding_model', 'of another name')!r}, not {name!r}: their vectors cannot be compared. "
                "Use that model (setting embedding_model), or ingest into another library with --library."
            )
        wanted = {"schema_version": str(SCHEMA_VERSION), "embedding_model": name, "embedding_hash": weights_hash}
        if any(found.get(key) != value for key, value in wanted.items()):
            if held not in (None, weights_hash):
                self.vectors.clear()  # another dimension's empty collection would refuse these vectors
            with self.database.transaction() as connection:
                connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", wanted.items())

    # reports in

    def add(self, reports: Sequence[NewReport]) -> list[str]:
        """Store reports, each visible at once and wholly; returns "added" or "replaced" for each.

        A report whose path held other bytes before takes their place in the same transaction. What is to be written to
        or removed from Chroma for them stands in the journal, until `settle`.
        """
        outcomes = []
        for report in reports:
            with self.database.transaction() as connection:
                number, gone = _clear(connection, report.id)
                number = _insert(connection, report, number)
                note_text(connection, number, report.document.text)
                before = _point(connection, report.file, number)
                if before != number:
                    gone += _drop_if_orphan(connection, before)
                _journal(connection, gone)
            outcomes.append("added" if before is None else "replaced")
        self.vectors = outgrown(self.database, self.vectors)
        return outcomes

    def embed(self, rows: Mapping[int, NDArray[np.floating[Any]]]) -> None:
        """Give passages, by number, their vectors: float[1 + m, dim], unit rows, the passage's and its sentences'.

        They are in SQLite in one transaction, and only then in Chroma.
        """
        if not rows:
            return
        with self.database.transaction() as connection:
            for number, own in rows.items():
                _put_vectors(connection, number, own)
            for report in _reports_of(connection, list(rows)):
                _put_codes(connection, report)
        self.settle()

    def tidy(self, passages: int) -> None:
        """Merge the full-text index's segments after so many new passages: each has to be looked into at a question.

        All of them where that costs about what adding the passages did, else as much as they are worth.
        """
        total = self.database.rows("SELECT COUNT(*) AS n FROM passages")[0]["n"]
        with self.database.transaction() as connection:
            if passages * _SHARE >= total:
                connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
            elif passages:
                connection.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('merge', ?)", (passages,))

    def see(self, files: Sequence[tuple[SeenFile, str]]) -> list[str]:
        """Note that files hold reports that are already in, given by id; at once, for files may have changed places.

        Returns "unchanged" for each, or "replaced" where the path held another report before.
        """
        if not files:
            return []
        outcomes, left = [], []
        with self.database.transaction() as connection:
            for file, report_id in files:
                row = connection.execute("SELECT number FROM reports WHERE id = ?", (report_id,)).fetchone()
                before = _point(connection, file, row["number"])
                outcomes.append("unchanged" if before in (None, row["number"]) else "replaced")
                left.append(before)
            _journal(connection, [one for number in dict.fromkeys(left) for one in _drop_if_orphan(connection, number)])
        self.settle()
        return outcomes

    def rename(self, file: SeenFile, *, gone: Sequence[str]) -> None:
        """Cite the report at `file` by this name; the paths that it stood at before are no more."""
        with self.database.transaction() as connection:
            connection.executemany("DELETE FROM sources WHERE path = ?", [(path,) for path in gone])
            number = _number_at(connection, file.path)
            assert number is not None, "the file was seen before its name is"
            _name(connection, number, file.source)

    def remove(self, paths: Sequence[str]) -> None:
        """Forget files; a report that stands at no other path goes with the last of its own."""
        for path in paths:
            with self.database.transaction() as connection:
                before = _number_at(connection, path)
                connection.execute("DELETE FROM sources WHERE path = ?", (path,))
                _journal(connection, _drop_if_orphan(connection, before))
            self.settle()

    def settle(self, least: int = 1) -> int:
        """Bring Chroma to where SQLite is, for the ids in the journal; returns how many there were.

        What has a vector in SQLite is written to Chroma, the rest is removed from it. Fewer than `least` are left.
        """
        named = [row["uid"] for row in self.database.rows("SELECT uid FROM journal ORDER BY uid")]
        if len(named) < least:
            return 0
        for at in range(0, len(named), _FEW):
            some = named[at : at + _FEW]
            present = list(stored_rows(self.database, uids=some))
            self._upsert(present)
            if absent := sorted(set(some) - {row.uid for row in present}):
                self.vectors.delete(absent)
            with self.database.transaction() as connection:
                connection.executemany("DELETE FROM journal WHERE uid = ?", [(one,) for one in some])
        return len(named)

    def heal(self) -> None:
        """Make the vectors again where they are gone: somebody removed chroma/, or the server is a new one.

        Those of a library that somebody removed are cleared away.
        """
        if not self.vectors.server and self.vectors.path.is_dir():
            if not self.database.rows("SELECT 1 FROM passages LIMIT 1") and self.vectors.count():
                self.vectors.clear()
            return
        with self.database.connected() as connection:
            if not in_step(connection, self.vectors):
                self.rebuild_vectors()

    def rebuild_vectors(self) -> int:
        """Make the Chroma collection again from SQLite's vectors; returns how many."""
        with self.database.transaction() as connection:  # readers and the next ingest know by it that more is to come
            connection.execute("INSERT OR IGNORE INTO journal SELECT uid FROM passages")
        self.vectors.clear()
        count, some = 0, list[VectorRow]()
        for row in stored_rows(self.database):
            some.append(row)
            if len(some) == _FEW:
                self._upsert(some)
                count += len(some)
                some = []
        self._upsert(some)
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM journal")
        return count + len(some)

    def _upsert(self, rows: Sequence[VectorRow]) -> None:
        if rows:
            self.vectors.upsert(
                [row.uid for row in rows],
                np.stack([row.vector for row in rows]).astype(np.float32),
                texts=[row.text for row in rows],
                metadatas=[row.metadata for row in rows],
            )


def _number_at(connection: sqlite3.Connection, path: str) -> int | None:
    row = connection.execute("SELECT report FROM sources WHERE path = ?", (path,)).fetchone()
    return None if row is None else int(row["report"])


def _point(connection: sqlite3.Connection, file: SeenFile, number: int) -> int | None:
    """Let the path stand for report `number`; returns the number of the report it stood for before, if any."""
    before = _number_at(connection, file.path)
    connection.execute(
        "INSERT OR REPLACE INTO sources (path, report, size, mtime_ns) VALUES (?, ?, ?, ?)",
        (file.path, number, file.size, file.mtime_ns),
    )
    return before


def _drop_if_orphan(connection: sqlite3.Connection, number: int | None) -> list[str]:
    """Drop a report that no path holds any more, and say which passages went; where another does, it is the source."""
    if number is None:
        return []
    held = connection.execute("SELECT path FROM sources WHERE report = ? ORDER BY path", (number,))
    left = [PurePath(row["path"]) for row in held]
    if not left:
        return _drop(connection, number)
    row = connection.execute("SELECT source FROM reports WHERE number = ?", (number,)).fetchone()
    source = PurePath(row["source"])
    if not any(path.parts[-len(source.parts) :] == source.parts for path in left):
        _name(connection, number, str(left[0]))
    return []


def _name(connection: sqlite3.Connection, number: int, source: str) -> None:
    connection.execute("UPDATE reports SET source = ? WHERE number = ?", (source, number))
    settle_editions(connection, [number])  # which of several editions is counted hangs on their names too


def _drop(connection: sqlite3.Connection, number: int) -> list[str]:
    gone = _with_vectors(connection, number)
    left = kin(connection, number)
    connection.execute("DELETE FROM passages WHERE report = ?", (number,))
    connection.execute("DELETE FROM reports WHERE number = ?", (number,))
    settle_editions(connection, left)
    return gone


def _journal(connection: sqlite3.Connection, uids: Iterable[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO journal VALUES (?)", [(one,) for one in uids])


def _clear(connection: sqlite3.Connection, report_id: str) -> tuple[int | None, list[str]]:
    """Take away what an earlier reading of the same bytes made: its number, and its passages' ids."""
    row = connection.execute("SELECT number FROM reports WHERE id = ?", (report_id,)).fetchone()
    if row is None:
        return None, []
    number = int(row["number"])
    gone = _with_vectors(connection, number)
    for table in ("passages", "codes", "pages", "facts", "figures"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))
    return number, gone


def _with_vectors(connection: sqlite3.Connection, report: int) -> list[str]:
    """The ids of a report's passages that have vectors: those that stand in Chroma."""
    rows = connection.execute(
        "SELECT p.uid FROM passages p JOIN vectors v ON v.passage = p.number WHERE p.report = ?", (report,)
    )
    return [row["uid"] for row in rows]


def _put(connection: sqlite3.Connection, report: NewReport, number: int | None) -> int:
    """Write the row of `reports`; one that is read again keeps its number, for conversations may name it."""
    stated = single(report.facts)
    columns: dict[str, Any] = {
        "number": number,  # None: SQLite gives the next
        "id": report.id,
        "source": report.file.source,
        "title": report.title,
        "media_type": report.document.media_type,
        "text": report.document.text,
        "pages": len(report.document.pages),
        "region": report.region,
        "extraction_version": report.extraction_version,
        **{column: stated.get(column) for column in (*SINGLE, "published_from")},
    }
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "number")
    inserted = connection.execute(
        f"INSERT INTO reports ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT (number) DO UPDATE SET {updates} RETURNING number",
        list(columns.values()),
    ).fetchall()
    return int(inserted[0]["number"])


def _insert(connection: sqlite3.Connection, report: NewReport, number: int | None) -> int:
    number = _put(connection, report, number)
    connection.executemany(
        'INSERT INTO pages (report, number, start, "end", label, reading) VALUES (?, ?, ?, ?, ?, ?)',
        [(number, page.number, page.start, page.end, page.label, page.reading) for page in report.document.pages],
    )
    for passage, vectors in zip(report.passages, report.vectors, strict=True):
        inserted = _insert_passage(connection, number, report, passage)
        if vectors is not None:
            _put_vectors(connection, inserted, vectors)
    if any(vectors is not None for vectors in report.vectors):
        _put_codes(connection, number)
    connection.executemany(
        'INSERT INTO facts (report, kind, key, value, amount, unit, as_of, start, "end", page, origin)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, f.kind, f.key, f.value, f.number, f.unit, f.as_of, f.start, f.end, page, f.origin)
            for f in report.facts
            for page in [_page_of(f, report.document.pages)]
        ],
    )
    put_figures(connection, number, report.figures, report.document.pages)
    return number


def _insert_passage(connection: sqlite3.Connection, number: int, report: NewReport, passage: Passage) -> int:
    inserted = connection.execute(
        'INSERT INTO passages (uid, report, start, "end", page, section, sentences, header, body, scope)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            uid(report.id, passage.start, passage.end),
            number,
            passage.start,
            passage.end,
            passage.page,
            passage.section,
            json.dumps(passage.sentences),
            passage.header,
            report.document.text[passage.start : passage.end],
            f"r{number}",
        ),
    ).lastrowid
    assert inserted is not None
    return inserted


def _put_vectors(connection: sqlite3.Connection, passage: int, vectors: NDArray[np.floating[Any]]) -> None:
    """A passage's vectors, and its id into the journal; the library notes the dimension of its first ones."""
    rows = np.asarray(vectors, dtype="<f2")
    connection.execute(
        "INSERT OR REPLACE INTO vectors (passage, vector, sentences) VALUES (?, ?, ?)",
        (passage, rows[0].tobytes(), rows[1:].tobytes()),
    )
    connection.execute("INSERT OR IGNORE INTO journal SELECT uid FROM passages WHERE number = ?", (passage,))
    connection.execute("INSERT OR REPLACE INTO settings VALUES ('embedding_dimension', ?)", (str(rows.shape[1]),))


def _put_codes(connection: sqlite3.Connection, report: int) -> None:
    """The codes of those of a report's passages that have vectors of the library's dimension."""
    rows = connection.execute(
        "SELECT p.number, v.vector FROM passages p JOIN vectors v ON v.passage = p.number WHERE p.report = ?"
        " AND LENGTH(v.vector) = 2 * (SELECT value FROM settings WHERE key = 'embedding_dimension') ORDER BY p.number",
        (report,),
    ).fetchall()
    matrix = np.frombuffer(b"".join(row["vector"] for row in rows), dtype="<f2").reshape(len(rows), -1)
    connection.execute(
        "INSERT OR REPLACE INTO codes (report, passages, signs) VALUES (?, ?, ?)",
        (report, *code_row([row["number"] for row in rows], matrix)),
    )


def _reports_of(connection: sqlite3.Connection, passages: Sequence[int]) -> list[int]:
    found: set[int] = set()
    for at in range(0, len(passages), _FEW):
        some = passages[at : at + _FEW]
        marks = ",".join("?" * len(some))
        found.update(
            row["report"]
            for row in connection.execute(f"SELECT report FROM passages WHERE number IN ({marks})", list(some))
        )
    return sorted(found)


def _page_of(fact: Fact, pages: Sequence[Page]) -> int | None:
    if fact.origin != "text":
        return None
    return next((page.number for page in pages if page.start <= fact.start < page.end), None)
