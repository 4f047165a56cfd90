"""Reading the library: reports, their text and pages, passages by word or by number, facts by any filter.

Knows the tables of schema.sql. Does not know how reports are read or embedded, nor what a question is. Everything
returned is ready: a report is in the tables wholly or not at all.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.bodies import OF_BODIES, told_apart, with_bodies
from corpus.corrections import corrected_report, corrections, overlaid
from corpus.database import Database, decoded, typed
from corpus.errors import ReportNotFound
from corpus.model import Fact, Page, Reading, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from sqlite3 import Row

    import numpy as np
    from numpy.typing import NDArray

    from corpus.codes import Codes

__all__ = ["IndexedPassage", "Store", "StoredFact", "stored_fact"]

_SCOPED = 100  # reports that the index's own lists are intersected with
_DEEPER = 4  # times as many of the best are looked through for those of many reports
_CHUNK = 500  # SQLite allows 32,766 parameters a statement; small chunks keep the statement cache useful


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedPassage:
    """A passage as it lies in the library: `number` is its row, `report` its report's number, `text` its words."""

    number: int
    report: int
    start: int
    end: int
    page: int
    section: str
    header: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFact:
    """A fact with the report it belongs to and the page its span begins on (None: read from the file's name)."""

    number: int
    report: int
    page: int | None
    fact: Fact


