"""Reports of further inspectorates, made up for these tests, each in the layouts that such reports have.

What stands in tests/ingest/inspectorates is all that may be read out of each: a fact that is not there is invented.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from make_document import document

from corpus.frameworks import framework
from ingest.recognise import recognise

_FOLDER = Path(__file__).parent / "inspectorates"


def _reports() -> list[Any]:
    found = []
    for path in sorted(_FOLDER.rglob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["report"]:
            found.append(pytest.param(one["text"], one["says"], id=f"{path.stem}: {one['layout']}"))
    return found


@pytest.mark.parametrize(("text", "says"), _reports())
def test_all_that_a_report_says_is_read_and_nothing_else(text: str, says: dict[str, str]) -> None:
    whole = document(*text.lstrip().split("-- page --\n"))
    facts = recognise(whole, source="report.pdf")
    read = {f"{one.kind} {one.key}".strip(): one.value for one in facts}
    if known := framework(read.get("framework", "")):
        read["body"] = known.body.kind
    assert read == says
    for one in facts:
        assert whole.text[one.start : one.end].strip()
