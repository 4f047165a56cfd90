"""The tables of the command line: reports, judgements, facts; made narrower before anything in them is cut.

Knows rich's tables. Does not know where the rows come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from qa.cli.render import day, grade_text, said, said_in_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report

__all__ = ["NARROW", "facts_table", "judgements_table", "plain_table", "reports_table"]

_AREAS = {
    "overall": "Overall",
    "help_and_protection": "Help and protection",
    "in_care": "In care",
    "adoption": "Adoption",
    "care_leavers": "Care leavers",
    "leadership": "Leadership",
    "lscb": "LSCB",
}
_SHORT = {"requires improvement": "req. impr."}
NARROW = 100  # columns below which the judgements stand as lines, not as a grid


def plain_table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def reports_table(reports: Sequence[Report], *, width: int) -> Table:
    """One row a report: number, title, dates, overall grade, pages; below 100 columns all of it under the title."""
    if width < NARROW:
        return _narrow_reports(reports)
    table = plain_table("No.", "Report", "Inspected", "Published", "Overall", "Pages")
    for report in reports:
        table.add_row(
            str(report.number),
            Text(said(report.title)),
            day(report.inspection_end) or "–",
            day(report.published) or "–",
            grade_text(report.judgements.get("overall", "–")),
            str(report.pages),
        )
    return table


def _narrow_reports(reports: Sequence[Report]) -> Table:
    table = plain_table("No.", "Report")
    for report in reports:
        details = Text(said(report.title), style="bold")
        known = [
            ("inspected", day(report.inspection_end)),
            ("published", day(report.published)),
            ("overall", report.judgements.get("overall", "")),
        ]
        rest = ", ".join(f"{name} {said(value)}" for name, value in known if value)
        details.append(f"\n{rest}" if rest else "", style="not bold")
        table.add_row(str(report.number), details)
    return table


def judgements_table(reports: Sequence[Report], *, width: int) -> Table:
    """Authorities by inspection with every grade; below 100 columns each inspection's grades stand under each other."""
    present = [area for area in _AREAS if any(area in report.judgements for report in reports)]
    other = sorted({area for report in reports for area in report.judgements} - set(_AREAS))
    areas = present + other
    if width < NARROW:
        return _stacked(reports, areas)
    table = plain_table("Authority", "Inspected", *(_AREAS.get(area, area) for area in areas))
    before = None
    for report in reports:
        name = report.authority or report.title
        cells = [_short_grade(report.judgements.get(area)) for area in areas]
        table.add_row(Text("" if name == before else said(name), style="bold"), _when(report), *cells)
        before = name
    return table


def _stacked(reports: Sequence[Report], areas: Sequence[str]) -> Table:
    table = plain_table("Authority, inspected", "Grades")
    for report in reports:
        grades = Text()
        for area in areas:
            if area in report.judgements:
                grades.append(f"{_AREAS.get(area, area)}: ").append_text(grade_text(report.judgements[area])).append(
                    "\n"
                )
        grades.rstrip()
        table.add_row(
            Text(f"{said(report.authority or report.title)}\n{_when(report)}"),
            grades if grades.plain else Text("no grades"),
        )
    return table


def _when(report: Report) -> str:
    return f"{report.dated:%b %Y}" if report.dated else "–"


def _short_grade(grade: str | None) -> Text:
    if grade is None:
        return Text("–", style="dim")
    text = grade_text(grade)
    text.plain = _SHORT.get(grade, grade)
    return text


def facts_table(rows: Sequence[dict[str, Any]], *, width: int) -> Table:
    """One row a fact: what, value, date, page and quote; below 100 columns the quote stands under the value."""
    narrow = width < NARROW
    table = plain_table("Fact", "Page") if narrow else plain_table("Fact", "Value", "As of", "Page", "Quote")
    for row in rows:
        name = (row["kind"] if not row["key"] else f"{row['kind']}: {row['key']}").replace("_", " ")
        page = str(row["page"]) if row["page"] is not None else "file name"
        value, quote = said_in_line(row["value"]), said_in_line(row["quote"])
        if narrow:
            when = f" ({row['as_of']})" if row["as_of"] else ""
            fact = Text(f"{name}: ", style="bold").append(f"{value}{when}", style="not bold")
            table.add_row(fact if quote in (value, "") else fact.append(f"\n“{quote}”", style="not bold"), page)
        else:
            table.add_row(name, Text(value), row["as_of"] or "", page, Text(quote))
    return table
