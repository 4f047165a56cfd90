"""The weights set by hand: one data file, each of its tables and names used, and no weight beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qa.search.rerank import WEIGHTS
from qa.search.weights import weights

QA = Path(__file__).parents[2] / "qa"
TABLES = tomllib.loads((QA / "data" / "weights.toml").read_text(encoding="utf-8"))
ROOMS = [path for room in ("search", "reader", "extract", "themes") for path in sorted((QA / room).rglob("*.py"))]


def test_the_weights_of_the_re_ranker_are_those_of_the_file() -> None:
    assert TABLES["rerank"] == WEIGHTS


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"rerank"}))
def test_each_weight_is_used(table: str) -> None:
    users = [text for text in (path.read_text(encoding="utf-8") for path in ROOMS) if f'weights("{table}")' in text]
    assert users
    assert [name for name in TABLES[table] if not any(f'["{name}"]' in text for text in users)] == []


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.name)
def test_no_module_sets_a_weight_of_its_own(path: Path) -> None:
    assert re.findall(r"^_?[A-Z_]+(?:: float)? = -?\d*\.\d+.*$", path.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_a_table_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        weights("none")
