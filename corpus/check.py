"""Whether a library is sound: SQLite and Chroma agree, every span lies in its text, the index matches; and its repair.

Knows what must hold between the tables of schema.sql and the vectors. What can be derived from library.sqlite is made
again; what can't is named. Embeds nothing and reads no report's file.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.codes import SignIndex, code_row
from corpus.database import translated
from corpus.errors import LibraryDamaged, LibraryError
from corpus.lock import write_lock
from corpus.placing import open_vectors, place_vectors
from corpus.rows import stored_rows, uid
from corpus.store import Store
from corpus.unread import NEXT_STEP, unread_pages
from corpus.waiting import any_vectors
from corpus.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Row

    from corpus.chroma_server import ChromaServer
    from corpus.vectors import Vectors

__all__ = ["Finding", "check", "repair", "unread"]

_REPAIR = "Run `inspectqa check --repair`."
_AGAIN = "Run `inspectqa check --repair`, then ingest the report's file again: it will be read anew."
_UNSOUND = "unsound"  # in place of an extraction version: the next ingest reads the file again
_SAMPLE = 1000  # vectors compared number by number between the two stores


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong, as a sentence, and the next step; `report` is its number where it concerns one."""

    problem: str
    next_step: str
    report: int | None = None

    def __str__(self) -> str:
        return f"{self.problem} {self.next_step}".rstrip()


def check(
    folder: Path, *, model: str | None = None, weights_hash: str | None = None, server: ChromaServer | None = None
) -> list[Finding]:
    """Everything that is wrong with the library in `folder`; an empty list when it is sound.

    `model` and `weights_hash` are the embedding model in use, to be compared with the library's; `server` is the
    Chroma server that holds its vectors, if one does. Raises LibraryNotFound and SchemaTooNew, and LibraryError when
    it cannot be reached; damage is found, not raised.
    """
    try:
        with Store(folder) as store, open_vectors(store.database, server) as vectors:
            return [
                *_settings(store, model, weights_hash),
                *_sqlite(store),
                *_reports(store),
                *_index(store),
                *_chroma(store, vectors),
            ]
    except LibraryDamaged as error:
        return [Finding(problem=str(error), next_step="What it held has to be restored or ingested again.")]


def unread(folder: Path) -> list[Finding]:
    """Which pages of which reports could not be read, or only by OCR: nothing is wrong with the library for that."""
    with Store(folder) as store:
        return [
            Finding(
                problem=f"Report {report.number} ({report.title}): {' '.join(unread_pages(report.unread))}",
                next_step=NEXT_STEP if any(kind != "recognised" for _, kind in report.unread) else "",
                report=report.number,
            )
            for report in store.reports()
            if report.unread
        ]


def repair(folder: Path, *, server: ChromaServer | None = None) -> list[Finding]:
    """Make again what can be derived: the vectors in Chroma and the full-text index. Returns what is still wrong.

    The vectors are put onto `server`, or into the folder without one, wherever they were. A report whose own rows are
    wrong is marked, so that the next ingest reads its file again. Raises LibraryInUse while somebody ingests,
    LibraryDamaged when library.sqlite itself cannot be read.
    """
    with write_lock(folder), Store(folder) as store:
        unsound = {finding.report for finding in _reports(store) if finding.report is not None}
        with store.database.transaction() as connection:
            connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")
            connection.executemany(
                "UPDATE reports SET extraction_version = ? WHERE number = ?",
                [(_UNSOUND, number) for number in sorted(unsound)],
            )
        try:
            with place_vectors(store.database, server) as vectors:
                Writer(store.database, vectors).rebuild_vectors()
        except LibraryDamaged:
            shutil.rmtree(vectors.path, ignore_errors=True)
            with open_vectors(store.database, server) as vectors:
                Writer(store.database, vectors).rebuild_vectors()
    return check(folder, server=server)


def _settings(store: Store, model: str | None, weights_hash: str | None) -> Iterator[Finding]:
    held = {row["key"]: row["value"] for row in store.rows("SELECT key, value FROM settings")}
    if not store.rows("SELECT 1 FROM reports LIMIT 1"):
        return
    for key in ("embedding_model", "embedding_hash", "embedding_dimension"):
        if key not in held and (key != "embedding_dimension" or any_vectors(store.database)):
            yield Finding(
                problem=f"The library does not say its {key.replace('_', ' ')}.",
                next_step="Restore a backup, or ingest the reports into a new folder.",
            )
    if weights_hash is not None and held.get("embedding_hash") not in (None, weights_hash):
        yield Finding(
            problem=f"The library was made with the embedding model {held.get('embedding_model')!r}, not {model!r}.",
            next_step="Use that model (setting embedding_model), or ingest the reports into a new folder.",
        )


