"""A turn written as a question by a chat model, over real HTTP: taken where it keeps to what was said, else left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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


@pytest.fixture
def chat(
    samples_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[Conversation, ChatServer]]]:
    """A conversation with a model that writes this question for each turn that it is asked about, and no query."""
    monkeypatch.setattr(memory, "cache_folder", lambda: tmp_path)
    with ExitStack() as stack:

        def begun(question: str) -> tuple[Conversation, ChatServer]:
            def reply(request: dict[str, Any]) -> str:
                turn = "conversation" in request["messages"][-1]["content"]
                return json.dumps({"question": question}) if turn else "none"

            server = stack.enter_context(serving(Reply(text=reply)))
            library = stack.enter_context(Library.open(samples_folder, model="openai:writer", base_url=server.base_url))
            model = library.resources.model
            assert model is not None
            model.learnt = Learnt(rung="query")
            conversation = Conversation(library.resources, save=False)
            conversation.ask("How was Darlington rated in 2015?")
            return conversation, server

        yield begun


def test_in_a_chat_it_is_asked_where_the_rules_cannot(chat: Callable[..., tuple[Conversation, ChatServer]]) -> None:
    conversation, server = chat("Which grades of Darlington in 2015 were not good?")
    seen: list[str] = []
    conversation.ask("and in 2018?", understood=seen.append)
    assert not _asked_for_turns(server) and seen  # by rule


LOST = "those below good: which of its areas had it been?"  # what the rules make of it is not understood
FOUND = "In which of its areas was Darlington below good in 2015?"


def test_a_turn_that_the_model_reads_is_answered_rightly_and_said_to_be_read_by_it(
    chat: Callable[..., tuple[Conversation, ChatServer]],
) -> None:
    conversation, server = chat(FOUND)
    seen: list[str] = []
    answer = conversation.ask(LOST, understood=seen.append)
    assert len(_asked_for_turns(server)) == 1
    assert seen[-1] == conversation.turns[-1].question == FOUND
    assert answer.answered and answer.answer.startswith(
        "Help and protection (inadequate), children in care (requires improvement), leadership (inadequate) and the"
    )
    assert {cited.page for cited in answer.citations} == {1}
    assert answer.notes[0] == f"The turn was read as “{FOUND}” by the model openai:writer."
    assert answer.understood["read_by"] == "openai:writer"
    # What it asked is what the next turn changes, by rule.
    follows = conversation.ask("and in 2018?")
    assert len(_asked_for_turns(server)) == 1 and "2018" in follows.answer and "read_by" not in follows.understood


def test_without_the_model_that_turn_is_refused(samples: Library) -> None:
    conversation = Conversation(samples.resources, save=False)
    conversation.ask("How was Darlington rated in 2015?")
    assert conversation.ask(LOST).status == "not_understood"


def test_one_that_the_model_turns_around_is_refused_and_not_said_to_be_its(
    chat: Callable[..., tuple[Conversation, ChatServer]],
) -> None:
    conversation, server = chat("In which areas was Darlington graded good in 2015?")
    answer = conversation.ask(LOST)
    assert len(_asked_for_turns(server)) == 1
    assert answer.status == "not_understood" and "read_by" not in answer.understood


def _asked_for_turns(server: ChatServer) -> list[int]:
    return [n for n in range(len(server.asked)) if "conversation" in server.prompt(n)]
