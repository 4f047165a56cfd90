"""A turn written as a question by a chat model, over real HTTP: taken where it keeps to what was said, else left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from server import ChatServer, Reply, serving

from qa.chat.conversation import Conversation
from qa.chat.rewrite import rewritten
from qa.library import Library
from qa.llm import memory
from qa.llm.memory import Learnt

TURN = "did the inspectors who came after them see it any differently?"
HISTORY = [("How was Darlington rated in 2015?", "Inadequate: the report of 1 September 2015.")]
GOOD = "Did the inspectors who came after 2015 see Darlington any differently?"


@pytest.fixture
def says(samples_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """What becomes of a turn where the model gives this reply."""
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)

    def rewrite(reply: Reply | str, *, turn: str = TURN, frame: str = "", rung: Any = "query") -> str:
        with (
            serving(reply) as server,
            Library.open(samples_folder, model="openai:writer", base_url=server.base_url) as library,
        ):
            model = library.resources.model
            assert model is not None
            model.learnt = Learnt(rung=rung)
            return rewritten(turn, history=HISTORY, resources=library.resources, frame=frame)

    yield rewrite


def test_a_question_made_of_what_was_said_is_taken(says: Callable[..., str]) -> None:
    assert says(json.dumps({"question": GOOD})) == GOOD
    assert says(f"<think>hm</think>“{GOOD}”") == GOOD


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "word " * 200,
        TURN,
        "Did the inspectors who came after 2015 see Slough any differently?",  # a place that nobody named
        "Did the inspectors who came after 2018 see Darlington any differently?",  # nor this year
        "Did the inspectors who came after 2015 see Darlington?",  # "differently" is lost
        "Did the inspectors who came after 2015 not see Darlington any differently?",  # nobody denied it
        "Did the inspectors who came after 2015 see Darlington's budget any differently?",  # nor spoke of a budget
    ],
)
def test_anything_else_is_not(says: Callable[..., str], reply: str) -> None:
    assert says(reply) == ""


def test_a_denial_of_the_turn_stays(says: Callable[..., str]) -> None:
    turn = "which of the grades there were not good?"
    assert says("Which of the grades of Darlington in 2015 were good?", turn=turn) == ""
    kept = "Which of the grades of Darlington in 2015 were not good?"
    assert says(kept, turn=turn) == kept


def test_the_rules_authorities_and_times_stay(says: Callable[..., str]) -> None:
    assert says(GOOD, frame="How was Darlington rated in 2018?") == ""


@pytest.mark.parametrize("rung", [None, "none", "write"])
def test_one_that_was_not_found_able_to_is_not_asked(says: Callable[..., str], rung: Any) -> None:
    assert says(GOOD, rung=rung) == ""


def test_a_model_that_fails_leaves_the_turn(says: Callable[..., str]) -> None:
    assert says(Reply(status=401)) == ""


def test_without_a_model_nothing_is_written(samples: Library) -> None:
    assert rewritten(TURN, history=HISTORY, resources=samples.resources) == ""


def test_in_a_chat_it_is_asked_where_the_rules_cannot_and_shown(
    samples_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    question = "Which grades of Darlington in 2015 were not good?"

    def reply(request: dict[str, Any]) -> str:
        turn = "conversation" in request["messages"][-1]["content"]
        return json.dumps({"question": question}) if turn else "none"

    with (
        serving(Reply(text=reply)) as server,
        Library.open(samples_folder, model="openai:writer", base_url=server.base_url) as library,
    ):
        model = library.resources.model
        assert model is not None
        model.learnt = Learnt(rung="query")
        conversation = Conversation(library.resources, save=False)
        conversation.ask("How was Darlington rated in 2015?")
        assert not _asked_for_turns(server)
        seen: list[str] = []
        conversation.ask("and in 2018?", understood=seen.append)
        assert not _asked_for_turns(server) and seen  # by rule


def _asked_for_turns(server: ChatServer) -> list[int]:
    return [n for n in range(len(server.asked)) if "conversation" in server.prompt(n)]
