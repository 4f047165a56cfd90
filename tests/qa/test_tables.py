"""Tables as files: types kept, and nothing that a report says acts in a spreadsheet, a data frame or a terminal."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import OutputError
from corpus.files import write_new
from qa.tables.forms import FORMS, Form, as_bytes, as_csv, to_pandas
from qa.tables.model import Column, Table

ORDER = ("inadequate", "good", "outstanding")
COLUMNS = (
    Column(name="authority"),
    Column(name="published", kind="date"),
    Column(name="grade", kind="grade", order=ORDER),
    Column(name="page", kind="whole"),
    Column(name="rate", kind="number"),
    Column(name="cited", kind="flag"),
    Column(name="source", kind="path"),
)
HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=1+1",
    "\u200b=1+1",
    "＝1+1",
    "see https://evil.example/x and <script>alert(1)</script>",
    "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e red",
    "one;=1+1",
    'one; "@SUM(A1)',
    "\ud800 half",
]


def table(*records: dict[str, Any], notes: tuple[str, ...] = ()) -> Table:
    return Table.of("grades: [all]", COLUMNS, records, notes=notes)


PLAIN = table(
    {
        "authority": "Midchester",
        "published": "2019-03-08",
        "grade": "good",
        "page": 1,
        "rate": -12.5,
        "cited": True,
        "source": "reports/midchester.md",
    },
    {"authority": "Harrowmere", "grade": "inadequate"},
    notes=("Two reports.",),
)


def sheets(data: bytes) -> dict[str, str]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode("utf-8") for name in book.namelist()}


def test_csv_has_a_mark_for_excel_and_keeps_numbers_and_dates() -> None:
    data = as_bytes(PLAIN, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == {
        "authority": "Midchester",
        "published": "2019-03-08",
        "grade": "good",
        "page": "1",
        "rate": "-12.5",  # a number, not a formula
        "cited": "yes",
        "source": "reports/midchester.md",
    }
    assert set(rows[1].values()) == {"Harrowmere", "inadequate", ""}


def test_xlsx_has_numbers_dates_and_notes() -> None:
    parts = sheets(as_bytes(PLAIN, "xlsx"))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<v>-12.5</v>" in sheet
    assert "<v>43532</v>" in sheet  # 8 March 2019 as Excel counts days
    assert "Two reports." in parts["xl/sharedStrings.xml"]
    assert 'name="grades   all"' in parts["xl/workbook.xml"]  # what a tab may not be called is left out


def test_the_address_of_a_file_is_kept_as_it_is() -> None:
    address = "file:///reports/a%20b.pdf#page=3"
    table = Table.of("t", [Column(name="link", kind="link")], [{"link": address}])
    forms: tuple[Form, ...] = ("csv", "json")
    for form in forms:
        assert address in as_bytes(table, form).decode("utf-8")
    assert address in sheets(as_bytes(table, "xlsx"))["xl/sharedStrings.xml"]


def test_parquet_has_types_and_ordered_grades() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(io.BytesIO(as_bytes(PLAIN, "parquet")))
    types = {field.name: str(field.type) for field in read.schema}
    assert types["published"] == "date32[day]"
    assert (types["page"], types["rate"], types["cited"]) == ("int64", "double", "bool")
    assert read.schema.field("grade").type.ordered
    assert read.to_pylist()[0]["published"] == date(2019, 3, 8)
    assert read.schema.metadata[b"notes"] == b"Two reports."


def test_json_is_the_rows() -> None:
    rows = json.loads(as_bytes(PLAIN, "json"))
    assert rows[0]["published"] == "2019-03-08"
    assert rows[1] == {"authority": "Harrowmere", "grade": "inadequate"} | dict.fromkeys(
        ("published", "page", "rate", "cited", "source")
    )


def test_a_data_frame_has_real_dates_and_ordered_grades() -> None:
    frame = to_pandas(PLAIN)
    assert frame["published"].dt.year.tolist()[0] == 2019
    assert frame["grade"].min() == "inadequate"
    assert (frame["grade"] >= "good").tolist() == [True, False]
    assert frame["page"].dtype == "Int64"
    assert frame.attrs["notes"] == ["Two reports."]
    assert len(to_pandas(table())) == 0


def test_a_grade_that_no_scale_knows_is_kept() -> None:
    frame = to_pandas(table({"grade": "met"}, {"grade": "good"}))
    assert frame["grade"].tolist() == ["met", "good"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    made = as_csv(table({"authority": text, "source": text}))
    # What a spreadsheet parts cells by is its language's; a program that does not trim is given nothing to run either.
    for delimiter in (",", ";"):
        cells = [cell for row in csv.reader(io.StringIO(made), delimiter=delimiter) for cell in row]
        assert not [cell for cell in cells if cell.strip(' "')[:1] in tuple("=+-@＝＋－＠\t\r\n")]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_workbook_acts(text: str) -> None:
    parts = sheets(as_bytes(table({"authority": text, "source": text, "grade": text}, notes=(text,)), "xlsx"))
    sheet = "".join(text for name, text in parts.items() if "worksheets" in name)
    assert "<f>" not in sheet  # a formula
    assert "hyperlink" not in sheet.casefold()
    assert "<script" not in "".join(parts.values())


@pytest.mark.parametrize("form", FORMS)
def test_nothing_drives_a_terminal(form: Any) -> None:
    hostile = table(*({"authority": text, "source": text} for text in HOSTILE))
    data = as_bytes(hostile, form)
    text = "".join(sheets(data).values()) if form == "xlsx" else data.decode("utf-8-sig", "replace")
    if form == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        text = "".join(str(row["authority"]) for row in parquet.read_table(io.BytesIO(data)).to_pylist())
    acting = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"}} - {"\n", "\r"}
    assert acting == set()
    shown = "".join(str(cell) for cell in to_pandas(hostile)["authority"])
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]


def test_a_long_text_fits_a_cell() -> None:
    parts = sheets(as_bytes(table({"authority": "a" * 40_000}), "xlsx"))
    assert "a" * 32_766 + "…" in parts["xl/sharedStrings.xml"]


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "new" / "grades.csv"
    write_new(path, b"one")
    with pytest.raises(OutputError, match="--force"):
        write_new(path, b"two")
    assert path.read_bytes() == b"one"
    write_new(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["grades.csv"]
    (tmp_path / "library.sqlite").touch()
    (tmp_path / "ingest.lock").touch()
    for taken in (tmp_path, tmp_path / "library.sqlite"):
        with pytest.raises(OutputError, match="Name another"):
            write_new(taken, b"two", force=True)
