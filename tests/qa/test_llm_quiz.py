"""What a model can do, found out over real HTTP: rung by rung, remembered, and said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from server import Reply, serving
from tiny_library import TinyLibrary, build, plan, settings

from qa.llm import memory
from qa.llm.budget import estimate
from qa.llm.chain import write_answer
from qa.llm.ladder import PROMPT
from qa.llm.memory import Learnt
from qa.llm.models import chat_model
from qa.llm.prompt import messages
from qa.llm.quiz import Asked, AskedQuery, AskedTurn, questions, quiz
from qa.plan.notation import read_query

QUIZ = {one.question: one for one in questions() if isinstance(one, Asked)}
READ = {one.marked.bare: one for one in questions() if isinstance(one, AskedQuery)}
TURNS = {one.turn: one for one in questions() if isinstance(one, AskedTurn)}


def pupil(knows: Callable[[Any], bool]) -> Callable[[dict[str, Any]], str]:
    """A model that answers rightly what it knows, and points at nothing of the rest."""

    def reply(request: dict[str, Any]) -> str:
        text = request["messages"][-1]["content"]
        if text in READ:
            return "\n".join(READ[text].right) or "none" if knows(READ[text]) else "(query reports)"
        if "conversation" in text:
            turn = TURNS[json.loads(text)["turn"]]
            return " ".join(turn.right) if knows(turn) else "What?"
        asked = QUIZ[re.findall(r"<question-\w+>(.*?)</question", text)[0]]
        right = sorted(asked.right) if knows(asked) else [1] if not asked.right else []
        said = {number: re.findall(rf"^{number}\. (.*)$", text, re.MULTILINE)[0] for number in right}
        if asked.rung != "write":
            return json.dumps(
                {"sentences": right, "figure": asked.figure or "", "claim": said[right[0]] if said else ""}
            )
        claims = [{"sentences": [number], "text": words, "arithmetic": []} for number, words in said.items()]
        if asked.figure:
            sums = [{"operation": "difference", "of": ["1,406", "1,164"], "result": asked.figure}]
            words = f"Numbers in care were brought down by {asked.figure}."
            claims = [{"sentences": right, "text": words, "arithmetic": sums}]
        return json.dumps({"claims": claims})

    return reply


def test_there_are_thirty_questions_with_known_answers() -> None:
    assert (len(questions()), len(QUIZ), len(READ), len(TURNS)) == (30, 20, 8, 2)
    for line in (line for one in READ.values() for line in one.right):
        read_query(line)
    for one in QUIZ.values():
        texts = [each.text for each in one.evidence]
        assert len(texts) == len(set(texts)) == 12
        asked = messages(one.question, one.evidence, rung=one.rung, structured=True, figure=True)
        assert sum(estimate(text) for _, text in asked) <= PROMPT[one.rung]
    assert sum(not one.right for one in QUIZ.values()) == 3
    assert sum(not one.right for one in READ.values()) == 2


@pytest.mark.parametrize(
    ("knows", "rung", "calls"),
    [
        (lambda one: True, "query", 30),
        (lambda one: one.rung != "query", "write", 23),
        (lambda one: one.rung not in ("write", "query"), "word", 18),
        (lambda one: one.rung == "choose", "choose", 14),
        (lambda one: False, "none", 4),
    ],
)
def test_a_model_is_used_for_what_it_can_do(
    knows: Callable[[Any], bool], rung: str, calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    with serving(Reply(text=pupil(knows))) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        model = chat_model("openai:pupil", settings=chosen)
        outcome = quiz(model, settings=chosen)
        model.close()
    again = chat_model("openai:pupil", settings=chosen)
    again.close()
    assert (outcome.rung, again.rung, len(server.asked)) == (rung, rung, calls)
    assert (again.standing is None) == (rung == "query")
    assert outcome.told in memory.tried()[again.key].told


def test_one_that_cannot_be_asked_is_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    with serving(Reply(status=401)) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        model = chat_model("openai:pupil", settings=chosen)
        outcome = quiz(model, settings=chosen)
        model.close()
    assert outcome.trouble is not None and "401" in outcome.trouble
    assert memory.tried() == {}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> TinyLibrary:
    return build(tmp_path_factory.mktemp("tiny") / "library")


@pytest.mark.parametrize(
    ("rung", "answered", "asked"),
    [("none", True, 0), ("none", False, 0), ("choose", True, 0), ("choose", False, 1), ("word", True, 1)],
)
def test_each_rung_is_asked_for_its_own(
    rung: Any, answered: bool, asked: int, library: TinyLibrary, tmp_path: Path
) -> None:
    with serving(json.dumps({"sentences": [2]})) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        model = chat_model("openai:pupil", settings=chosen)
        model.learnt = Learnt(rung=rung)
        answer = write_answer(
            "q", plan=plan(), evidence=library.evidence, extractive=library.extractive(answered=answered), model=model,
            citer=library.citer(), settings=chosen,
        )  # fmt: skip
        model.close()
    assert len(server.asked) == asked
    assert (answer.model is not None) == (asked == 1)
    if asked:
        assert "62 of the 248 assessments" in answer.answer and answer.status == "answered"


def test_a_tried_model_may_say_that_nothing_answers(library: TinyLibrary, tmp_path: Path) -> None:
    with serving(json.dumps({"sentences": []})) as server:
        chosen = settings(tmp_path, base_url=server.base_url)
        model = chat_model("openai:pupil", settings=chosen)
        model.learnt = Learnt(rung="word")
        answer = write_answer(
            "q", plan=plan(), evidence=library.evidence, extractive=library.extractive(), model=model,
            citer=library.citer(), settings=chosen,
        )  # fmt: skip
        model.close()
    assert (answer.status, answer.claims, answer.citations) == ("not_stated", (), ())
    assert answer.nearest and "sees no answer" in answer.answer
