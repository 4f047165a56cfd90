"""No command overwrites or shortens a file that is not its own, whatever it is named, nor writes through a link."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.backup import backup
from corpus.check import check
from corpus.errors import InspectQAError, LibraryError, QuestionError
from qa.cli import app

ASKED = {"id": "1", "question": "How was Midchester rated in 2019?"}
ANSWER = {"id": "1", "question": ASKED["question"], "status": "answered", "answer": "Good."}
THESIS = "A thesis about children's services.\n\nIts last line, which has no end"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def lines(path: Path, *objects: object) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return lines(tmp_path / "q.jsonl", ASKED, {"id": "2", "question": "Who led the inspection of Midchester?"})


NO_ANSWERS = [
    THESIS,
    THESIS + "\n",
    "{",
    "[]\n",
    '"1"\n',
    '{"id": "1"}\n',
    json.dumps(ASKED),
    json.dumps(ASKED) + "\n",
    json.dumps(ANSWER) + "\nMy own remark, without an end",
    json.dumps(ANSWER) + '\n{"id": "of another file", "answ',
    "[" * 100_000 + "\n",
    "\udcff not UTF-8\n",
]
OF_ANOTHER = json.dumps({**ANSWER, "question": "How was Harrowmere rated in 2021?"}) + "\n"


@pytest.mark.parametrize(
    ("command", "held"),
    [("batch", OF_ANOTHER), *((command, held) for command in ("batch", "eval") for held in NO_ANSWERS)],
)
def test_a_file_that_is_no_file_of_answers_is_left_as_it_is(
    small_library: Path, questions: Path, tmp_path: Path, command: str, held: str
) -> None:
    out = tmp_path / "out"
    out.write_bytes(before := held.encode("utf-8", "surrogateescape"))
    if command == "eval":
        lines(questions, {**ASKED, "type": "judgement", "accept": ["Good"]})
    done = run(command, questions, "--out", out, "--library", small_library)
    assert isinstance(done.exception, QuestionError), done.output
    assert "--out" in str(done.exception)
    assert out.read_bytes() == before


def test_scores_may_be_made_again_over_an_earlier_run_s_answers(
    small_library: Path, questions: Path, tmp_path: Path
) -> None:
    out = lines(tmp_path / "out", {**ANSWER, "answer": "of last week"})
    lines(questions, {**ASKED, "type": "judgement", "accept": ["Good"]})
    assert run("eval", questions, "--out", out, "--library", small_library).exit_code == 0
    assert "last week" not in out.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "q.jsonl"]


def test_the_question_file_and_the_library_are_no_place_for_answers(own_library: Path, questions: Path) -> None:
    before = questions.read_bytes()
    places = (questions, *(own_library / name for name in ("library.sqlite", "ingest.lock", "chroma/chroma.sqlite3")))
    for out in (*places, own_library):
        done = run("batch", questions, "--out", out, "--library", own_library)
        assert isinstance(done.exception, QuestionError), (out, done.output)
    assert questions.read_bytes() == before
    assert check(own_library) == []


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (json.dumps(ANSWER), 1),  # an editor has left the last line's end away
        (json.dumps(ANSWER) + "\n", 1),
        (json.dumps(ANSWER) + "\n{", 1),
        (json.dumps(ANSWER) + '\n{"id": "2", "question": "Who l', 1),
        ('{"id": "1", "question": "How was Midch', 0),
        ("", 0),
    ],
)
def test_its_own_file_is_gone_on_with(
    small_library: Path, questions: Path, tmp_path: Path, held: str, kept: int
) -> None:
    out = tmp_path / "out"
    out.write_text(held, encoding="utf-8")
    assert run("batch", questions, "--out", out, "--library", small_library).exit_code == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [one["id"] for one in answers] == ["1", "2"]
    assert (answers[0] == ANSWER) is bool(kept)


def test_nothing_is_written_through_a_link(own_library: Path, questions: Path, tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.write_text("", encoding="utf-8")
    for leads_to in (victim, tmp_path / "nowhere"):
        link.symlink_to(leads_to)
        for arguments in (["batch", str(questions), "--out", str(link)], ["backup", str(link), "--force"]):
            done = run(*arguments, "--library", own_library)
            assert isinstance(done.exception, InspectQAError), done.output
            assert "is a link" in str(done.exception)
        assert victim.read_bytes() == b""
        assert link.is_symlink()
        assert not (tmp_path / "nowhere").exists()
        link.unlink()


@pytest.mark.parametrize("name", ["ingest.holder.json", "library.new"])
def test_a_library_with_links_in_it_writes_through_none(tmp_path: Path, report_folder: Path, name: str) -> None:
    victim, library = tmp_path / "victim", tmp_path / "library"
    victim.write_text("kept", encoding="utf-8")
    library.mkdir()
    (library / name).symlink_to(victim)
    assert run("ingest", report_folder, "--library", library).exit_code == 0
    assert victim.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("name", ["library.sqlite", "chroma", "chroma/chroma.sqlite3"])
def test_a_library_whose_files_are_links_is_not_used(own_library: Path, tmp_path: Path, name: str) -> None:
    moved = (own_library / name).rename(tmp_path / "elsewhere")
    (own_library / name).symlink_to(moved)
    before = moved.read_bytes() if moved.is_file() else sorted(moved.rglob("*"))
    (tmp_path / "new.txt").write_text("Harrowmere\n\nInspection of services\n\nSocial workers visit often.\n")
    for arguments in (["search", "social workers"], ["ingest", tmp_path / "new.txt"], ["remove", "1", "--force"]):
        done = run(*arguments, "--library", own_library)
        assert isinstance(done.exception, LibraryError), done.output
        assert "is a link" in str(done.exception)
    assert before == (moved.read_bytes() if moved.is_file() else sorted(moved.rglob("*")))


def test_a_backup_takes_the_place_of_no_library(own_library: Path, small_library: Path, tmp_path: Path) -> None:
    for file in (own_library / "library.sqlite", small_library / "library.sqlite", own_library / "chroma" / "b"):
        done = run("backup", file, "--force", "--library", own_library)
        assert isinstance(done.exception, LibraryError), done.output
        assert "belongs to a library" in str(done.exception)
    assert check(own_library) == []
    older = tmp_path / "library.sqlite"  # the name says nothing where there is no library
    backup(own_library, older)
    assert run("backup", older, "--force", "--library", own_library).exit_code == 0


BACKUP = """
import sys, time
from pathlib import Path
from corpus.backup import backup
def begun(event, arguments):
    if event == "sqlite3.connect" and Path(str(arguments[0])).name == "copy":
        print("begun", flush=True)
        time.sleep(60)
sys.addaudithook(begun)
backup(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_backup_leaves_nothing_that_the_next_does_not_sweep(own_library: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    arguments = [sys.executable, "-c", BACKUP, str(own_library), str(place / "b")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None and killed.stdout.readline() == "begun\n"
        assert list(place.iterdir())
        os.kill(killed.pid, signal.SIGKILL)
    assert list(place.iterdir())
    assert run("backup", place / "b", "--library", own_library).exit_code == 0
    assert [one.name for one in place.iterdir()] == ["b"]
