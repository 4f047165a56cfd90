"""What a model is shown, and what the program makes of the sentences and the figure that it points at."""

from __future__ import annotations

import pytest

from qa.ask import search
from qa.extract.model import Extraction
from qa.extract.pointed import from_chosen
from qa.library import Library
from qa.llm.numbered import ranked
from qa.llm.prompt import messages, schema
from qa.plan import plan_question
from qa.plan.expected import expected_answer_type
from qa.question import Scope
from qa.reader.read import figures_of


def test_sentences_without_figures_are_shown_behind_those_with_some(samples: Library) -> None:
    """A question for a figure may be for more than it: what is wrong, and since when."""
    resources = samples.resources
    question = "How many social workers had left Somerset by 2015, and what did that do to children?"
    plan, candidates = (
        plan_question(question, catalogue=resources.catalogue),
        search(question, resources=resources, scope=Scope()),
    )
    shown = [bool(figures_of(one.text)) for one in ranked(plan, candidates, resources.reader, figure=True)]
    assert True in shown and False in shown
    assert shown == sorted(shown, reverse=True)


def pointed(library: Library, question: str, words: str, meant: str) -> Extraction:
    """What is made of the sentence that holds these words, where the model means this figure of it."""
    resources = library.resources
    plan = plan_question(question, catalogue=resources.catalogue)
    assert expected_answer_type(plan) == "text"  # the question does not say that it is for a figure
    candidates = search(question, resources=resources, scope=Scope())
    sentence = next(one for each in candidates for one in each.sentences if words in " ".join(one.text.split()))
    made = from_chosen(plan, [sentence], candidates, store=resources.store, reader=resources.reader, meant=meant)
    assert made is not None
    return made


TARGET = "What was Wiltshire's target for moving children in with adopters (2015)?"
DAYS = "it took 602 days on average from entering care to moving in with adopters; the target was 487"


def test_the_figure_meant_is_the_answer_where_the_reader_thinks_so_too(samples: Library) -> None:
    made = pointed(samples, TARGET, DAYS, "487")
    assert made.value == "487" and made.answer.startswith("487 (Wiltshire")


@pytest.mark.parametrize("meant", ["602 days", "12", ""])
def test_another_is_not(samples: Library, meant: str) -> None:
    made = pointed(samples, TARGET, DAYS, meant)
    assert made.value == "" and made.answer.startswith("Wiltshire")


@pytest.mark.parametrize("figure", [True, False])
def test_a_model_that_words_answers_may_always_tell_a_figure(figure: bool) -> None:
    assert "figure" in schema("word", sentences=3, figure=figure)["properties"]
    (_, told), _ = messages("What workload did they carry?", (), rung="word", structured=False, figure=figure)
    assert "FIGURE:" in told and ("else leave it empty" in told) == (not figure)
    assert ("figure" in schema("choose", sentences=3, figure=figure)["properties"]) == figure
