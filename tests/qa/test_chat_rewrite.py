"""Rewriting by a chat model: taken where it keeps the rules' authority and time, else left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel

from qa.chat.followup import FollowUp
from qa.chat.rewrite import rewritten
from qa.library import Library
from qa.llm.models import ChatModel
from qa.resources import Resources

RULES = FollowUp(
    question="Who was the lead inspector of Darlington's inspection of July 2015?", said="in 2015", carried=True
)
HISTORY = [("How was Darlington rated in 2015?", "Inadequate.")]


@pytest.fixture
def says(samples: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], FollowUp]:
    """Rewrite a turn by a model that gives this reply."""

    def rewrite(reply: str) -> FollowUp:
        model = ChatModel(name="fake", chat=FakeListChatModel(responses=[reply]), place=None)
        monkeypatch.setattr(Resources, "model", property(lambda self: model))
        return rewritten("who led it?", RULES, history=HISTORY, resources=samples.resources)

    return rewrite


def test_a_question_that_keeps_authority_and_time_is_taken(says: Callable[[str], FollowUp]) -> None:
    assert says("“Who led the inspection of Darlington in July 2015?”").question == (
        "Who led the inspection of Darlington in July 2015?"
    )


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Who led the inspection of Slough in July 2015?",
        "Who led the inspection of Darlington in 2018?",
        "word " * 200,
    ],
)
def test_anything_else_leaves_the_rules_question(says: Callable[[str], FollowUp], reply: str) -> None:
    assert says(reply) == RULES


def test_without_a_model_the_rules_question_stands(samples: Library) -> None:
    assert rewritten("who led it?", RULES, history=HISTORY, resources=samples.resources) == RULES


def test_a_model_that_fails_leaves_the_rules_question(
    samples: Library, monkeypatch: pytest.MonkeyPatch, says: Callable[[str], FollowUp]
) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise TimeoutError("no answer")

    monkeypatch.setattr(FakeListChatModel, "invoke", failing)
    assert says("Who led the inspection of Darlington in July 2015?") == RULES
