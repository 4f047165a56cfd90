"""What is said beside a question is passed over, and nothing else is."""

from __future__ import annotations

import pytest

from qa.library import Library
from qa.question import Catalogue
from qa.translate.asides import spoken
from qa.translate.model import FOLDER, Translator

CATALOGUE = Catalogue(
    reports=(),
    authorities=("Devon", "Kent", "Slough"),
    regions=("London",),
    frameworks=("ILACS", "SIF"),
    inspectors=("Ada Penhaligon",),
    years=tuple(range(2013, 2026)),
)


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator(FOLDER)


@pytest.mark.parametrize(
    ("before", "question", "after"),
    [
        ("We keep bees and my wife chairs the allotment society.", "Which councils are outstanding now?", ""),
        ("", "When was Slough last inspected?", "My sister-in-law has a bet on it."),
        (
            "We had our own inspection back in 2019 and I still dream of it.",
            "Which councils went from inadequate to good?",
            "",
        ),
        ("Minutes are due out tonight, sorry to rush you.", "Who led Kent's inspection in 2019?", "I owe you one."),
    ],
)
def test_what_is_said_beside_a_question_is_passed_over(
    translator: Translator, before: str, question: str, after: str
) -> None:
    said = spoken(f"{before} {question} {after}".strip(), CATALOGUE, lambda: translator)
    assert said.question == question
    assert [f"{aside.rstrip('.')}." for aside in said.asides] == [one for one in (before, after) if one]
    assert said.asides[0] in said.notes()[0]


@pytest.mark.parametrize(
    "question",
    [
        "Only the reports of 2019, please. Which councils were good?",
        "Leave Kent out of it. Which councils are outstanding?",
        "Which councils are outstanding? Counting nothing but their first reports.",
        "Which councils are outstanding for children who are deaf?",
        "Which rural councils, run by their own trusts, are outstanding?",
        "Which councils are good, though not for leadership?",
        "How was Kent rated in 2019, and who led the inspection?",
        "My lad has waited a year for a bed at home. How many in Kent were waiting for that in 2019?",
        "What share of children in Kent were sent home from school (suspended) in 2019?",
    ],
)
def test_what_may_change_the_answer_is_never_passed_over(translator: Translator, question: str) -> None:
    assert spoken(question, CATALOGUE, lambda: translator).question == question


def test_the_place_that_a_question_leans_on_stays(translator: Translator) -> None:
    question = "I used to drive a bus in Slough, long hours. What did they get in 2019?"
    said = spoken(question, CATALOGUE, lambda: translator)
    assert "Slough" in said.question and said.question.endswith("What did they get in 2019?")


def test_a_short_question_needs_no_model() -> None:
    def none() -> Translator:
        raise AssertionError("the model is not asked")

    assert spoken("How was Kent rated in 2019?", CATALOGUE, none).asides == ()


def test_an_answer_says_what_was_passed_over(samples: Library) -> None:
    answer = samples.ask("The rain got into my shed again last night. How was Darlington rated overall in 2015?")
    assert answer.answered and answer.answer.startswith("Inadequate")
    assert answer.understood["aside"] == ["The rain got into my shed again last night."]
    assert any("passed over: “The rain got into my shed again last night.”" in note for note in answer.notes)
    assert answer.question.startswith("The rain")
