"""Reports out of a library: which would go, and the removal itself.

Knows that a report may stand at several paths and goes with the last of them. Touches no file outside the library;
writing is `corpus.writer`'s.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from corpus.database import Database
from corpus.lock import write_lock
from corpus.placing import open_vectors
from corpus.store import Store
from corpus.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from corpus.chroma_server import ChromaServer
    from corpus.model import Report

__all__ = ["named_reports", "remove"]


def named_reports(folder: Path, names: Sequence[str]) -> list[Report]:
    """The reports that the names mean, each once, in the order named; raises ReportNotFound as Store.find_report."""
    with Store(folder) as store:
        return list({report.id: report for report in map(store.find_report, names)}.values())


def remove(folder: Path, ids: Sequence[str], *, server: ChromaServer | None = None) -> int:
    """Remove the reports with these ids (SHA-256 of their files); returns how many were there.

    Each goes wholly or not at all, its vectors with it; what a crash leaves is settled by the next ingest or removal.
    `server` is the Chroma server that holds the library's vectors, if one does. Raises LibraryInUse while somebody
    ingests.
    """
    count = 0
    with (
        write_lock(folder),
        closing(Database(folder)) as database,
        open_vectors(database, server) as vectors,
    ):
        writer = Writer(database, vectors)
        writer.settle()
        writer.heal()
        for one in ids:
            rows = database.rows(
                "SELECT s.path FROM sources s JOIN reports r ON r.number = s.report WHERE r.id = ?", (one,)
            )
            writer.remove([row["path"] for row in rows])
            count += bool(rows)
    return count
