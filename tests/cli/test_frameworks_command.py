"""The command `frameworks`: what is known, what one file says, what would be read out of a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus.errors import SettingsError
from qa.cli import app

if TYPE_CHECKING:
    from pathlib import Path

POOLS = """
key = "PONDS"
name = "pond visit"
inspectorate = "Pond Office"
subject = "pond visit"
title = "{authority}: pond visit"
scale = ["clear", "murky"]
unsure = "where the date stands"
[recognised]
by = ["^pond office visit"]
[body]
kind = "site"
name = ["^pond: (?P<body>[^\\n]+)$"]
[areas.overall]
label = "Overall"
rows = ["overall"]
[facts.frogs]
label = "Frogs"
unit = "frogs"
printed = ["frogs"]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "ponds.toml").write_text(POOLS, encoding="utf-8")
    monkeypatch.setenv("INSPECTQA_FRAMEWORKS", str(folder))
    return folder


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["frameworks", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.usefixtures("own")
def test_ones_own_are_listed_beside_the_others() -> None:
    assert {"ILACS", "PONDS"} <= {one["key"] for one in json.loads(_run("--json"))}
    said = _run("ponds")
    assert "pond visit, by Pond Office" in said and "clear, murky" in said and "Not sure: where the date stands" in said


@pytest.mark.usefixtures("own")
def test_what_would_be_read_is_shown_with_its_words(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("Pond Office visit\n\nPond: Lower Mere\n\nOverall: Murky\n", encoding="utf-8")
    rows = {row["what"]: row for row in json.loads(_run("--try", str(report), "--json"))}
    assert rows["body"]["value"] == "Lower Mere" and rows["judgement: overall"]["value"] == "murky"
    assert rows["judgement: overall"]["words"] == "Overall: Murky" and rows["body"]["where"] == "page 1"


@pytest.mark.parametrize(
    ("text", "says"), [('key = "ILACS"', "have the key 'ILACS'"), ("sort = 1", "not known: 'sort'")]
)
def test_a_faulty_folder_is_refused_in_a_sentence(own: Path, text: str, says: str) -> None:
    (own / "other.toml").write_text(POOLS.replace('key = "PONDS"', text), encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        _run()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_FRAMEWORKS", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="is not there"):
        _run()


def test_a_folder_that_is_not_there_is_no_fault_of_the_files(
    tmp_path: Path, report_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTQA_FRAMEWORKS", str(tmp_path / "nowhere"))
    done = CliRunner().invoke(app, ["ingest", str(report_folder), "--library", str(tmp_path / "library")])
    assert isinstance(done.exception, SettingsError) and "is not there" in str(done.exception)
    assert not (tmp_path / "library").exists()
