"""A grade that is asked for by that name is told from what is recorded, or not at all: no prose answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.library import Library


@pytest.mark.parametrize(
    "question",
    [
        "What mark would the otters of Darlington get, then and now?",
        pytest.param(
            "Somerset: which grade did the singing of the choir get at each visit, please?",
            marks=pytest.mark.xfail(reason="what is graded is passed over as a word that changes nothing"),
        ),
    ],
)
def test_a_grade_of_what_is_not_graded_is_refused(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    assert not answer
    assert answer.citations == ()


def test_why_a_grade_was_given_is_still_told_by_the_report(samples: Library) -> None:
    assert samples.ask("Why was Somerset inadequate in 2015?").status in ("answered", "not_stated")


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Is either of Darlington and Somerset good?", "Yes for Darlington (2022); no for Somerset."),
        ("Are Darlington and Somerset good?", "Yes for Darlington (2022); no for Somerset."),
        ("Are Darlington and Somerset inadequate?", "No."),
        ("Was either Darlington or Somerset ever inadequate?", "Yes for Somerset and Darlington (2015)."),
    ],
)
def test_of_several_it_is_said_of_which_it_is_so(samples: Library, question: str, head: str) -> None:
    assert samples.ask(question).answer.splitlines()[0] == head


def test_what_could_be_read_otherwise_is_of_grades(samples: Library) -> None:
    question = "Compare Darlington and Somerset, children in care, latest reports"
    assert samples.ask(question).answer.startswith("Darlington higher")


def test_from_one_inspection_to_the_next_is_not_what_is_to_come(samples: Library) -> None:
    answer = samples.ask("How did the leaders of Darlington do from one inspection to the next?")
    assert "history of the grade for leadership" in answer.answer or answer.answer.startswith("Darlington, leadership")


@pytest.mark.parametrize(
    "question",
    ["How many children in care are there in Darlington?", "Darlington: the number of children looked after"],
)
def test_a_number_of_children_is_no_grade(samples: Library, question: str) -> None:
    assert "children looked after" in samples.ask(question).answer
