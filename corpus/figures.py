"""The figures of prose in the library: written with their report, read by report.

Knows the table `figures`. Does not know how a figure is read out of a sentence (ingest.figures).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.database import decoded, typed
from corpus.model import Figure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from corpus.model import Page
    from corpus.store import Store

__all__ = ["StoredFigure", "put_figures", "stored_figures"]

_COLUMNS = (
    'report, kind, amount, unit, bound, counted, said, whole, time, as_of, whose, turn, start, "end", clause_start,'
    " clause_end, sentence_start, sentence_end, page"
)
_CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFigure:
    """A figure with the number of its report and the page that its value stands on."""

    report: int
    page: int
    figure: Figure


def put_figures(connection: sqlite3.Connection, report: int, figures: Iterable[Figure], pages: Sequence[Page]) -> None:
    """Write a report's figures; `pages` are its own, in order."""
    starts = [page.start for page in pages]
    connection.executemany(
        f"INSERT INTO figures ({_COLUMNS}) VALUES ({', '.join('?' * 19)})",
        [
            (
                report,
                one.kind,
                one.number,
                one.unit,
                one.bound,
                one.counted,
                one.said,
                one.whole,
                one.when,
                one.as_of,
                one.whose,
                one.turn,
                one.start,
                one.end,
                *one.clause,
                *one.sentence,
                pages[max(bisect_right(starts, one.start) - 1, 0)].number,
            )
            for one in figures
        ],
    )


def stored_figures(
    store: Store, *, reports: Sequence[int], between: tuple[int, int] | None = None
) -> list[StoredFigure]:
    """The figures of the reports named, by report and place; of one stretch of the text alone if `between` is given."""
    found = []
    for at in range(0, len(reports), _CHUNK):
        some = list(reports[at : at + _CHUNK])
        narrowed = "" if between is None else ' AND start >= ? AND "end" <= ?'
        rows = store.rows(
            f"SELECT * FROM figures WHERE report IN ({', '.join('?' * len(some))}){narrowed} ORDER BY report, start",
            [*some, *(between or ())],
        )
        with decoded(store.database.path):
            found += [StoredFigure(report=row["report"], page=row["page"], figure=_figure(row)) for row in rows]
    return found


def _figure(row: sqlite3.Row) -> Figure:
    typed(row, int, "page", "start", "end", "clause_start", "clause_end", "sentence_start", "sentence_end")
    typed(row, (int, float), "amount", "whole")
    typed(row, str, "kind", "unit", "bound", "counted", "said", "time", "as_of", "whose", "turn")
    return Figure(
        kind=row["kind"],
        number=row["amount"],
        start=row["start"],
        end=row["end"],
        clause=(row["clause_start"], row["clause_end"]),
        sentence=(row["sentence_start"], row["sentence_end"]),
        unit=row["unit"],
        bound=row["bound"],
        counted=row["counted"],
        said=row["said"],
        whole=row["whole"],
        when=row["time"],
        as_of=row["as_of"],
        whose=row["whose"],
        turn=row["turn"],
    )
