"""The known questions over the bundled samples: their figures may only rise (tests/data/sample_floors.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.samples import sample_paths
from qa.evaluation.batch import answer_item, read_items
from qa.evaluation.score import Result, load_gold, score
from qa.library import Library

DATA = Path(__file__).parents[1] / "data"
FLOORS: dict[str, float] = json.loads((DATA / "sample_floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def result(samples: Library) -> Result:
    """Every sample question answered and scored, the quotes looked up in the files."""
    path = DATA / "sample_questions.jsonl"
    answers = [answer_item(samples, item) for item in read_items(path)]
    return score(load_gold(path), answers, reports=sample_paths()[0].parent)


@pytest.mark.parametrize("kind", FLOORS)
def test_right_and_cited_may_only_rise(result: Result, kind: str) -> None:
    rows = result.kinds()[kind]
    wrong = [f"{row.id}: {row.question}" for row in rows if not row.good]
    reached = 100 * (len(rows) - len(wrong)) / len(rows)
    assert reached >= FLOORS[kind], wrong


def test_every_kind_has_a_floor(result: Result) -> None:
    assert set(FLOORS) == set(result.kinds())


def test_no_quote_is_false(result: Result) -> None:
    assert sum(row.quotes for row in result.rows) > 100
    assert [row.id for row in result.rows if row.false_quotes] == []
