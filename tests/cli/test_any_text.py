"""Whatever stands in an argument, a pipe or a line of a file: a sentence about that alone, and the run goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run
from typer.testing import CliRunner

from corpus.errors import CorrectionError, FilterError, InspectQAError, QuestionError, ReportNotFound, SettingsError
from qa.cli import app
from qa.evaluation.batch import read_items
from qa.library import Library

GRADE = "How was Midchester rated in 2019?"
NO_UTF8 = b"\xff".decode("utf-8", "surrogateescape")
HUGE = 120_000_000


@pytest.fixture(scope="module")
def library(small_library: Path):  # type: ignore[no-untyped-def]
    with Library.open(small_library) as opened:
        yield opened


TEXTS: dict[str, Callable[[], str]] = {
    "half of a pair": lambda: "How was \ud800Midchester rated?",
    "a byte that is none": lambda: f"{NO_UTF8} delay",
    "120 MB": lambda: "a" * HUGE,
    "120 MB of white space": lambda: " " * HUGE + "a",
}


@pytest.mark.parametrize("text", TEXTS)
def test_what_cannot_be_asked_is_refused_by_each_way_of_asking(library: Library, text: str) -> None:
    asked = TEXTS[text]()
    conversation = library.chat(save=False)
    for ask in (library.ask, library.search, library.find, library.recommendations, conversation.ask):
        with pytest.raises(QuestionError, match=r"no text|has 120,000,00\d characters"):
            ask(asked)
    assert conversation.ask(GRADE).answered


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["ask", f"How was {NO_UTF8}Midchester rated?"], QuestionError),
        (["search", f"{NO_UTF8} delay"], QuestionError),
        (["find", f"{NO_UTF8} delay"], QuestionError),
        (["recommendations", "--about", f"{NO_UTF8} delay"], QuestionError),
        (["ask", GRADE, "--authority", NO_UTF8], FilterError),
        (["show", NO_UTF8], ReportNotFound),
        (["correct", "1", "published=2020-01-02", "--because", NO_UTF8], CorrectionError),
        (["correct", "1", f"lead_inspector={NO_UTF8}", "--because", "x"], CorrectionError),
        (["correct", "1", "--undo", NO_UTF8], CorrectionError),
        (["reports", "--since", "9" * 30], SettingsError),
        (["chat", "--resume", NO_UTF8], InspectQAError),
    ],
)
def test_an_argument_that_is_no_text(small_library: Path, arguments: list[str], error: type[Exception]) -> None:
    done = CliRunner().invoke(app, [*arguments, "--library", str(small_library)])
    assert isinstance(done.exception, error), done.exception


def test_a_folder_or_user_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not UTF-8 text"):
        Library.open(tmp_path / NO_UTF8)
    with pytest.raises(InspectQAError, match="no library at ~nobody-of-that-name"):
        Library.open("~nobody-of-that-name/library")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are any bytes on Linux alone")
def test_a_file_whose_name_is_no_text_costs_itself_alone(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = "Harrowmere\n\nInspection of services\n\nSocial workers visit often.\n"
    for name in ("good.txt", f"{NO_UTF8}.txt"):
        (folder / name).write_text(text if name == "good.txt" else text * 2, encoding="utf-8")
    done = CliRunner().invoke(app, ["ingest", str(folder), "--library", str(tmp_path / "library")])
    assert done.exit_code == 3, done.exception
    assert "1 added" in done.stdout
    assert "Its path is not UTF-8 text. Rename it" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_a_pipe_of_any_bytes_is_answered_to_its_end(small_library: Path, tmp_path: Path, encoding: str) -> None:
    lines = [
        b"How was \xffMidchester rated?",
        GRADE.encode(),
        b"/save ~nobody-of-that-name/x.md",
        b"/save " + os.fsencode(tmp_path) + b"/a\0b.md",
        b"/model \xff",
        b"/scope authority \xff",
        b"/reports \xff",
        b"/" + b"a" * 1_000_000,
        b"a" * 1_000_000,
        b"\0",
        b"/save " + os.fsencode(tmp_path / "kept.md"),
    ]
    done = run("chat", "--no-save", library=small_library, typed=b"\n".join(lines), encoding=encoding)
    said = done.err.decode("latin-1")
    assert (done.returncode, "Traceback" in said, "fault" in said) == (0, False, False), said
    assert b"Midchester: overall good" in done.out
    assert "no text" in said or encoding.startswith("cp1252"), "there each byte is a character"
    assert "x.md cannot be written" in said
    assert "b.md is no name that a file can have" in said
    assert said.count("at most 2,000 are read") == 2
    assert [one.name for one in tmp_path.iterdir()] == ["kept.md"]


def test_what_the_output_cannot_show_ends_no_command(small_library: Path) -> None:
    command: list[str | Path] = [sys.executable, "-m", "qa.cli", "ask", GRADE, "--library", small_library]
    ascii_alone = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    plain = subprocess.run(command, capture_output=True, check=False, env=ascii_alone)
    assert plain.returncode == 0, plain.stderr
    assert b"page 1" in plain.stdout
    data, same = (run("ask", GRADE, "--json", library=small_library, encoding=one) for one in ("ascii", "utf-8"))
    assert json.loads(data.stdout) | {"seconds": 0} == json.loads(same.stdout) | {"seconds": 0}


ODD_LINES = {
    "no UTF-8": b'{"id": "odd", "question": "\xff"}',
    "deep": b'{"id": "odd", "question": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deeper than it closes": b"[" * 200_000,
    "no JSON": b"How was it rated?",
    "no id": b'{"question": "x"}',
    "no question": b'{"id": "odd"}',
    "the same id": b'{"id": "1", "question": "x"}',
}


@pytest.mark.parametrize("odd", ODD_LINES)
def test_a_line_of_a_batch_that_cannot_be_read_costs_itself_alone(
    small_library: Path, tmp_path: Path, odd: str
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    good = [json.dumps({"id": str(n), "question": GRADE}).encode() for n in (1, 2)]
    questions.write_bytes(b"\n".join([good[0], ODD_LINES[odd], good[1]]))
    with pytest.raises(QuestionError, match="Line 2"):
        read_items(questions)
    done = CliRunner().invoke(app, ["batch", str(questions), "--out", str(out), "--library", str(small_library)])
    assert done.exit_code == 3, done.exception
    assert "Left out: Line 2" in done.stderr
    assert [json.loads(line)["status"] for line in out.read_text("utf-8").splitlines()] == ["answered"] * 2


@pytest.mark.parametrize("escaped", [r"How was \ud800 rated?", r"\udfff", "", "a" * HUGE])
def test_a_question_of_a_batch_that_cannot_be_asked_is_an_answer_of_its_own(
    small_library: Path, tmp_path: Path, escaped: str
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    asked = f'{{"id": "1", "question": "{escaped}"}}\n{{"id": "2", "turns": [{{"question": "{escaped}"}}]}}\n'
    questions.write_text(asked + json.dumps({"id": "3", "question": GRADE}), encoding="utf-8")
    for _ in range(2):
        done = CliRunner().invoke(app, ["batch", str(questions), "--out", str(out), "--library", str(small_library)])
        assert done.exit_code == 0, done.exception
    alone, turns, good = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (alone["status"], turns["turns"][0]["status"], good["status"]) == ("error", "error", "answered")
    assert out.stat().st_size < 100_000
