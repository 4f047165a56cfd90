"""The only module that writes reports: into SQLite in one transaction each, and their vectors into Chroma.

Knows the order in which the two stores are written so that a crash at any moment can be cleared up: ids that may stand
in Chroma without a passage are journalled first, and `recover` settles what the journal names. SQLite is the truth.
Does not know how reports are read, recognised or embedded. Whoever writes holds `corpus.lock.write_lock`.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.codes import code_row
from corpus.database import SCHEMA_VERSION
from corpus.errors import EmbeddingMismatch
from corpus.placing import in_step, outgrown
from corpus.rows import SINGLE, VectorRow, new_rows, single, stored_rows
from corpus.vectors import Vectors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

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

        A report whose path held other bytes before takes their place in the same transaction.
        """
        rows = [list(new_rows(report)) for report in reports]
        self._journal(row.uid for some in rows for row in some)
        every = [row for some in rows for row in some]
        self._upsert(every)
        outcomes, every_gone = [], set[str]()
        for report, own in zip(reports, rows, strict=True):
            with self.database.transaction() as connection:
                number, gone = _clear(connection, report.id, keep={row.uid for row in own})
                number = _insert(connection, report, own, number)
                before = _point(connection, report.file, number)
                if before != number:
                    gone += _drop_if_orphan(connection, before)
                _put_dimension(connection, report)
                connection.executemany("DELETE FROM journal WHERE uid = ?", [(row.uid,) for row in own])
                _note_gone(connection, gone)
            every_gone.update(gone)
            outcomes.append("added" if before is None else "replaced")
        # Bytes that moved to another path may be dropped at the one and come again at the other.
        self._forget(sorted(every_gone - {row.uid for row in every}))
        self.vectors = outgrown(self.database, self.vectors)
        return outcomes

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
            gone = [one for number in dict.fromkeys(left) for one in _drop_if_orphan(connection, number)]
            _note_gone(connection, gone)
        self._forget(gone)
        return outcomes

    def rename(self, file: SeenFile, *, gone: Sequence[str]) -> None:
        """Cite the report at `file` by this name; the paths that it stood at before are no more."""
        with self.database.transaction() as connection:
            connection.executemany("DELETE FROM sources WHERE path = ?", [(path,) for path in gone])
            connection.execute(
                "UPDATE reports SET source = ? WHERE number = ?", (file.source, _number_at(connection, file.path))
            )

    def remove(self, paths: Sequence[str]) -> None:
        """Forget files; a report that stands at no other path goes with the last of its own."""
        for path in paths:
            with self.database.transaction() as connection:
                before = _number_at(connection, path)
                connection.execute("DELETE FROM sources WHERE path = ?", (path,))
                gone = _drop_if_orphan(connection, before)
                _note_gone(connection, gone)
            self._forget(gone)

    def recover(self) -> int:
        """Settle what an interrupted run left: returns how many vectors were put right.

        What the journal names and SQLite has is written to Chroma again from SQLite; the rest is removed from Chroma.
        """
        named = [row["uid"] for row in self.database.rows("SELECT uid FROM journal ORDER BY uid")]
        for at in range(0, len(named), _FEW):
            some = named[at : at + _FEW]
            with self.database.connected() as connection:
                present = list(stored_rows(connection, uids=some))
            self._upsert(present)
            self.vectors.delete(sorted(set(some) - {row.uid for row in present}))
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
        with self.database.connected() as connection:
            for row in stored_rows(connection):
                some.append(row)
                if len(some) == _FEW:
                    self._upsert(some)
                    count += len(some)
                    some = []
        self._upsert(some)
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM journal")
        return count + len(some)

    def _journal(self, uids: Iterable[str]) -> None:
        with self.database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO journal VALUES (?)", [(one,) for one in uids])

    def _upsert(self, rows: Sequence[VectorRow]) -> None:
        if rows:
            self.vectors.upsert(
                [row.uid for row in rows],
                np.stack([row.vector for row in rows]).astype(np.float32),
                texts=[row.text for row in rows],
                metadatas=[row.metadata for row in rows],
            )

    def _forget(self, gone: Sequence[str]) -> None:
        """Remove from Chroma what is no longer in SQLite; the journal names it until that is done."""
        if gone:
            self.vectors.delete(gone)
            with self.database.transaction() as connection:
                connection.executemany("DELETE FROM journal WHERE uid = ?", [(one,) for one in gone])


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
        connection.execute("UPDATE reports SET source = ? WHERE number = ?", (str(left[0]), number))
    return []