class Store:
    """A library opened for reading; safe to share between threads. Close it, or use it in a `with` block."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.database = Database(folder, create=create)
        self._codes: Codes | None = None

    def close(self) -> None:
        """Close the database's connections."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Run one parametrised SELECT; raises LibraryError or LibraryDamaged in place of SQLite's errors."""
        return self.database.rows(sql, parameters)

    # settings

    def setting(self, key: str) -> str | None:
        """The library's own setting `key`, or None."""
        rows = self.rows("SELECT value FROM settings WHERE key = ?", (key,))
        return rows[0]["value"] if rows else None

    # reports

    def reports(self, numbers: Iterable[int] | None = None, *, editions: bool = False) -> list[Report]:
        """All reports that are counted, or those with the given numbers; by authority, then by date.

        With `editions` also those in whose place another edition is counted (corpus.editions). What a person has
        corrected is as corrected.
        """
        judgements: dict[int, dict[str, str]] = {}
        for row in self.rows("SELECT report, key, value FROM facts WHERE kind = 'judgement' ORDER BY report, start"):
            judgements.setdefault(row["report"], {})[row["key"]] = row["value"]
        unread: dict[int, list[tuple[int, Reading]]] = {}
        for row in self.rows(
            "SELECT report, number, CAST(reading AS TEXT) AS reading FROM pages WHERE reading != 'text'"
            " ORDER BY report, number"
        ):
            unread.setdefault(row["report"], []).append((row["number"], row["reading"]))
        wanted = None if numbers is None else set(numbers)
        others = "" if editions else " WHERE number NOT IN (SELECT report FROM editions WHERE counted IS NOT NULL)"
        rows = self.rows(
            "SELECT number, id, source, title, media_type, pages, authority, region, framework, inspection_start,"
            f" inspection_end, published, published_from, lead_inspector FROM reports{others}"
        )
        made = corrections(self.database)
        with decoded(self.database.path):
            read = [
                _report(row, judgements.get(row["number"], {}), tuple(unread.get(row["number"], ()))) for row in rows
            ]
            read = [corrected_report(one, made[one.number]) if one.number in made else one for one in read]
            reports = told_apart(with_bodies(read, self.rows(OF_BODIES)))
            reports = [one for one in reports if wanted is None or one.number in wanted]
            return sorted(reports, key=lambda r: (r.authority or r.title, r.dated or date.min, r.source))

    def find_report(self, name: str) -> Report:
        """The one report that `name` means: its number, the start of its id, its path, file name or title.

        Case does not count, nor how accents are composed. Raises ReportNotFound when none or several answer to it; the
        message names the nearest.
        """
        reports = self.reports(editions=True)
        wanted = _folded(name.strip())
        tests = (
            lambda r: str(r.number) == wanted,
            lambda r: len(wanted) >= 6 and r.id.startswith(wanted),
            lambda r: wanted in map(_folded, (r.source, Path(r.source).name, Path(r.source).stem)),
            lambda r: wanted == _folded(r.title),
            lambda r: wanted in _folded(f"{r.title} {r.source} {r.dated or ''}"),
        )
        for test in tests:
            found = [report for report in reports if test(report)]
            if len(found) > 1:
                counted = {report.number for report in self.reports()}
                found = [report for report in found if report.number in counted] or found
            if len(found) == 1:
                return found[0]
            if found:
                several = "; ".join(f"{r.number} = {r.title}" for r in found[:8])
                raise ReportNotFound(f"{len(found)} reports answer to {name!r}. Name one by its number: {several}")
        raise ReportNotFound(f"No report here answers to {name!r}. `inspectqa reports` lists them with their numbers.")

    def text(self, report: int) -> str:
        """The report's whole normalised text."""
        rows = self.rows("SELECT text FROM reports WHERE number = ?", (report,))
        if not rows:
            raise ReportNotFound(f"There is no report number {report} in this library. `inspectqa reports` lists them.")
        return str(rows[0]["text"])

    def pages(self, report: int) -> list[Page]:
        """The report's pages in order; together they tile its text."""
        rows = self.rows("SELECT * FROM pages WHERE report = ? ORDER BY number", (report,))
        with decoded(self.database.path):
            return [_page(row) for row in rows]

    # passages

    def passages(self, numbers: Sequence[int]) -> dict[int, IndexedPassage]:
        """Passages by number, in the order asked for; numbers that are not there are left out."""
        found: dict[int, IndexedPassage] = {}
        for at in range(0, len(numbers), _CHUNK):
            chunk = list(numbers[at : at + _CHUNK])
            marks = ",".join("?" * len(chunk))
            rows = self.rows(f"SELECT * FROM passages WHERE number IN ({marks})", chunk)
            with decoded(self.database.path):
                found |= {row["number"]: _passage(row) for row in rows}
        return {number: found[number] for number in numbers if number in found}

    def passages_of(self, report: int, *, page: int | None = None) -> list[IndexedPassage]:
        """A report's passages in reading order, of one page if it is named."""
        sql = "SELECT * FROM passages WHERE report = ?" + ("" if page is None else " AND page = ?") + " ORDER BY start"
        rows = self.rows(sql, (report,) if page is None else (report, page))
        with decoded(self.database.path):
            return [_passage(row) for row in rows]

    def match(
        self,
        expression: str,
        *,
        reports: Sequence[int] | None = None,
        limit: int = 60,
        weights: tuple[float, float] = (1.0, 1.0),
    ) -> list[tuple[int, float]]:
        """Passages that match an FTS5 expression: (passage number, BM25 score), best first, higher is better.

        A few `reports` narrow by intersecting the index's own lists, so that the cost is that of the narrow set; of
        many, as many passages as they have among the best of all. `weights` are BM25's for header and body (SQLite
        FTS5, function bm25).
        """
        if not expression.strip() or (reports is not None and not reports):
            return []
        many = reports is not None and len(reports) > _SCOPED
        if reports is not None and not many:
            scope = " OR ".join(f"scope:r{number}" for number in reports)
            expression = f"({scope}) AND ({expression})"
        rows = self.rows(
            "SELECT rowid, bm25(passages_fts, ?, ?, 0) AS score FROM passages_fts WHERE passages_fts MATCH ?"
            " ORDER BY score LIMIT ?",
            (*weights, expression, limit * _DEEPER if many else limit),
        )
        if reports is not None and many:
            wanted, own = set(reports), self._reports_of([row["rowid"] for row in rows])
            rows = [row for row in rows if own[row["rowid"]] in wanted][:limit]
        return [(row["rowid"], -row["score"]) for row in rows]

    def _reports_of(self, numbers: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for at in range(0, len(numbers), _CHUNK):
            chunk = list(numbers[at : at + _CHUNK])
            marks = ",".join("?" * len(chunk))
            found |= {
                row["number"]: row["report"]
                for row in self.rows(f"SELECT number, report FROM passages WHERE number IN ({marks})", chunk)
            }
        return found

    def nearest(
        self, vector: NDArray[np.floating[Any]], k: int, *, reports: Iterable[int] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` passages nearest to a unit vector, of these reports alone if given: (number, cosine), best first."""
        if self._codes is None:
            from corpus.codes import Codes

            self._codes = Codes(self.database)
        return self._codes.nearest(vector, k, reports=reports)

    def numbers_of(self, uids: Sequence[str]) -> dict[str, int]:
        """Passage numbers by their ids in Chroma; vectors without a passage are left out."""
        found: dict[str, int] = {}
        for at in range(0, len(uids), _CHUNK):
            chunk = list(uids[at : at + _CHUNK])
            marks = ",".join("?" * len(chunk))
            for row in self.rows(f"SELECT uid, number FROM passages WHERE uid IN ({marks})", chunk):
                found[row["uid"]] = row["number"]
        return found

    def vectors(
        self, numbers: Sequence[int], *, dimension: int
    ) -> dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each passage its own vector (dim,) and its sentences' vectors (n, dim), unit length, float32."""
        import numpy as np

        found: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        for at in range(0, len(numbers), _CHUNK):
            chunk = list(numbers[at : at + _CHUNK])
            marks = ",".join("?" * len(chunk))
            rows = self.rows(f"SELECT passage, vector, sentences FROM vectors WHERE passage IN ({marks})", chunk)
            with decoded(self.database.path):
                for row in rows:
                    found[row["passage"]] = (
                        _sound(np.frombuffer(row["vector"], dtype="<f2").astype(np.float32)),
                        _sound(np.frombuffer(row["sentences"], dtype="<f2").reshape(-1, dimension).astype(np.float32)),
                    )
        return found

    # facts

    def facts(
        self,
        *,
        reports: Iterable[int] | None = None,
        kind: str | None = None,
        key: str | None = None,
        value: str | None = None,
    ) -> list[StoredFact]:
        """Facts that pass every filter given, by report and place in its text."""
        clauses: list[str] = ["1 = 1"]
        parameters: list[Any] = []
        for column, wanted in (("kind", kind), ("key", key)):
            if wanted is not None:
                clauses.append(f"{column} = ?")
                parameters.append(wanted)
        narrowed = None if reports is None else set(reports)
        if narrowed is not None and len(narrowed) <= _CHUNK:
            clauses.append(f"report IN ({','.join('?' * len(narrowed))})")
            parameters += narrowed
        rows = self.rows(
            f"SELECT * FROM facts WHERE {' AND '.join(clauses)} ORDER BY report, start, number", parameters
        )
        with decoded(self.database.path):
            found = [stored_fact(row) for row in rows if narrowed is None or row["report"] in narrowed]
        found = self.corrected(found, reports=narrowed, kind=kind, keys=None if key is None else (key,))
        return [one for one in found if value is None or one.fact.value == value]

    def corrected(
        self, facts: list[StoredFact], *, reports: Iterable[int] | None, kind: str | None, keys: Sequence[str] | None
    ) -> list[StoredFact]:
        """Facts of `reports` (of that kind, of those keys) with what a person has corrected of them."""
        made = corrections(self.database)
        if reports is not None:
            made = {number: made[number] for number in reports if number in made}
        if not made:
            return facts
        with decoded(self.database.path):
            values, added = overlaid([(one.report, one.fact) for one in facts], made)
        own = [replace(one, fact=fact) for one, fact in zip(facts, values, strict=True)]
        own += [
            StoredFact(number=0, report=number, page=None, fact=fact)
            for number, fact in added
            if kind in (None, fact.kind) and (keys is None or fact.key in keys)
        ]
        return sorted(own, key=lambda one: (one.report, one.fact.start))

    def counts(self) -> dict[str, int]:
        """How many reports, pages, passages and facts the library holds."""
        return {
            "reports": self.rows("SELECT COUNT(*) AS n FROM reports")[0]["n"],
            "pages": self.rows("SELECT COUNT(*) AS n FROM pages")[0]["n"],
            "passages": self.rows("SELECT COUNT(*) AS n FROM passages")[0]["n"],
            "facts": self.rows("SELECT COUNT(*) AS n FROM facts")[0]["n"],
        }


def _sound(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors with what no unit vector holds taken out: a damaged one is near nothing, and breaks no arithmetic."""
    import numpy as np

    return np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0).clip(-1.0, 1.0)


def _folded(name: str) -> str:
    """A name as it is compared: one system writes an accented letter as one character, another as two."""
    return unicodedata.normalize("NFC", name).casefold()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _report(row: Row, judgements: dict[str, str], unread: tuple[tuple[int, Reading], ...]) -> Report:
    typed(row, int, "number", "pages")
    typed(row, str, *(name for name in row.keys() if name not in ("number", "pages")))  # noqa: SIM118
    return Report(
        id=row["id"],
        number=row["number"],
        source=row["source"],
        title=row["title"],
        media_type=row["media_type"],
        pages=row["pages"],
        authority=row["authority"],
        region=row["region"],
        framework=row["framework"],
        inspection_start=_day(row["inspection_start"]),
        inspection_end=_day(row["inspection_end"]),
        published=_day(row["published"]),
        published_from=row["published_from"],
        lead_inspector=row["lead_inspector"],
        judgements=judgements,
        unread=unread,
    )


def _page(row: Row) -> Page:
    typed(row, int, "number", "start", "end")
    typed(row, str, "label", "reading")
    return Page(**{name: row[name] for name in ("number", "start", "end", "label", "reading")})


def _passage(row: Row) -> IndexedPassage:
    typed(row, int, "start", "end", "page")
    typed(row, str, "section", "header", "body")
    return IndexedPassage(
        number=row["number"],
        report=row["report"],
        start=row["start"],
        end=row["end"],
        page=row["page"],
        section=row["section"],
        header=row["header"],
        text=row["body"],
        sentences=tuple((start, end) for start, end in json.loads(row["sentences"])),
    )


def stored_fact(row: Row) -> StoredFact:
    """The fact of a whole row of the facts table; raises TypeError for what is none."""
    typed(row, int, "start", "end", "page")
    typed(row, str, "kind", "key", "value", "unit", "as_of", "origin")
    typed(row, (int, float), "amount")
    fact = Fact(
        kind=row["kind"],
        key=row["key"],
        value=row["value"],
        number=row["amount"],
        unit=row["unit"],
        as_of=row["as_of"],
        start=row["start"],
        end=row["end"],
        origin=row["origin"],
    )
    return StoredFact(number=row["number"], report=row["report"], page=row["page"], fact=fact)
