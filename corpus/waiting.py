"""Passages that have no vector yet: of a report just read, until the second step of an ingest has come to them.

Knows how the tables of schema.sql tell them. A report's codes name the passages that have vectors; what they do not
name waits, and what they name without a vector is damage. Embeds nothing and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from corpus.database import Database

__all__ = ["WITH_VECTORS", "Waiting", "any_vectors", "waiting", "waiting_passages"]

# Reports whose codes name fewer passages than they have: told by an index and a length, without reading a vector.
_SHORT = (
    "SELECT r.number FROM reports r LEFT JOIN codes c ON c.report = r.number WHERE"
    " (SELECT COUNT(*) FROM passages q WHERE q.report = r.number) <> COALESCE(LENGTH(c.passages) / 8, 0)"
)
# A library of the first version has reports with vectors and no codes: hence the look for each passage of those.
_WAIT = f"p.report IN ({_SHORT}) AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.passage = p.number)"
WITH_VECTORS = f"(SELECT COUNT(*) FROM passages) - (SELECT COUNT(*) FROM passages p WHERE {_WAIT})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """How many passages have no vector yet, by report; true when there are any."""

    by_report: Mapping[int, int]

    @property
    def reports(self) -> int:
        """How many reports wait, wholly or in part."""
        return len(self.by_report)

    @property
    def passages(self) -> int:
        """How many passages wait."""
        return sum(self.by_report.values())

    def among(self, reports: Iterable[int]) -> Waiting:
        """Of these reports alone."""
        held = self.by_report
        return Waiting(by_report={number: held[number] for number in reports if number in held})

    @property
    def remark(self) -> str:
        """What is said of it where the library is looked at, with the next step."""
        have = "has" if self.reports == 1 else "have"
        return (
            f"{self} {have} no vectors yet: words and facts alone are searched there. `inspectqa embed` makes them, "
            "and so does the next ingest."
        )

    def __bool__(self) -> bool:
        return bool(self.by_report)

    def __str__(self) -> str:
        reports = f"{self.reports:,} report{'s' if self.reports != 1 else ''}"
        return f"{reports} ({self.passages:,} passage{'s' if self.passages != 1 else ''})"


def waiting(database: Database) -> Waiting:
    """What waits in the library now."""
    rows = database.rows(f"SELECT p.report, COUNT(*) AS n FROM passages p WHERE {_WAIT} GROUP BY p.report")
    return Waiting(by_report={row["report"]: row["n"] for row in rows})


def any_vectors(database: Database) -> bool:
    """Whether a single passage has a vector."""
    return bool(database.rows("SELECT 1 FROM vectors LIMIT 1"))


def waiting_passages(database: Database) -> Iterator[tuple[int, int, int]]:
    """The passages that wait, report by report: the report's number, the passage's, and how many characters it has."""
    for row in database.rows(f"{_SHORT} ORDER BY r.title, r.number"):  # versions of one report stand together
        for own in database.rows(
            'SELECT p.report, p.number, p."end" - p.start AS size FROM passages p'
            " LEFT JOIN vectors v ON v.passage = p.number WHERE p.report = ? AND v.passage IS NULL ORDER BY p.number",
            (row["number"],),
        ):
            yield own["report"], own["number"], own["size"]