def _sqlite(store: Store) -> Iterator[Finding]:
    with translated(store.database.path), store.database.connected() as connection:
        found = connection.execute("PRAGMA integrity_check(5)").fetchall()  # takes as long as the library is large
    for row in found:
        if row[0] != "ok":
            yield Finding(
                problem=f"library.sqlite is damaged ({row[0]}).",
                next_step="Restore a backup, or ingest the reports into a new folder.",
            )
    for row in store.rows("PRAGMA foreign_key_check"):
        yield Finding(problem=f"A row of {row[0]} belongs to nothing (row {row[1]}).", next_step="Restore a backup.")


def _reports(store: Store) -> Iterator[Finding]:
    """What is wrong within single reports: pages, passages, sentences, facts and vectors against the text."""
    said = str(store.setting("embedding_dimension") or 0)
    dimension = int(said) if said.isdecimal() else 0  # no vector is sound then
    for report in store.rows("SELECT number, id, title, text FROM reports ORDER BY number"):
        try:
            problems = [
                *_pages(store, report),
                *_passages(store, report, dimension),
                *_facts(store, report),
                *_figures(store, report),
                *_codes(store, report),
            ]
        except (TypeError, ValueError, ArithmeticError, LibraryDamaged):
            problems = ["it holds values that make no sense"]
        if not store.rows("SELECT 1 FROM sources WHERE report = ? LIMIT 1", (report["number"],)):
            problems.append("no file stands for it")
        for problem in problems[:3]:
            yield Finding(
                problem=f"Report {report['number']} ({report['title']}): {problem}.",
                next_step=_AGAIN,
                report=report["number"],
            )


def _pages(store: Store, report: Row) -> Iterator[str]:
    at = 0
    for page in store.pages(report["number"]):
        if page.start != at or page.end < page.start:
            yield f"page {page.number} does not begin where the one before it ends"
            return
        at = page.end
    if at != len(report["text"]):
        yield "its pages do not cover its text"


def _passages(store: Store, report: Row, dimension: int) -> Iterator[str]:
    text, pages = report["text"], {page.number: page for page in store.pages(report["number"])}
    coded = _coded(store, report)
    rows = store.rows(
        "SELECT p.*, v.vector, v.sentences AS sentence_vectors FROM passages p LEFT JOIN vectors v"
        " ON v.passage = p.number WHERE p.report = ? ORDER BY p.start",
        (report["number"],),
    )
    for row in rows:
        where = f"the passage at {row['start']}-{row['end']}"
        page = pages.get(row["page"])
        sentences = json.loads(row["sentences"])
        if not 0 <= row["start"] < row["end"] <= len(text) or text[row["start"] : row["end"]] != row["body"]:
            yield f"{where} is not what its text says there"
        elif page is None or not page.start <= row["start"] < row["end"] <= page.end:
            yield f"{where} does not lie on page {row['page']}"
        elif row["uid"] != uid(report["id"], row["start"], row["end"]) or row["scope"] != f"r{report['number']}":
            yield f"{where} has another one's id"
        elif any(not row["start"] <= start < end <= row["end"] for start, end in sentences):
            yield f"{where} has a sentence outside it"
        elif row["vector"] is None and coded is not None and row["number"] not in coded:
            continue  # it waits for its vectors
        elif not _sound_vectors(row, len(sentences), dimension):
            yield f"{where} has no sound vectors"


def _coded(store: Store, report: Row) -> set[int] | None:
    """The passages that the report's codes name: those that have vectors. None where a library of old has no codes."""
    held = store.rows("SELECT passages FROM codes WHERE report = ?", (report["number"],))
    if held:
        return set(np.frombuffer(held[0]["passages"], dtype="<i8").tolist())
    own = "SELECT 1 FROM passages p JOIN vectors v ON v.passage = p.number WHERE p.report = ? LIMIT 1"
    return None if store.rows(own, (report["number"],)) else set()


def _sound_vectors(row: Row, sentences: int, dimension: int) -> bool:
    if row["vector"] is None or len(row["vector"]) != 2 * dimension:
        return False
    if len(row["sentence_vectors"]) != 2 * dimension * sentences:
        return False
    every = np.frombuffer(row["vector"] + row["sentence_vectors"], dtype="<f2").astype(np.float32)
    lengths = np.linalg.norm(every.reshape(-1, dimension), axis=1)
    return bool(np.all(np.abs(lengths - 1) < 0.01))  # float16 rounds a unit vector's length by less than 0.001


