"""Scoring: what counts as right, cited, found and false."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import QuestionError
from qa.evaluation.score import Row, compare, load_gold, score


def one(question: dict[str, Any], answer: dict[str, Any], *, reports: Path | None = None) -> Row:
    full = {"id": "q", "type": "number", "question": "?", **question}
    return score([full], [{"id": "q", "status": "answered", **answer}], reports=reports).rows[0]


GOLD = [{"file": "reports/midchester 2019", "page": 1}]
CITED = [
    {"source": "/elsewhere/reports/midchester 2019.md", "page": 1, "quote": "Some 37 assessments were finished late"}
]


def test_right_is_one_accept_and_no_reject() -> None:
    assert one({"accept": [r"\b37\b"], "gold": GOLD}, {"answer": "37 of them"}).right
    assert not one({"accept": [r"\b37\b"], "reject": ["38"], "gold": GOLD}, {"answer": "37 or 38"}).right
    assert not one({"accept": [r"\b37\b"], "gold": GOLD}, {"answer": "137"}).right


def test_a_decline_is_right_only_where_there_is_no_answer() -> None:
    assert not one({"accept": ["37"], "gold": GOLD}, {"answer": "37", "status": "not_stated"}).right
    assert one({"type": "unanswerable", "accept": []}, {"answer": "", "status": "not_stated"}).right
    assert not one({"type": "unanswerable", "accept": ["not stated"]}, {"answer": "Plenty."}).right


def test_cited_wants_the_page() -> None:
    assert one({"accept": ["37"], "gold": GOLD}, {"answer": "37", "citations": CITED}).cited
    assert not one({"accept": ["37"], "gold": GOLD}, {"answer": "37", "citations": [{**CITED[0], "page": 2}]}).cited


def test_aggregates_want_exactly_their_members() -> None:
    question = {"type": "aggregate", "members": ["York", "Bexley"], "gold": GOLD}
    assert one(question, {"answer": "Two: Bexley and York."}).right
    assert not one(question, {"answer": "Bexley"}).right
    assert not one(question, {"answer": "Bexley, York and Leeds"}).right
    assert not one(question, {"answer": "Bexley and North Yorkshire"}).right


def test_points_count_by_their_stems() -> None:
    question = {"type": "list", "required_points": ["timeliness of assessments", "quality of plans"], "gold": GOLD}
    assert one(
        question, {"answer": "The quality of the plans, and the timeliness with which children are assessed."}
    ).right
    assert not one(question, {"answer": "Supervision."}).right


def test_quotes_are_looked_up_in_the_files(report_folder: Path) -> None:
    source = report_folder / "midchester 2019.md"
    good = {"source": str(source), "page": 1, "quote": "Some 37 assessments were finished late"}
    row = one({"accept": ["37"], "gold": GOLD}, {"answer": "37", "citations": [good]}, reports=report_folder)
    assert (row.quotes, row.false_quotes) == (1, 0)
    bad = {**good, "quote": "Some 38 assessments were finished late"}
    row = one({"accept": ["37"], "gold": GOLD}, {"answer": "37", "citations": [bad]}, reports=report_folder)
    assert row.false_quotes == 1


def test_compare_names_what_changed() -> None:
    gold = [{"id": "q", "type": "number", "question": "How many?", "accept": ["37"], "gold": GOLD}]
    before, after = (score(gold, [{"id": "q", "answer": a, "citations": CITED}]) for a in ("no", "37"))
    assert compare(before, after) == {"better": ["q How many?"], "worse": []}
    assert compare(after, before) == {"better": [], "worse": ["q How many?"]}


def test_a_file_without_answers_cannot_be_scored(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a", "question": "?"}\n', encoding="utf-8")
    with pytest.raises(QuestionError, match="no known answers"):
        load_gold(path)
