"""The rows of the vector collection, made from what SQLite holds.

Knows which id, text and metadata stand beside a vector, and which facts a report has only one of. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.database import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.database import Database
    from corpus.model import Fact

__all__ = ["SINGLE", "VectorRow", "single", "stored_rows", "uid"]

# Facts of which a report has one; `reports` repeats them in columns of the same names.
SINGLE = ("framework", "authority", "inspection_start", "inspection_end", "published", "lead_inspector")


def uid(report_id: str, start: int, end: int) -> str:
    """A passage's id in Chroma: the report's id and the span."""
    return f"{report_id}:{start}-{end}"


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorRow:
    """One row of the collection: float16[dim], so that Chroma holds what SQLite holds."""

    uid: str
    vector: NDArray[np.float16]
    text: str
    metadata: dict[str, Any]


def stored_rows(database: Database, *, uids: Sequence[str] | None = None) -> Iterator[VectorRow]:
    """The collection's rows as SQLite has them, all or those with the given ids; passages without vectors have none.

    Raises LibraryDamaged for rows that cannot be read. A body that is no text is found with its report
    (corpus.check), and keeps neither its own vector nor the others from being written.
    """
    where = "" if uids is None else f"WHERE p.uid IN ({','.join('?' * len(uids))})"
    with translated(database.path), database.connected() as connection:
        for row in connection.execute(
            "SELECT p.uid, p.page, CAST(p.body AS BLOB) AS body, r.id, r.title, r.authority, v.vector FROM passages p"
            f" JOIN reports r ON r.number = p.report JOIN vectors v ON v.passage = p.number {where} ORDER BY p.number",
            list(uids or ()),
        ):
            yield VectorRow(
                uid=row["uid"],
                vector=np.frombuffer(row["vector"], dtype="<f2"),
                text=row["body"].decode("utf-8", errors="replace"),
                metadata=_metadata(row["id"], row["title"], row["authority"], row["page"]),
            )


def _metadata(report_id: str, title: str, authority: str | None, page: int) -> dict[str, Any]:
    """Every key always: Chroma keeps what an upsert leaves out."""
    return {"report": report_id, "title": title, "authority": authority or "", "page": page}


def single(facts: Iterable[Fact]) -> dict[str, str]:
    """The facts of which a report has one, by column of `reports`; the first of its kind counts."""
    found: dict[str, str] = {}
    for fact in facts:
        if fact.kind in SINGLE:
            if fact.kind not in found and fact.kind == "published":
                found["published_from"] = fact.origin
            found.setdefault(fact.kind, fact.value)
    return found
