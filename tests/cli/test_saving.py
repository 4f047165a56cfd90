"""Listings as files: each with and without a name, never over another file, and empty of what would act."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from qa.cli import app

LISTINGS = {
    "reports": ["reports"],
    "judgements": ["judgements"],
    "facts": ["facts", "midchester 2019"],
    "search": ["search", "caseloads"],
    "find": ["find", "caseloads"],
    "recommendations": ["recommendations"],
    "figures": ["figures"],
    "summary": ["summary", "Midchester"],
}


def run(*arguments: str | Path, library: Path) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(app, [command, "--library", str(library), *rest])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("listing", LISTINGS)
def test_each_listing_is_printed_or_written(listing: str, small_library: Path, tmp_path: Path) -> None:
    command = LISTINGS[listing]
    printed = run(*command, "--csv", library=small_library)
    assert printed.exit_code == 0, printed.output
    held = rows(printed.stdout)
    assert held
    for form in ("csv", "xlsx", "parquet", "json"):
        path = tmp_path / f"out.{form}"
        done = run(command[0], f"--{form}", path, *command[1:], library=small_library)  # the file may come first
        assert done.exit_code == 0, done.output
        assert done.stdout == ""
        assert str(path) in done.stderr.replace("\n", "")
        assert path.stat().st_size > 0
    assert rows((tmp_path / "out.csv").read_text(encoding="utf-8")) == held
    written = json.loads((tmp_path / "out.json").read_bytes())
    again = json.loads(run(*command, "--json", library=small_library).stdout)
    for one in (written, again):
        if isinstance(one, dict):
            one.pop("seconds", None)
    assert written == again


def test_an_answer_is_a_row_for_each_statement(small_library: Path, tmp_path: Path) -> None:
    question = "Which authorities were judged inadequate overall?"
    held = rows(run("ask", question, "--csv", library=small_library).stdout)
    assert [(row["authority"], row["page"]) for row in held] == [("Harrowmere", "1")]
    assert "Inadequate" in held[0]["quote"]
    refused = run(
        "ask", "Which authorities were judged outstanding?", "--csv", tmp_path / "a.csv", library=small_library
    )
    assert (tmp_path / "a.csv").exists() == (refused.exit_code == 0)
    assert "status" in json.loads(run("ask", "--json", question, library=small_library).stdout)


def test_the_option_takes_no_word_that_is_not_its_file(small_library: Path, tmp_path: Path) -> None:
    before = run("facts", "--json", "midchester 2019", library=small_library)
    assert json.loads(before.stdout)["authority"] is None or "midchester" in before.stdout
    assert run("facts", "--csv", "--", "midchester 2019", library=small_library).exit_code == 0
    named = tmp_path / "table.txt"
    assert run("facts", f"--csv={named}", "midchester 2019", library=small_library).exit_code == 0
    assert named.exists()


def test_judgements_have_a_row_each_with_page_and_quote(small_library: Path) -> None:
    held = rows(run("judgements", "--csv", library=small_library).stdout)
    midchester = [row for row in held if "midchester" in row["source"]]
    assert {row["area"]: row["grade"] for row in midchester} == {
        "overall": "good",
        "leadership": "good",
        "help_and_protection": "requires improvement",
        "in_care": "good",
    }
    assert all(row["page"] == "1" and row["grade"].split()[0] in row["quote"].casefold() for row in held)
    assert midchester[0]["inspection_end"] == "2019-03-08"


def test_no_file_is_overwritten_without_force(small_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("my own", encoding="utf-8")
    done = run("judgements", "--csv", path, library=small_library)
    assert done.exit_code == 1
    assert "--force" in str(done.exception)
    assert path.read_text(encoding="utf-8") == "my own"
    assert run("judgements", "--csv", path, "--force", library=small_library).exit_code == 0
    assert "midchester" in path.read_text(encoding="utf-8").casefold()


def test_two_forms_at_once_are_refused(small_library: Path) -> None:
    done = run("judgements", "--csv", "--json", library=small_library)
    assert done.exit_code == 2
    assert "--csv and --json" in done.output


def test_a_printed_workbook_is_one(small_library: Path) -> None:
    done = run("judgements", "--xlsx", library=small_library)
    assert zipfile.is_zipfile(io.BytesIO(done.stdout_bytes))


def test_nothing_listed_writes_nothing(small_library: Path, tmp_path: Path) -> None:
    done = run("judgements", "--since", "2030", "--xlsx", tmp_path / "none.xlsx", library=small_library)
    assert done.exit_code == 0
    assert not (tmp_path / "none.xlsx").exists()
    assert json.loads(run("judgements", "--since", "2030", "--json", library=small_library).stdout) == []
