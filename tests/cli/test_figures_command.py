"""`inspectqa figures` and `inspectqa summary` on a terminal: every figure with its sentence, and how none is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli import app


@pytest.mark.parametrize("width", [60, 120])
def test_each_figure_has_what_it_counts_and_its_sentence(width: int, small_library: Path) -> None:
    done = CliRunner().invoke(app, ["figures", "--library", str(small_library)], env={"COLUMNS": str(width)})
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "37" in said
    assert "assessments" in said
    assert max(len(line) for line in done.stdout.splitlines()) <= width


def test_filters_narrow_and_none_is_a_refusal(small_library: Path) -> None:
    one = CliRunner().invoke(app, ["figures", "harrowmere 2021", "--kind", "count", "--library", str(small_library)])
    assert "112" in one.stdout
    assert "37" not in one.stdout
    none = CliRunner().invoke(app, ["figures", "--about", "helicopters", "--library", str(small_library)])
    assert none.exit_code == 4
    assert "No figure passes these filters." in none.stderr


def test_a_summary_names_grades_and_what_must_improve(small_library: Path) -> None:
    done = CliRunner().invoke(app, ["summary", "Midchester", "--library", str(small_library)])
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "Overall effectiveness: good" in said
    assert "The timeliness of assessments." in said
    assert "[1]" in said
    missing = CliRunner().invoke(app, ["summary", "Nowhere-on-Sea", "--library", str(small_library)])
    assert missing.exception is not None
