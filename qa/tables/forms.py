"""A table as the bytes of a file: CSV, XLSX, Parquet, JSON; and as a data frame of pandas.

Knows what spreadsheets do with a cell: words never become formulas or links, dates and numbers stay what they are.
XLSX, Parquet and pandas are imported when they are asked for. Does not know where the bytes go.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from corpus.errors import OutputError
from corpus.files import write_new
from qa.tables.inert import cell_text, json_text, no_formula

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import pyarrow

    from qa.tables.model import Column, Table

__all__ = ["FORMS", "Form", "as_bytes", "as_csv", "as_json", "to_pandas", "write_table"]

Form = Literal["csv", "xlsx", "parquet", "json"]
FORMS: tuple[Form, ...] = get_args(Form)

BOM = "\ufeff"  # by which Excel knows a file of CSV to be UTF-8
_LONGEST_CELL = 32_767  # characters of a cell, rows of a sheet: Excel's own limits
_MOST_ROWS = 1_048_576
_WIDEST = 60  # characters, of a column in a sheet
_NEEDS = "{what} needs {name}, which is not installed. Run: pip install 'inspectqa[tables]'"


def as_bytes(table: Table, form: Form, *, document: Any = None) -> bytes:
    """The file that holds the table; `document` is what JSON has in place of the bare rows.

    CSV begins with a byte order mark. Raises OutputError for more rows than the form holds and for a library that is
    not installed.
    """
    if form == "csv":
        return (BOM + as_csv(table)).encode("utf-8")
    if form == "json":
        return json_text(as_json(table) if document is None else document).encode("utf-8", "backslashreplace")
    return _xlsx(table) if form == "xlsx" else _parquet(table)


def write_table(table: Table, path: Path, *, force: bool = False) -> Path:
    """Write the table to a file, in the form that its name's end says; raises OutputError (corpus.files.write_new)."""
    form = next((one for one in FORMS if path.suffix.casefold() == f".{one}"), None)
    if form is None:
        raise OutputError(f"{path} is no name of a table. Let it end in .csv, .xlsx, .parquet or .json.")
    write_new(path, as_bytes(table, form), force=force)
    return path


def as_csv(table: Table) -> str:
    """RFC 4180 but for its line ends, which are "\\n"; what a spreadsheet would run gets an apostrophe."""
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow([no_formula(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(value, column) for value, column in zip(row, table.columns, strict=True)])
    return kept.getvalue()


def _csv_cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value)
    return no_formula(cell_text(value, column.kind))


def as_json(table: Table) -> list[dict[str, Any]]:
    """The rows as objects; dates as ISO 8601."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}
        for record in table.records()
    ]


def _xlsx(table: Table) -> bytes:
    import xlsxwriter

    if len(table.rows) >= _MOST_ROWS:
        raise OutputError(
            f"A sheet holds {_MOST_ROWS:,} rows and there are {len(table.rows):,}. Narrow them by a filter, or write "
            "them as CSV or Parquet."
        )
    kept = io.BytesIO()
    # Every cell is written by its own kind below; these hold for whatever another method might make of a text.
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, {"in_memory": True, **inert}) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        words = book.add_format({"valign": "top", "text_wrap": True})
        plain = book.add_format({"valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        sheet = book.add_worksheet(_tab(table.name))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.name, heading)
            sheet.set_column(at, at, _width(table, at), words if column.kind == "text" else plain)
        for number, row in enumerate(table.rows, 1):
            for at, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(number, at, value, plain)
                elif isinstance(value, date):
                    sheet.write_datetime(number, at, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(number, at, value, plain)
                else:
                    wraps = words if column.kind == "text" else plain
                    sheet.write_string(number, at, _cut(cell_text(value, column.kind)), wraps)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.notes:
            about = book.add_worksheet("notes")
            about.set_column(0, 0, 100, words)
            for number, note in enumerate(table.notes):
                about.write_string(number, 0, _cut(note), words)
    return kept.getvalue()


def _tab(name: str) -> str:
    """A name that a sheet may have: Excel takes 31 characters, and none of these."""
    return "".join(" " if character in "[]:*?/\\'" else character for character in name)[:31].strip() or "table"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _width(table: Table, at: int) -> int:
    longest = max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0)
    return min(_WIDEST, max(longest, len(table.columns[at].name)) + 2)


def _parquet(table: Table) -> bytes:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError(_NEEDS.format(what="A Parquet file", name="pyarrow")) from error
    arrays = [_arrow([row[at] for row in table.rows], column, pyarrow) for at, column in enumerate(table.columns)]
    made = pyarrow.Table.from_arrays(arrays, names=[column.name for column in table.columns])
    if table.notes:
        made = made.replace_schema_metadata({"notes": "\n".join(table.notes)})
    kept = io.BytesIO()
    parquet.write_table(made, kept)
    return kept.getvalue()


def _arrow(values: list[Any], column: Column, arrow: Any) -> pyarrow.Array:
    kinds = {"whole": arrow.int64(), "number": arrow.float64(), "date": arrow.date32(), "flag": arrow.bool_()}
    if column.kind != "grade":
        return arrow.array(values, type=kinds.get(column.kind, arrow.string()))
    words = _graded(values, column)
    places = [None if value is None else words.index(value) for value in values]
    return arrow.DictionaryArray.from_arrays(
        arrow.array(places, type=arrow.int8()), arrow.array(words, type=arrow.string()), ordered=True
    )


def to_pandas(table: Table) -> pandas.DataFrame:
    """A data frame: dates as datetime64, whole numbers as Int64, grades as an ordered categorical, lowest first.

    The table's notes are in `.attrs["notes"]`. Raises OutputError where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise OutputError(_NEEDS.format(what="A data frame", name="pandas")) from error
    columns: dict[str, Any] = {}
    for at, column in enumerate(table.columns):
        values = [row[at] for row in table.rows]
        if column.kind == "date":
            columns[column.name] = pandas.to_datetime(pandas.Series(values, dtype="object"))
        elif column.kind == "grade":
            columns[column.name] = pandas.Categorical(values, categories=_graded(values, column), ordered=True)
        else:
            dtypes = {"whole": "Int64", "number": "float64", "flag": "boolean"}
            columns[column.name] = pandas.Series(values, dtype=dtypes.get(column.kind, "str"))
    frame = pandas.DataFrame(columns)
    frame.attrs["notes"] = list(table.notes)
    return frame


def _graded(values: list[Any], column: Column) -> list[str]:
    """The words of a column of grades in their order; one that no scale knows comes first."""
    unknown = sorted({value for value in values if value is not None} - set(column.order))
    return [*unknown, *column.order]
