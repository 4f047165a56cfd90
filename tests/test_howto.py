"""docs/howto.md: every command in it runs, in its order, in one library; what waits for somebody is parsed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer
from copying import copy_of
from typer.testing import CliRunner

from qa.cli import app
from qa.cli.chat.commands import COMMANDS

PAGE = (Path(__file__).parent.parent / "docs" / "howto.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^\*\*\.\.\. (.+?)\?\*\* .+\n\n    (.+)$", PAGE, re.MULTILINE)
# They wait for somebody, or for a server that is not here.
NOT_RUN = re.compile(r"inspectqa (?:chat|serve)$|--model ")
REFUSED = 4


def test_there_are_as_many_as_it_says_and_each_has_its_line() -> None:
    assert len(ENTRIES) == PAGE.count("\n**...") == 32


def test_every_command_runs_as_it_is_written(
    samples_folder: Path, report_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(report_folder, home / "reports")
    copy_of(samples_folder, tmp_path / "library")
    copy_of(samples_folder, home / "another" / "library")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("INSPECTQA_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions.csv").write_text("question\nHow was Wiltshire rated in 2019?\n", encoding="utf-8")
    for asked, line in ENTRIES:
        if not line.startswith("inspectqa ") or NOT_RUN.search(line):
            continue
        words = [str(home) + word[1:] if word.startswith("~/") else word for word in shlex.split(line)[1:]]
        done = CliRunner().invoke(app, words)
        assert done.exit_code in (0, REFUSED), (asked, line, done.output, done.exception)
        assert done.exit_code == 0 or "about" in line, (asked, line, done.output)
    for made in ("answers.xlsx", "grades.xlsx", "reports.csv", "inadequate.csv", "grades.parquet", "wiltshire.svg"):
        assert (tmp_path / made).stat().st_size > 0, made


def test_what_is_not_run_is_there() -> None:
    command = typer.main.get_command(app)
    for _, line in ENTRIES:
        words = shlex.split(line)
        if words[0].startswith("/"):
            assert words[0][1:] in {one.name for one in COMMANDS}, line
        elif NOT_RUN.search(line):
            one = command.commands[words[1]]  # type: ignore[attr-defined]
            options = {name for parameter in one.params for name in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options, line


def test_the_site_has_every_page_and_loads_nothing() -> None:
    settings = (Path(__file__).parent.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert "nav:" not in settings  # all pages of docs/ are in it then, by their titles
    assert "font: false" in settings  # else it loads one
