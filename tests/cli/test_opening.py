"""From an answer to its evidence by one command: the page opened, drawn, written, cited; and never over a file."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from rich.style import Style
from typer.testing import CliRunner, Result

from corpus.errors import InspectQAError
from qa.answer import Citation
from qa.cli import app, render

QUESTION = "How many assessments were delayed in Darlington?"
REPORT = "darlington - 1 september 2015.pdf"


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def asked(samples_folder: Path) -> Path:
    done = run("ask", QUESTION, "--library", samples_folder)
    assert done.exit_code == 0, done.output
    return samples_folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def refused(*arguments: str | Path) -> str:
    done = run(*arguments)
    assert isinstance(done.exception, InspectQAError), done.output
    return str(done.exception)


@pytest.mark.skipif(os.name == "nt", reason="Windows has always a display")
def test_a_citation_of_the_last_answer_is_opened_or_its_place_is_said(asked: Path) -> None:
    done = run("open", "1")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip().endswith(f"{REPORT}#page=1")
    assert "There is no display to open it on." in done.stderr
    assert "no citation 7. Name one 1." in refused("open", "7")


@pytest.mark.skipif(os.name == "nt", reason="Windows has always a display")
def test_an_answer_that_a_closed_pipe_cut_short_is_the_last_one(
    samples_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(render, "answer", closed)
    run("ask", QUESTION, "--library", samples_folder)
    assert run("open", "1").stdout.strip().endswith(f"{REPORT}#page=1")


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell's script")
def test_the_users_viewer_is_told_the_page(asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    for name, does in (("evince", f'printf "%s\\n" "$@" > "{told}"'), ("xdg-mime", "echo org.gnome.Evince.desktop")):
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    done = run("open")
    assert "at page 1 with evince." in done.stderr.replace("\n", " ")
    page, path = told.read_text(encoding="utf-8").splitlines()
    assert page == "--page-index=1"
    assert Path(path).name == REPORT


def test_a_page_is_drawn_into_a_file_that_is_not_there_yet(asked: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    assert run("open", "1", "--png", path).exit_code == 0
    whole = path.read_bytes()
    assert whole.startswith(b"\x89PNG")
    assert "already. Nothing was changed." in refused("open", "1", "--png", path, "--crop")
    assert path.read_bytes() == whole
    assert run("open", "1", "--png", path, "--crop", "--force").exit_code == 0
    assert len(path.read_bytes()) < len(whole)


def test_any_report_is_opened_by_page_and_words(samples_folder: Path, tmp_path: Path) -> None:
    library = ("--library", samples_folder)
    done = run("open", REPORT, *library, "--quote", "94 ASSESSMENTS had been", "--png", tmp_path / "a.png")
    assert done.exit_code == 0, done.output
    assert "p. 1: drawn into" in done.stderr.replace("\n", " ")
    assert "does not say that, word for word" in refused("open", REPORT, *library, "--page", "1", "--quote", "purple")
    assert "there is no page 99" in refused("open", REPORT, *library, "--page", "99")
    shown = run("open", "westminster - 13 january 2025.html", *library, "--quote", "11 to 15 November")
    assert "»11 to 15 November«" in shown.stdout
    assert "is a web page, which has no pages to draw" in shown.stderr.replace("\n", " ")


def test_what_is_kept_of_the_last_answer_is_little_and_is_checked(asked: Path, tmp_path: Path) -> None:
    (kept,) = (tmp_path / "state").rglob("*.json")
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert QUESTION not in kept.read_text(encoding="utf-8")
    for change in (
        {"quote": "Words that were never said."},
        {"start": "x"},
        {"end": 10**9},
        {"id": "0" * 64},
        {"picked": [1]},
        {"picked": 3},
    ):
        data = json.loads(kept.read_text(encoding="utf-8"))
        data["cited"][0] |= change
        spoilt = kept.read_text(encoding="utf-8")
        kept.write_text(json.dumps(data), encoding="utf-8")
        assert "sk again" in refused("open", "1")
        kept.write_text(spoilt, encoding="utf-8")
    for text in ("", "[]", '{"library": 1}', '{"cited": [1]}', '{"cited": null}'):
        kept.write_text(text, encoding="utf-8")
        assert "No answer so far cites a page" in refused("open", "1", "--library", asked)


def test_an_answer_in_each_form_and_the_page_never_over_a_file(samples_folder: Path, tmp_path: Path) -> None:
    library = ("--library", samples_folder)
    assert run("ask", QUESTION, *library, "--format", "bibtex").stdout.count("@techreport{darlington-2015-09-") == 1
    note, page = tmp_path / "note.bib", tmp_path / "page.html"
    done = run("ask", QUESTION, *library, "--out", note, "--html", page)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert note.read_text(encoding="utf-8") == run("ask", QUESTION, *library, "--format", "bibtex").stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    for option, path in (("--out", note), ("--html", page)):
        assert "already. Nothing was changed." in refused("ask", QUESTION, *library, option, path)
    assert run("ask", QUESTION, *library, "--out", note, "--html", page, "--force").exit_code == 0
    assert "does not say in which form" in run("ask", QUESTION, *library, "--out", "x.docx").output.replace("\n", " ")
    assert run("ask", QUESTION, *library, "--format", "word").exit_code == 2


def test_a_refusal_says_why_beside_a_form_without_room_for_it(samples_folder: Path) -> None:
    done = run("ask", "How many children are there in Atlantis?", "--library", samples_folder, "--format", "csl")
    assert done.exit_code == 4
    assert json.loads(done.stdout) == []
    assert "Atlantis" in done.stderr


CITED = Citation(
    n=1, source="x.pdf", title="T", authority=None, published=None, inspected=None, page=3, page_label=None, quote="q",
    start=0, end=1, report=1, path="/a b/\x1b]8;;evil\x07/a very long name of a folder/and one of a file.pdf",
)  # fmt: skip


def test_the_file_is_a_link_at_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*, terminal: bool = True, term: str = "xterm-256color", no_color: str | None = None) -> str | None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
        monkeypatch.setenv("TERM", term)
        monkeypatch.delenv("NO_COLOR", raising=False)
        if no_color is not None:
            monkeypatch.setenv("NO_COLOR", no_color)
        style = render.location(CITED).style
        assert isinstance(style, Style)
        return style.link

    assert (
        link()
        == "file:///a%20b/%1B%5D8%3B%3Bevil%07/a%20very%20long%20name%20of%20a%20folder/and%20one%20of%20a%20file.pdf#page=3"
    )
    assert link(terminal=False) is link(term="dumb") is link(no_color="1") is None


def test_a_long_name_is_cut_in_the_middle() -> None:
    shown = render.location(CITED, width=40).plain
    assert len(shown) == 40
    assert shown.startswith("a very long name")
    assert shown.endswith("of a file.pdf#page=3")
    assert render.location(CITED).plain == "/a b/]8;;evil/a very long name of a folder/and one of a file.pdf#page=3"
