"""Whole commands: what they print where, and how they end."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run
from copying import copy_of

SAMPLES_QUESTION = "How many assessments were delayed in Darlington?"


@pytest.fixture(scope="module")
def library(samples_folder: Path) -> Path:
    """A library of the bundled samples; no command here writes to it."""
    return samples_folder


def test_ask_prints_the_value_and_the_quote_that_says_it(library: Path) -> None:
    done = run("ask", SAMPLES_QUESTION, library=library)
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("94")
    assert "page 1" in done.stdout
    assert done.stdout.count("“") == 1  # shown once
    assert "[1] " in done.stdout.split("\n\n", 1)[1]
    assert "\x1b" not in done.stdout


def test_ask_json_is_the_documented_schema(library: Path) -> None:
    done = run("ask", SAMPLES_QUESTION, "--json", library=library)
    answer = json.loads(done.stdout)
    assert set(answer) >= {
        "question",
        "status",
        "answer",
        "reason",
        "claims",
        "citations",
        "retrieved",
        "model",
        "seconds",
    }
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"].count("94") == 1
    assert answer["seconds"]["total"] > 0


def test_a_refusal_has_its_own_status(library: Path) -> None:
    done = run("ask", "Who runs Atlantis?", library=library)
    assert done.returncode == 4
    assert "Atlantis" in done.stdout
    assert "[1]" not in done.stdout


def test_ask_without_a_library_says_how_to_start_one(tmp_path: Path) -> None:
    done = run("ask", SAMPLES_QUESTION, library=tmp_path / "none")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "inspectqa ingest" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("question", ["", "   ", "?!…", "((((", "x" * 100_000, "\x00\x1b[2J"])
def test_what_cannot_be_asked_is_refused_in_a_sentence(library: Path, question: str) -> None:
    if "\x00" in question:
        question = question.replace("\x00", "")
    done = run("ask", question, library=library)
    assert done.returncode in (1, 4)
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "question",
    [
        '"Darlington" AND NEAR(assessments*)',
        "a OR b NOT c ^header : body",
        "'; DROP TABLE reports; --",
        "%s %d {0}",
    ],
)
def test_operators_are_only_words(library: Path, question: str) -> None:
    done = run("ask", question, library=library)
    assert done.returncode in (0, 4), done.stderr
    assert "Traceback" not in done.stderr


def test_search_shows_passages_with_page_and_score(library: Path) -> None:
    done = run("search", "late assessments in Darlington", "-k", "3", "--json", library=library)
    found = json.loads(done.stdout)
    assert len(found) == 3
    assert found[0]["score"] >= found[1]["score"]
    assert "94" in found[0]["text"]


def test_the_second_run_has_nothing_to_do(library: Path, tmp_path: Path) -> None:
    own = copy_of(library, tmp_path / "library")
    done = run("ingest", "--samples", library=own)
    assert done.returncode == 0
    assert "16 unchanged" in done.stdout
    quiet = run("ingest", "--samples", "--if-needed", library=own)
    assert quiet.stdout == ""


def test_some_files_rejected_is_status_3_and_all_is_1(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Midchester\n\nSome 37 assessments were late.\n", encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    done = run("ingest", str(tmp_path), library=tmp_path / "library")
    assert done.returncode == 3
    assert "empty.pdf" in done.stdout
    assert "empty" in done.stdout
    alone = run("ingest", str(tmp_path / "empty.pdf"), library=tmp_path / "other")
    assert alone.returncode == 1


def test_reports_lists_what_is_known(library: Path) -> None:
    reports = json.loads(run("reports", "--json", library=library).stdout)
    assert len(reports) == 16
    darlington = next(r for r in reports if r["authority"] == "Darlington" and r["published"] == "2015-09-01")
    assert darlington["judgements"]["overall"] == "inadequate"
    assert darlington["framework"] == "SIF"
    rows = list(csv.DictReader(io.StringIO(run("reports", "--csv", "--region", "South West", library=library).stdout)))
    assert {row["authority"] for row in rows} == {"Somerset", "Wiltshire"}
    assert json.loads(run("reports", "--json", "--grade", "outstanding", "--since", "2023", library=library).stdout)


def test_a_date_that_is_none_is_named(library: Path) -> None:
    done = run("reports", "--since", "yesterday", library=library)
    assert done.returncode == 1
    assert "yesterday" in done.stderr


def test_judgements_read_well_at_any_width(library: Path) -> None:
    for columns in ("60", "80", "200"):
        done = run("judgements", library=library, COLUMNS=columns)
        assert done.returncode == 0
        assert max(map(len, done.stdout.splitlines())) <= int(columns)
        assert "inadequate" in done.stdout


def test_facts_and_show_and_check(library: Path) -> None:
    facts = json.loads(run("facts", "darlington - 1 september 2015", "--json", library=library).stdout)
    assert {"judgement", "statistic", "recommendation"} <= {fact["kind"] for fact in facts["facts"]}
    page = run("show", "darlington - 1 september 2015", "--page", "1", library=library)
    assert "94 assessments" in " ".join(page.stdout.split())
    missing = run("show", "darlington - 1 september 2015", "--page", "99", library=library)
    assert missing.returncode == 1
    assert "99" in missing.stderr
    assert run("check", library=library).returncode == 0


def test_batch_answers_each_line_once(library: Path, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(
        json.dumps({"id": "1", "question": SAMPLES_QUESTION}) + "\n" + json.dumps({"id": "2", "question": ""}) + "\n",
        encoding="utf-8",
    )
    for _ in range(2):
        done = run("batch", str(questions), "--out", str(out), library=library)
        assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    assert [answer["status"] for answer in answers] == ["answered", "error"]


def test_help_and_version_load_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv=['inspectqa','--version'];\n"
        "import qa.cli\n"
        "try: qa.cli.main()\n"
        "except SystemExit: pass\n"
        "heavy={'torch','transformers','chromadb','langchain','sentence_transformers','onnxruntime','numpy','pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_question_loads_no_torch(library: Path) -> None:
    code = (
        "import sys\nfrom qa import Library\n"
        f"with Library.open({str(library)!r}) as library: library.ask({SAMPLES_QUESTION!r})\n"
        "print(sorted({'torch','transformers','sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ask", "How was it?", "--region", "Narnia"), "No region called 'Narnia' is known. Name one of"),
        (("search", "supervision", "--framework", "SIFF"), "No framework called 'SIFF' is known. Did you mean SIF?"),
        (("reports", "--authority", "Darlingtn"), "No authority called 'Darlingtn' is known. Did you mean Darlington?"),
        (("reports", "--region", "sout west"), "No region called 'sout west' is known. Did you mean South West?"),
        (("judgements", "--grade", "god"), "No grade called 'god' is known. Did you mean good?"),
        (("ask", "How was it?", "--since", "20x5"), "'20x5' is no year. Write it as 2016."),
    ],
)
def test_a_filter_that_nothing_knows_is_an_error_with_the_nearest(
    library: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(*arguments, library=library)
    assert done.returncode in (1, 2)
    assert sentence in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["reports", "judgements"])
def test_an_authority_can_be_named_more_than_once(library: Path, command: str) -> None:
    done = run(command, "--json", "--authority", "darlington", "--authority", "Slough", library=library)
    assert {row["authority"] for row in json.loads(done.stdout)} == {"Darlington", "Slough"}


def test_a_grade_is_known_by_its_printed_words(library: Path) -> None:
    done = run("reports", "--json", "--grade", "Requires improvement to be good", library=library)
    assert {row["judgements"]["overall"] for row in json.loads(done.stdout)} == {"requires improvement"}


def test_csv_of_no_report_is_nothing_and_a_remark(library: Path) -> None:
    done = run("reports", "--csv", "--since", "2030", library=library)
    assert done.stdout == ""
    assert "No report passes these filters" in done.stderr


def test_help_at_60_columns_cuts_nothing_and_shows_no_types() -> None:
    for command in (
        (),
        ("ask",),
        ("search",),
        ("chat",),
        ("reports",),
        ("show",),
        ("ingest",),
        ("remove",),
        ("backup",),
    ):
        shown = run(*command, "--help", COLUMNS="60").stdout
        assert max(map(len, shown.splitlines())) <= 60
        assert "…" not in shown
        assert not re.search(r"[a-z]\.\.\.$|^ +-.*<(?:str|bool|int|list)", shown, re.MULTILINE), shown


def test_an_error_is_broken_between_words(library: Path) -> None:
    done = run("facts", "nonesuch", library=library, COLUMNS="40")
    lines = done.stderr.splitlines()
    assert len(lines) > 1
    assert all(word in done.stderr for word in ("nonesuch", "`inspectqa", "reports`", "numbers."))
    assert max(map(len, lines)) <= 40


def test_facts_at_80_columns_have_the_quote_under_the_value(library: Path) -> None:
    wide = run("facts", "3", library=library).stdout
    narrow = run("facts", "3", library=library, COLUMNS="80").stdout
    assert "Quote" in wide
    assert "Quote" not in narrow
    assert re.search(r"judgement: overall: requires improvement +1 *\n +“Children’s services in Darlington", narrow)
    assert max(map(len, narrow.splitlines())) <= 80