def _drop(connection: sqlite3.Connection, number: int) -> list[str]:
    gone = [row["uid"] for row in connection.execute("SELECT uid FROM passages WHERE report = ?", (number,))]
    connection.execute("DELETE FROM passages WHERE report = ?", (number,))
    connection.execute("DELETE FROM reports WHERE number = ?", (number,))
    return gone


def _note_gone(connection: sqlite3.Connection, gone: Sequence[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO journal VALUES (?)", [(one,) for one in gone])


def _clear(connection: sqlite3.Connection, report_id: str, *, keep: set[str]) -> tuple[int | None, list[str]]:
    """Take away what an earlier reading of the same bytes made; its number, and the passages that do not come again."""
    row = connection.execute("SELECT number FROM reports WHERE id = ?", (report_id,)).fetchone()
    if row is None:
        return None, []
    number = int(row["number"])
    gone = [row["uid"] for row in connection.execute("SELECT uid FROM passages WHERE report = ?", (number,))]
    for table in ("passages", "codes", "pages", "facts"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (number,))
    return number, [one for one in gone if one not in keep]


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


def _insert(connection: sqlite3.Connection, report: NewReport, rows: Sequence[VectorRow], number: int | None) -> int:
    number = _put(connection, report, number)
    connection.executemany(
        'INSERT INTO pages (report, number, start, "end", label) VALUES (?, ?, ?, ?, ?)',
        [(number, page.number, page.start, page.end, page.label) for page in report.document.pages],
    )
    passages = [
        _insert_passage(connection, number, passage, row, sentences)
        for passage, row, sentences in zip(report.passages, rows, report.sentence_vectors, strict=True)
    ]
    connection.execute(
        "INSERT INTO codes (report, passages, signs) VALUES (?, ?, ?)", (number, *code_row(passages, report.vectors))
    )
    connection.executemany(
        'INSERT INTO facts (report, kind, key, value, amount, unit, as_of, start, "end", page, origin)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, f.kind, f.key, f.value, f.number, f.unit, f.as_of, f.start, f.end, page, f.origin)
            for f in report.facts
            for page in [_page_of(f, report.document.pages)]
        ],
    )
    return number


def _put_dimension(connection: sqlite3.Connection, report: NewReport) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO settings VALUES ('embedding_dimension', ?)", (str(report.vectors.shape[1]),)
    )


def _insert_passage(
    connection: sqlite3.Connection, number: int, passage: Passage, row: VectorRow, sentences: NDArray[np.floating[Any]]
) -> int:
    inserted = connection.execute(
        'INSERT INTO passages (uid, report, start, "end", page, section, sentences, header, body, scope)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.uid,
            number,
            passage.start,
            passage.end,
            passage.page,
            passage.section,
            json.dumps(passage.sentences),
            passage.header,
            row.text,
            f"r{number}",
        ),
    ).lastrowid
    assert inserted is not None
    connection.execute(
        "INSERT INTO vectors (passage, vector, sentences) VALUES (?, ?, ?)",
        (inserted, row.vector.tobytes(), np.asarray(sentences, dtype="<f2").tobytes()),
    )
    return inserted


def _page_of(fact: Fact, pages: Sequence[Page]) -> int | None:
    if fact.origin != "text":
        return None
    return next((page.number for page in pages if page.start <= fact.start < page.end), None)
