"""Tables of reports: one row a report, one a judgement, one a fact; each judgement and fact with its page and quote.

Knows reports and the facts read from them. Does not know which reports were chosen, nor why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.frameworks import framework
from qa.facts.rows import judgements as judgements_of
from qa.listings.columns import REPORT, WHERE, WHOSE, of_report
from qa.listings.grades import ordered, scale_notes
from qa.pictures import page_url
from qa.tables.model import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.model import Report
    from corpus.store import Store

__all__ = ["AREAS", "facts_table", "judgements_table", "report_record", "reports_table"]

AREAS = ("overall", "leadership", "help_and_protection", "in_care", "adoption", "care_leavers", "lscb")
_FACT = ("kind", "key", "value", "number", "unit", "as_of", "origin")


def report_record(report: Report) -> dict[str, Any]:
    """What is known of a report itself, by the names of its columns."""
    return {column.name: getattr(report, column.name) for column in REPORT}


def reports_table(reports: Sequence[Report]) -> Table:
    """One row a report, with a column for the grade of each area that any of them judges."""
    given = {area for report in reports for area in report.judgements}
    areas = [area for area in AREAS if area in given] + sorted(given - set(AREAS))
    order = ordered(reports)
    return Table.of(
        "reports",
        (*REPORT, *(Column(name=area, kind="grade", order=order) for area in areas)),
        ({**report_record(report), **report.judgements} for report in reports),
        notes=scale_notes(reports),
    )


def judgements_table(store: Store, reports: Sequence[Report]) -> Table:
    """One row a judgement, in the order of the reports: whose, when, the area, the grade, its page and quote."""
    stored = judgements_of(store, reports)
    paths = _paths(store)
    records = []
    for report in reports:
        text = ""
        for area, grade in sorted(report.judgements.items(), key=lambda pair: _place(pair[0])):
            fact = stored[report.number][area]
            text = text or store.text(report.number)
            records.append(
                {
                    **report_record(report),
                    "report": report.number,
                    "area": area,
                    "area_name": _label(report, area),
                    "grade": grade,
                    "page": fact.page,
                    "quote": text[fact.fact.start : fact.fact.end],
                    "link": _link(report, paths, fact.page),
                }
            )
    columns = (
        *of_report("authority", "region", "framework", "inspection_start", "inspection_end", "published"),
        Column(name="area"),
        Column(name="area_name"),
        Column(name="grade", kind="grade", order=ordered(reports)),
        *WHERE,
        *WHOSE,
    )
    return Table.of("judgements", columns, records, notes=scale_notes(reports))


def _place(area: str) -> tuple[int, str]:
    return (AREAS.index(area) if area in AREAS else len(AREAS), area)


def _label(report: Report, area: str) -> str:
    known = framework(report.framework) if report.framework else None
    return known.areas[area].label if known is not None and area in known.areas else area.replace("_", " ")


def facts_table(store: Store, reports: Sequence[Report], *, kinds: Sequence[str] | None = None) -> Table:
    """One row a fact of these reports (of these kinds), report by report in the order of its text."""
    columns = (
        *of_report("authority", "framework", "inspection_end", "published"),
        Column(name="kind"),
        Column(name="key"),
        Column(name="value"),
        Column(name="number", kind="number"),
        Column(name="unit"),
        Column(name="as_of"),
        *WHERE,
        Column(name="origin"),
        *WHOSE,
    )
    paths = _paths(store)
    records = []
    for report in reports:
        text = store.text(report.number)
        for stored in store.facts(reports=[report.number]):
            fact = stored.fact
            if kinds is None or fact.kind in kinds:
                own = {name: getattr(fact, name) for name in _FACT}
                records.append(
                    {
                        **report_record(report),
                        **own,
                        "report": report.number,
                        "page": stored.page,
                        "quote": text[fact.start : fact.end],
                        "link": _link(report, paths, stored.page),
                    }
                )
    return Table.of("facts", columns, records)


def _paths(store: Store) -> dict[int, str]:
    """Where each report's file was seen, by the report's number."""
    return {row["report"]: row["path"] for row in store.rows("SELECT report, path FROM sources ORDER BY path DESC")}


def _link(report: Report, paths: Mapping[int, str], page: int | None) -> str | None:
    path = paths.get(report.number)
    return page_url(path, page or 1, media_type=report.media_type) if path else None