def _codes(store: Store, report: Row) -> Iterator[str]:
    held = store.rows("SELECT passages, signs FROM codes WHERE report = ?", (report["number"],))
    rows = store.rows(
        "SELECT p.number, v.vector FROM passages p JOIN vectors v ON v.passage = p.number WHERE p.report = ?"
        " ORDER BY p.number",
        (report["number"],),
    )
    if held and len({len(row["vector"]) for row in rows}) == 1:
        matrix = np.frombuffer(b"".join(row["vector"] for row in rows), dtype="<f2").reshape(len(rows), -1)
        if tuple(held[0]) != code_row([row["number"] for row in rows], matrix):
            yield "its codes are not those of its vectors"


def _facts(store: Store, report: Row) -> Iterator[str]:
    length = len(report["text"])
    for row in store.rows("SELECT * FROM facts WHERE report = ?", (report["number"],)):
        inside = 0 <= row["start"] < row["end"] <= length
        if row["origin"] == "text" and not (inside and row["page"] is not None):
            yield f"its {row['kind']} {row['value']!r} has no place in its text"


def _figures(store: Store, report: Row) -> Iterator[str]:
    length = len(report["text"])
    for row in store.rows("SELECT * FROM figures WHERE report = ?", (report["number"],)):
        if not 0 <= row["sentence_start"] <= row["start"] < row["end"] <= row["sentence_end"] <= length:
            yield f"its figure at {row['start']}-{row['end']} has no place in its text"


def _index(store: Store) -> Iterator[Finding]:
    if store.database.read_only:
        return  # FTS5 checks itself by a write
    try:
        with translated(store.database.path), store.database.connected() as connection:
            connection.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")
    except LibraryDamaged:
        yield Finding(problem="The full-text index does not match the passages.", next_step=_REPAIR)


def _chroma(store: Store, vectors: Vectors) -> Iterator[Finding]:
    journal = {row["uid"] for row in store.rows("SELECT uid FROM journal")}
    rows = store.rows("SELECT p.uid FROM passages p JOIN vectors v ON v.passage = p.number")
    passages = {row["uid"] for row in rows} - journal
    if store.database.read_only and vectors.server is None:
        return  # Chroma opens no folder that it may not write; questions do without it there
    if isinstance(vectors, SignIndex):
        return
    try:
        if vectors.missing:
            if passages:
                yield Finding(problem=f"The vectors ({vectors}) are missing.", next_step=_REPAIR)
            return
        held = vectors.ids() - journal
        if missing := len(passages - held):
            yield Finding(problem=f"{missing} passages have no vector in Chroma.", next_step=_REPAIR)
        if extra := len(held - passages):
            yield Finding(problem=f"{extra} vectors in Chroma belong to no passage.", next_step=_REPAIR)
        if differing := _differing(store, vectors, passages & held):
            yield Finding(problem=f"{differing} vectors in Chroma are not those of library.sqlite.", next_step=_REPAIR)
    except LibraryError as error:
        yield Finding(problem=str(error), next_step=_REPAIR)
    except (TypeError, ValueError):  # of a row that is no vector, which is found with its report
        yield Finding(problem="Vectors of library.sqlite make no sense.", next_step=_AGAIN)
    if journal and not _being_written(store):
        yield Finding(
            problem=f"An interrupted ingest left {len(journal)} vectors to be settled.",
            next_step="The next ingest does it by itself; nothing is lost.",
        )


def _differing(store: Store, vectors: Vectors, uids: set[str]) -> int:
    """How many of a sample of vectors, spread over all of them, differ between the two stores."""
    ordered = sorted(uids)
    sample = ordered[:: max(1, len(ordered) // _SAMPLE)][:_SAMPLE]
    held = vectors.get(sample)
    rows: list[Any] = []
    for at in range(0, len(sample), 500):
        rows += stored_rows(store.database, uids=sample[at : at + 500])
    # Chroma keeps cosine vectors as they are given: float32 made of the same float16.
    return sum(1 for row in rows if not np.allclose(row.vector.astype(np.float32), held[row.uid], atol=1e-3))


def _being_written(store: Store) -> bool:
    try:
        with write_lock(store.folder):
            return False
    except LibraryError:
        return True
