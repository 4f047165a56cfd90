"""docs/notebook.ipynb: its cells run in their order, show what they end in, and are kept without outputs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = json.loads((Path(__file__).parent.parent / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
CELLS = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def test_every_cell_runs(samples_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_LIBRARY", str(samples_folder))
    names: dict[str, Any] = {}
    shown = []
    for cell in CELLS:
        assert cell["outputs"] == []
        body = ast.parse(cell["source"]).body
        last = body.pop()
        exec(compile(ast.Module(body, []), "notebook", "exec"), names)
        assert isinstance(last, ast.Expr)
        shown.append(eval(compile(ast.Expression(last.value), "notebook", "eval"), names))  # noqa: S307 - our own
    assert "94" in shown[1]._repr_html_()
    assert "Darlington" in shown[2]._repr_markdown_()
    assert "outstanding" in shown[3]._repr_html_()
    assert shown[4].sum() > 0
    assert shown[5]._repr_html_().startswith("<svg")
