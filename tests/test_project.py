"""Conventions of the project itself: the floors import downwards only, modules say what they know, files stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for floor in ("corpus", "ingest", "qa") for path in (ROOT / floor).rglob("*.py"))
MAY_IMPORT = {"corpus": {"corpus"}, "ingest": {"ingest", "corpus"}, "qa": {"qa", "ingest", "corpus"}}
LONGEST = 400


def imported(path: Path) -> set[str]:
    """The project's own floors that a module imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_keeps_the_conventions(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    assert imported(path) <= MAY_IMPORT[floor], "imports run downwards only: qa -> ingest -> corpus"
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "a module opens by saying what it knows"
    assert source.count("\n") <= LONGEST, "one noun a module: split it"


def test_the_check_of_imports_can_fail(tmp_path: Path) -> None:
    upward = tmp_path / "upward.py"
    upward.write_text("def f():\n    from qa.library import Library\n", encoding="utf-8")
    assert imported(upward) == {"qa"}
