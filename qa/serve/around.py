"""What can be looked at in a library from outside: reports, facts, figures, charts, tables, pages, each as plain data.

Knows the library's face and filters as people write them. Does not know questions, HTTP nor MCP. Of a file its name is
given, never its folder.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import PageNotShown, ReportNotFound
from corpus.lock import writing
from corpus.measures import measures
from qa.charts.drawn import chart
from qa.listings.reports import report_record
from qa.tables.forms import as_bytes, as_json

if TYPE_CHECKING:
    from corpus.model import FigureKind, Report
    from qa.charts.drawn import Charted, Drawn
    from qa.charts.make import By
    from qa.filters import Filters
    from qa.library import Library
    from qa.listings.of_library import Listed
    from qa.question import Scope
    from qa.tables.forms import Form
    from qa.tables.model import Table

__all__ = ["Around", "Picture", "file_name", "public"]

Picture = Literal["svg", "png", "csv", "xlsx", "json"]
"""What a chart can be had as: a picture of it, or its table."""

_DIGEST = re.compile("[0-9a-f]{64}")


class Around:
    """One library, looked at by many at once; `write` says whether conversations are kept in it.

    Raises what the library raises, InspectQAError all of it.
    """

    def __init__(self, library: Library, *, write: bool = False) -> None:
        self.library = library
        self.write = write

    def status(self) -> dict[str, Any]:
        """What is held here, what can be filtered by, and whether an ingest runs."""
        with self.library.resources.store.database.snapshot():
            catalogue = self.library.resources.catalogue
            given = {report.judgements["overall"] for report in catalogue.reports if "overall" in report.judgements}
            model = self.library.resources.settings.model
            return {
                "reports": len(catalogue.reports),
                "pages": sum(report.pages for report in catalogue.reports),
                "authorities": list(catalogue.authorities),
                "regions": list(catalogue.regions),
                "frameworks": list(catalogue.frameworks),
                "years": list(catalogue.years),
                "grades": sorted(given),
                "model": model,
                "remark": self._remark,
                "write": self.write,
                "measures": [one.label for one in measures()],
                "ingest": self._ingest(),
            }

    def _ingest(self) -> dict[str, Any] | None:
        """How far the ingest is that writes to the library now; None where none does."""
        under_way = writing(self.library.resources.settings.library)
        return None if under_way is None else asdict(under_way)

    @cached_property
    def _remark(self) -> str | None:
        """Where passages go, when the chat model is not on this machine."""
        model = self.library.resources.model
        return None if model is None else model.remark

    def reports(self, filters: Filters, *, graded: bool = False, offset: int = 0, limit: int = 1_000) -> dict[str, Any]:
        """The reports that pass the filters, by authority and date; of `graded` only those that give a grade."""
        with self.library.resources.store.database.snapshot():
            chosen = [one for one in self._chosen(filters) if one.judgements or not graded]
            return {"total": len(chosen), "reports": [_report(one) for one in chosen[offset : offset + limit]]}

    def _chosen(self, filters: Filters) -> list[Report]:
        scope = self.scope(filters)
        return [one for one in self.library.resources.catalogue.reports if scope.admits(one)]

    def facts(self, name: str) -> dict[str, Any]:
        """A report with what was read out of it, each fact with its page and quote."""
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            return {**_report(report), "facts": self.library.facts(report)}

    def statistics(self, filters: Filters, measure: str | None = None) -> list[dict[str, Any]]:
        """The standard statistics that the reports record, each with its page and quote."""
        with self.library.resources.store.database.snapshot():
            return [
                {"report": one.id, "title": one.title, "authority": one.authority, **fact}
                for one in self._chosen(filters)
                for fact in self.library.facts(one)
                if fact["kind"] == "statistic" and measure in (None, fact["key"])
            ]

    def figures(
        self,
        filters: Filters,
        about: str = "",
        *,
        report: str | None = None,
        kind: FigureKind | None = None,
        offset: int = 0,
        limit: int = 1_000,
    ) -> dict[str, Any]:
        """The figures of prose of these reports or of one, of a theme, of a kind: each with its sentence and page."""
        with self.library.resources.store.database.snapshot():
            one = None if report is None else self.report(report)
            found = self.library.figures(about, report=one, kind=kind, scope=self.scope(filters))
            rows = [
                {**_plain(row), "report": self.ids[row["report"]], "source": file_name(row["source"])}
                for row in found[offset : offset + limit]
            ]
            return {"total": len(found), "figures": rows}

    def chart(self, name: Charted, figure: str, by: By | None, filters: Filters) -> Drawn:
        """The chart of that name over the reports that pass the filters; raises FilterError for what is not drawn."""
        with self.library.resources.store.database.snapshot():
            made = chart(self.library.resources.store, self._chosen(filters), name, figure, by=by)
        return replace(made, table=public(made.table))  # a picture carries its table

    def chart_data(self, made: Drawn) -> dict[str, Any]:
        """A chart as data: its words, and its table with each row's report by its id."""
        rows = [
            {**row, "report": self.ids.get(row["report"]) if row.get("report") else None} for row in as_json(made.table)
        ]
        return {
            "kind": made.kind,
            "title": made.title,
            "covers": made.covers,
            "axis": made.axis,
            "words": made.words,
            "notes": list(made.notes),
            "rows": rows,
        }

    def chart_file(self, made: Drawn, form: Picture) -> bytes:
        """A chart as a picture or its table as a file; raises OutputError where matplotlib is not installed."""
        if form == "svg":
            return made.svg().encode("utf-8")
        return made.png() if form == "png" else as_bytes(made.table, form)

    def table(self, name: Listed, filters: Filters, form: Form) -> bytes:
        """What the library lists under that name, as a file."""
        return as_bytes(public(self.library.table(name, scope=self.scope(filters))), form)

    def page(self, name: str, page: int, *, start: int | None = None, end: int | None = None) -> dict[str, Any]:
        """A page's text; of `start` and `end`, offsets in the report, `mark` says where in the text they lie."""
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            [(where, text)] = self.library.page_texts(report, page=page)
            mark = None
            if start is not None and end is not None and start < where.end and where.start < end:
                mark = [max(start, where.start) - where.start, min(end, where.end) - where.start]
            return {
                **_report(report),
                "page": page,
                "label": where.label,
                "start": where.start,
                "text": text,
                "mark": mark,
            }

    def image(self, name: str, page: int, *, start: int | None = None, end: int | None = None) -> bytes:
        """A page as a PNG, the span from `start` to `end` lit; raises PageNotShown, which names no folder."""
        lit = [] if start is None or end is None else [(start, end)]
        with self.library.resources.store.database.snapshot():
            report = self.report(name)
            try:
                return self.library.page_image(report, page, highlight=lit)
            except PageNotShown as error:
                raise PageNotShown(
                    f"Page {page} of {report.title} cannot be drawn: its file has moved or changed since it was read, "
                    "or has no pages. Read its text instead."
                ) from error

    def report(self, name: str) -> Report:
        """The report that `name` means: its id, number, file name or title; raises ReportNotFound."""
        if _DIGEST.fullmatch(name):
            for one in self.library.resources.catalogue.reports:
                if one.id == name:
                    return one
            raise ReportNotFound(
                "That report is no longer in the library, or was replaced by a newer file. Ask the question again."
            )
        return self.library.report(name)

    def scope(self, filters: Filters) -> Scope:
        """The scope of these filters; raises FilterError for a name that is not known."""
        return filters.scope(self.library.resources.catalogue)

    @property
    def ids(self) -> dict[int, str]:
        """Each report's id, by its number."""
        reports = self.library.resources.catalogue.reports
        return self.library.resources.store.database.kept("ids", lambda: {one.number: one.id for one in reports})


def public(table: Table) -> Table:
    """The table without where files lie on this machine: of a path the file's name, and no address of a file."""
    kept = [at for at, column in enumerate(table.columns) if column.kind != "link"]
    paths = {at for at in kept if table.columns[at].kind == "path"}
    rows = (tuple(file_name(str(row[at])) if at in paths and row[at] else row[at] for at in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=tuple(rows))


def _report(report: Report) -> dict[str, Any]:
    row = _plain(report_record(report))
    return {"id": report.id, **row, "judgements": report.judgements, "source": file_name(report.source)}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its dates as ISO dates."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def file_name(source: str) -> str:
    return PurePath(source.replace("\\", "/")).name
