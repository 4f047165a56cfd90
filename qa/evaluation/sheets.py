"""Questions out of a spreadsheet, and their answers into one: answer, page, quote and link filled in beside each.

Knows CSV and workbooks with a column of questions. Does not know how a question is answered, nor how a run is gone on
with: the answers come from a file of lines (qa.evaluation.answers).
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import QuestionError, ReadError
from ingest.read.encoding import decode
from qa.tables.model import Column, Table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHEETS", "Sheet", "filled_in", "is_sheet", "read_sheet"]

SHEETS = (".csv", ".xlsx")
_READ = (*SHEETS, ".tsv", ".xls", ".ods")
_FILLED = (
    Column(name="status"),
    Column(name="answer"),
    Column(name="report"),
    Column(name="published", kind="date"),
    Column(name="page", kind="whole"),
    Column(name="quote"),
    Column(name="link", kind="link"),
    Column(name="source", kind="path"),
    Column(name="citations", kind="whole"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet as it was read: its headings, and each row that has a question, by the question's id."""

    headings: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]
    questions: dict[str, str]


def is_sheet(path: Path, *, written: bool = False) -> bool:
    """Whether a file of this name is a spreadsheet: one that can be read, or else `written`."""
    return path.suffix.casefold() in (SHEETS if written else _READ)


def read_sheet(path: Path) -> Sheet:
    """The questions of a sheet, by the column "question", named with "id" where there is such a column.

    Raises QuestionError for a file that is no sheet, one without that column or without a question, and for an id that
    stands twice.
    """
    lines = [[cell.strip() for cell in row] for row in _lines(path)]
    held = [row for row in lines if any(row)]
    if not held:
        raise QuestionError(f'{path} is empty. Give it a heading "question" and a question in each row below.')
    headings = tuple(held[0])
    names = [heading.casefold().rstrip("?:") for heading in headings]
    at = next((names.index(name) for name in ("question", "questions") if name in names), None)
    if at is None and len(names) == 1:
        raise QuestionError(f'{path} has no heading "question". Write it above the questions.')
    if at is None:
        listed = ", ".join(heading for heading in headings if heading)
        raise QuestionError(
            f'{path} has no column "question" among {listed}. Give the column of questions that heading.'
        )
    own = names.index("id") if "id" in names else None
    rows: dict[str, tuple[str, ...]] = {}
    questions: dict[str, str] = {}
    for number, cells in enumerate(held[1:], 2):
        row = (cells + [""] * len(headings))[: len(headings)]
        if not row[at]:
            continue
        name = (row[own] if own is not None else "") or str(number)
        if name in rows:
            raise QuestionError(f"Row {number} of {path} has the id {name!r} a second time. Give each row its own id.")
        rows[name], questions[name] = tuple(row), row[at]
    if not rows:
        raise QuestionError(f"{path} holds no question. Write one in each row below the heading.")
    return Sheet(headings=headings, rows=rows, questions=questions)


def _lines(path: Path) -> list[list[str]]:
    if path.suffix.casefold() in (".csv", ".tsv"):
        return _csv_lines(path)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            return [[_shown(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    except CalamineError as error:
        raise QuestionError(
            f"{path} cannot be read as a workbook ({error}). Save it again as .xlsx or .csv."
        ) from error


def _csv_lines(path: Path) -> list[list[str]]:
    try:
        text = decode(path.read_bytes())
    except ReadError as error:
        raise QuestionError(f"{path} is no text. Save the sheet as CSV (UTF-8).") from error
    first = text.split("\n", 1)[0]
    # A language's decimal comma makes its spreadsheets part cells by semicolons.
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise QuestionError(f"{path} cannot be read as CSV ({error}). Save the sheet again as CSV (UTF-8).") from error


def _shown(cell: Any) -> str:
    """A cell as it is shown: a whole number without a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def filled_in(sheet: Sheet, answers: Path) -> Table:
    """The sheet's rows with what answers them; columns that it has under those names already are filled."""
    found = {str(one["id"]): one for one in _answers(answers)}
    filled = {column.name for column in _FILLED}
    own = [(at, heading or f"column {at + 1}") for at, heading in enumerate(sheet.headings)]
    kept = [(at, heading) for at, heading in own if heading.casefold() not in filled]
    columns = (*(Column(name=heading) for _, heading in kept), *_FILLED)
    records = (
        {**{heading: row[at] for at, heading in kept}, **_filled(found[name])} for name, row in sheet.rows.items()
    )
    return Table.of("answers", columns, records)


def _answers(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]


def _filled(answer: dict[str, Any]) -> dict[str, Any]:
    """What stands beside a question; of several citations the first, which the others follow in a file of lines."""
    cited = answer["citations"]
    first = cited[0] if cited else {}
    return {
        "status": answer["status"],
        "answer": answer["answer"],
        "report": first.get("title"),
        "published": first.get("published"),
        "page": first.get("page"),
        "quote": first.get("quote"),
        "link": first.get("url"),
        "source": first.get("source"),
        "citations": len(cited),
    }
