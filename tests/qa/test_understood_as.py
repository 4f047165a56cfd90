"""What an answer says of how its question was understood: in words, as data, in every face."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa.answer import Answer

if TYPE_CHECKING:
    from qa.library import Library

SETS = [
    "Which authorities are good overall?",
    "How many reports were published since 2019?",
    "Which authorities have ever been inadequate overall?",
]


@pytest.mark.parametrize("question", SETS)
def test_an_answer_about_a_set_says_how_it_was_understood(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    said = answer.understood["as"]
    remark = f"Understood as: {said}."
    assert remark in answer.notes
    assert remark in str(answer)
    assert remark in answer._repr_html_()
    assert json.loads(json.dumps(answer.to_dict()))["understood"]["query"]["over"] in ("authorities", "reports")
    again = samples.ask(said)
    assert (again.answer, again.understood["query"]) == (answer.answer, answer.understood["query"])


def test_a_look_up_has_the_query_but_no_remark(samples: Library) -> None:
    name = next(report.authority for report in samples.reports() if report.authority and "overall" in report.judgements)
    answer = samples.ask(f"How was {name} rated overall in its latest report?")
    assert answer.understood["as"].startswith("the overall grade in ")
    assert answer.understood["query"]["over"] == "reports"
    assert not any(note.startswith("Understood as") for note in answer.notes)


def test_what_makes_no_query_says_nothing_of_one(samples: Library) -> None:
    answer: Answer = samples.ask("What do leaders say about caseloads?")
    assert "as" not in answer.understood and "query" not in answer.understood
