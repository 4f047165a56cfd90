"""A spreadsheet of questions goes in, and comes out with answer, page and quote beside each."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.errors import LibraryError, QuestionError
from qa.cli import app
from qa.evaluation.sheets import read_sheet
from qa.tables.forms import as_bytes
from qa.tables.model import Column, Table

QUESTIONS = [
    {"no": "a", "Question": "How was Midchester rated in 2019?", "for": "=1+1"},
    {"no": "b", "Question": "Who led the inspection of Atlantis?", "for": "our piece"},
]


def run(*arguments: str | Path, library: Path) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, arguments), "--library", str(library)])


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def questions(path: Path) -> Path:
    table = Table.of("q", [Column(name=name) for name in QUESTIONS[0]], QUESTIONS)
    path.write_bytes(as_bytes(table, "xlsx" if path.suffix == ".xlsx" else "csv"))
    return path


@pytest.mark.parametrize("name", ["q.csv", "q.xlsx"])
def test_a_sheet_comes_out_filled_in(name: str, small_library: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    done = run(questions(tmp_path / name), "--out", out, library=small_library)
    assert done.exit_code == 0, done.output
    first, second = rows(out)
    assert list(first)[:3] == ["no", "Question", "for"]
    assert (first["status"], first["page"], first["citations"]) == ("answered", "1", "1")
    assert "Good" in first["quote"]
    assert first["for"].startswith("'")  # a question's sheet is no way in for a formula either
    assert second["status"] == "no_such_authority"
    assert (second["page"], second["quote"]) == ("", "")
    assert {path.name for path in tmp_path.iterdir()} == {name, "answers.csv"}
    again = run(tmp_path / name, "--out", out, library=small_library)
    assert isinstance(again.exception, LibraryError)
    assert "--force" in str(again.exception)


def test_lines_become_a_workbook_and_a_sheet_becomes_lines(small_library: Path, tmp_path: Path) -> None:
    lines = tmp_path / "q.jsonl"
    lines.write_text(json.dumps({"id": "1", "question": "How was Midchester rated in 2019?"}), encoding="utf-8")
    assert run(lines, "--out", tmp_path / "a.xlsx", library=small_library).exit_code == 0
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert sheet.headings[:4] == ("id", "question", "status", "answer")
    assert sheet.rows["1"][2] == "answered"
    assert run(questions(tmp_path / "q.csv"), "--out", tmp_path / "a.jsonl", library=small_library).exit_code == 0
    held = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in held] == ["2", "3"]


def test_a_stopped_run_goes_on(small_library: Path, tmp_path: Path) -> None:
    kept = {"id": "2", "question": QUESTIONS[0]["Question"], "status": "answered", "answer": "kept", "citations": []}
    (tmp_path / "a.csv.jsonl").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    assert run(questions(tmp_path / "q.csv"), "--out", tmp_path / "a.csv", library=small_library).exit_code == 0
    assert rows(tmp_path / "a.csv")[0]["answer"] == "kept"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("q.csv", b"", "is empty"),
        ("q.csv", b"what,why\na,b\n", 'no column "question" among what, why'),
        ("q.csv", b"How was it?\n", 'no heading "question"'),
        ("q.csv", b"question\n\n", "holds no question"),
        ("q.csv", b"id,question\n1,a\n1,b\n", "Row 3"),
        ("q.csv", b"\x00\x01\x02\xff" * 40, "is no text"),
        ("q.xlsx", b"nonsense", "cannot be read as a workbook"),
    ],
)
def test_what_is_no_sheet_of_questions_is_named(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(QuestionError, match=says):
        read_sheet(tmp_path / name)


def test_any_separator_and_encoding_of_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_bytes('ID;Question\r\nx;"Caf\u00e9s; how many?"\r\n'.encode("cp1252"))
    assert read_sheet(tmp_path / "q.csv").questions == {"x": "Caf\u00e9s; how many?"}
