"""A report that attacks whoever reads it: nothing of it reaches a terminal, a spreadsheet or a notebook alive."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import run
from pydantic import SecretStr

from corpus.settings import load_settings
from ingest.pipeline import ingest

if TYPE_CHECKING:
    pass

ESCAPES = "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e\u2066"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","click")'
TEXT = f"""{FORMULA}

Inspection of Darlington's children's services {ESCAPES} {SCRIPT}

Published: 1 September 2015

Lead inspector: =cmd|'/c calc'!A1

Overall effectiveness: Good

Some 94 assessments {ESCAPES}were delayed in Darlington {SCRIPT} when inspectors looked. [bold red]Markup[/bold red]
@SUM(A1) and +1 and -1 are how cells begin. Children were seen promptly in Darlington. {FORMULA}
"""
QUESTION = "How many assessments were delayed in Darlington?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one such report, under a name that attacks as well."""
    folder = tmp_path_factory.mktemp("hostile")
    name = "=1+1 \x1b[31mred\x1b[0m [link=x]y <b>.txt"
    if os.name != "posix":
        name = "=1+1 [link] x.txt"
    (folder / name).write_text(TEXT, encoding="utf-8")
    assert len(ingest(folder / "library", [folder / name]).added) == 1
    return folder / "library"


def acting(text: str) -> list[str]:
    """The characters of a text that could drive a terminal or turn its words round."""
    return [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf"}]


@pytest.mark.parametrize(
    "command",
    [
        ("ask", QUESTION),
        ("ask", QUESTION, "--json"),
        ("search", "children seen promptly"),
        ("search", "children seen promptly", "--json"),
        ("reports",),
        ("reports", "--json"),
        ("reports", "--csv"),
        ("judgements",),
        ("show", "1"),
        ("facts", "1"),
        ("facts", "1", "--json"),
        ("check",),
    ],
    ids=" ".join,
)
def test_nothing_drives_the_terminal(library: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--library", library)
    assert done.returncode in (0, 4), done.stderr
    assert acting(done.stdout + done.stderr) == []


def test_the_ingest_names_files_without_their_escapes(tmp_path: Path) -> None:
    (tmp_path / f"bad{ESCAPES if os.name == 'posix' else ''}.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = run("ingest", tmp_path, "--library", tmp_path / "library")
    assert done.returncode == 1
    assert "bad" in done.stdout
    assert acting(done.stdout + done.stderr) == []


def test_no_cell_of_the_csv_is_a_formula(library: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("reports", "--csv", "--library", library).stdout)))
    assert len(rows) == 2
    cells = [cell for row in rows for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_nothing_runs_in_a_notebook(library: Path) -> None:
    from qa.library import Library

    with Library.open(library) as opened:
        answer = opened.ask(QUESTION)
        page = answer._repr_html_()
    assert "94" in page
    assert set(re.findall(r"<\s*/?\s*(\w+)", page)) <= {"p", "b", "ol", "ul", "li", "q", "br", "i", "div", "span"}
    assert not re.search(r"<[^>]+\son\w+\s*=|javascript:", page, re.IGNORECASE)


def test_keys_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.chroma_server import chroma_server
    from corpus.errors import SettingsError

    key = "sk-very-secret-0123456789"
    monkeypatch.setenv("INSPECTQA_CHROMA_TOKEN", key)
    settings = load_settings(chroma="http://127.0.0.1:9")
    server = chroma_server(settings.chroma, settings.chroma_token)
    assert isinstance(settings.chroma_token, SecretStr)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(server), str(server)):
        assert key not in shown
    with pytest.raises(SettingsError) as caught:
        load_settings(model_timeout=key)
    assert "sk-very" not in repr(caught.value.__cause__)


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_all_files_are_for_their_owner_alone_whatever_the_umask(
    tmp_path: Path, report_folder: Path, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(os.umask, os.umask(0)))
    (tmp_path / "there").mkdir(mode=0o777)
    (tmp_path / "there").chmod(0o777)
    for library in (tmp_path / "new" / "library", tmp_path / "there"):
        for command in (("ingest", report_folder), ("ask", "Who led it?"), ("backup", tmp_path / "copy")):
            run(*command, library=library)
        assert (library / "library.sqlite").is_file()
        # What lies in a closed folder needs no mode of its own.
        for path in (library, library / "library.sqlite", library / "chroma", tmp_path / "copy"):
            assert path.stat().st_mode & 0o077 == 0, (path, oct(path.stat().st_mode))


def test_a_folder_of_a_person_s_own_is_not_closed(tmp_path: Path, report_folder: Path) -> None:
    """Only a folder that is empty or the library's own is closed: not a home or a shared one that was named."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    tmp_path.chmod(0o755)
    ingest(tmp_path, [report_folder])
    assert (tmp_path / "library.sqlite").stat().st_mode & 0o077 == 0
    assert (tmp_path / "chroma").stat().st_mode & 0o077 == 0
    assert tmp_path.stat().st_mode & 0o077 == 0o055
