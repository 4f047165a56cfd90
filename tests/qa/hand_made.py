"""Reports and queries made by hand, and what a result says in short: for the tests of the executor."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.model import Report
from qa.facts.execute import run
from qa.facts.result import Result
from qa.plan.query import Choice, Graded, Has, Query
from qa.question import Period

WORDS = {"O": "outstanding", "G": "good", "R": "requires improvement", "I": "inadequate", "A": "adequate"}
INADEQUATE, GOOD = Graded("overall", ("inadequate",)), Graded("overall", ("good",))
AT_LEAST_GOOD = Graded("overall", ("outstanding", "good"))
LATEST = Choice()
EVER_INADEQUATE = Has(INADEQUATE)


def report(authority: str | None, year: int | None, overall: str = "", **given: Any) -> Report:
    """A report of an inspection in June of `year`, published in July; grades of other areas by their letters."""
    areas = ("help_and_protection", "in_care", "care_leavers", "leadership", "adoption", "lscb")
    grades = {"overall": overall} | {area: given.pop(area) for area in areas if area in given}
    number = given.pop("number", None) or (year or 0) * 100 + len(authority or "")
    stated = {"framework": "ILACS", "region": "London"} | given
    if year is not None:
        dates = {
            "inspection_start": date(year, 6, 1),
            "inspection_end": date(year, 6, 12),
            "published": date(year, 7, 20),
        }
        stated = dates | stated
    return Report(
        id=f"{authority}{year}{number}",
        number=number,
        source="a.pdf",
        title="A report",
        media_type="application/pdf",
        pages=3,
        authority=authority,
        judgements={area: str(WORDS.get(grade, grade)) for area, grade in grades.items() if grade},
        **stated,
    )


def series(authority: str, grades: str, first: int = 2014, **given: Any) -> list[Report]:
    """Reports of every second year, graded by the letters; "-" gives no overall grade."""
    return [report(authority, first + 2 * i, grade.strip("-"), **given) for i, grade in enumerate(grades)]


def authorities(where: Any, reports: list[Report], **more: Any) -> Result:
    return run(Query(over="authorities", where=where, **more), reports)


def of_reports(where: Any, reports: list[Report], **more: Any) -> Result:
    return run(Query(over="reports", where=where, **more), reports)


def names(result: Result) -> list[str | None]:
    return [member.authority for member in result.members]


def shown(result: Result) -> dict[str | None, list[int]]:
    """The years of the reports that show it, by authority."""
    return {member.authority: years(member.reports) for member in result.members}


def years(reports: tuple[Report, ...]) -> list[int]:
    return [report.dated.year if report.dated else 0 for report in reports]


def left_out(result: Result) -> dict[str | None, tuple[str, ...]]:
    return {one.authority: one.why for one in result.left_out}


def during(first: int, last: int | None = None) -> Period:
    return Period(start=date(first, 1, 1), end=date(last or first, 12, 31), words=str(first))
