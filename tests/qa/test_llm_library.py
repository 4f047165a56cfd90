"""A library with a chat model: on the command line, in Python, streaming, awaited, among LangChain's things."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Done, run
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests
from server import ChatServer, Reply, serving

from qa.answer import Answer, Claim
from qa.langchain import ReportRetriever
from qa.library import Library

QUESTION = "Do children in Harrowmere wait too long for help?"


def copying(request: dict[str, Any]) -> str:
    """What an honest model does: the sentence of the evidence that shares most words with the question, quoted."""
    text = request["messages"][-1]["content"]
    asked = set(re.findall(r"\w{4,}", QUESTION.lower()))
    sentences = re.findall(r"^(\d+)\. (.*)$", text, re.MULTILINE)
    number, best = max(sentences, key=lambda one: len(asked & set(re.findall(r"\w{4,}", one[1].lower()))))
    return json.dumps({"claims": [{"sentences": [int(number)], "text": best, "arithmetic": []}]})


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(Reply(text=copying)) as running:
        yield running


def command(library: Path, address: str) -> Done:
    """`inspectqa ask --model openai:anything` with the server's address in the environment."""
    asked = ("ask", QUESTION, "--model", "openai:anything")
    return run(*asked, library=library, OPENAI_BASE_URL=address, INSPECTQA_MAX_RETRIES="0")


def test_the_command_answers_in_one_go_and_without_its_server_says_why(small_library: Path, server: ChatServer) -> None:
    written = command(small_library, server.base_url)
    assert written.returncode == 0, written.stderr
    assert "Children wait too long for help." in written.stdout and "page 1" in written.stdout
    assert written.stderr == ""
    assert len(server.asked) == 1
    alone = command(small_library, "http://127.0.0.1:9/v1")
    assert alone.returncode == 0, alone.stderr
    said = " ".join(alone.stdout.split())
    assert "page 1" in said and "cannot be reached" in said and "without a model" in said


def test_the_library_streams_and_awaits(small_library: Path, server: ChatServer) -> None:
    with Library.open(small_library, model="openai:anything", base_url=server.base_url) as library:
        claim, whole = library.stream(QUESTION)
        awaited = asyncio.run(library.aask(QUESTION))
    assert isinstance(claim, Claim) and isinstance(whole, Answer)
    assert whole.claims == awaited.claims == (claim,)
    assert whole.model == "openai:anything" and whole.usage is not None and "write" in whole.seconds


def test_a_second_search_by_the_models_words_stays_in_scope(small_library: Path) -> None:
    """Where the first search finds nothing, the model is asked for words; if it finds nothing either, that stays."""
    with (
        serving(json.dumps({"claims": []}), "delay\nwaiting lists\n", json.dumps({"claims": []})) as server,
        Library.open(small_library, model="openai:anything", base_url=server.base_url) as library,
    ):
        answer = library.ask("Do children in Harrowmere get free bicycles?")
    assert answer.status == "not_stated"
    assert answer.citations == ()
    assert all("harrowmere" in one.source.lower() for one in answer.retrieved)


class TestLibraryRetrieverStandard(RetrieversIntegrationTests):
    """LangChain's own tests for retrievers, over a whole library."""

    @pytest.fixture(autouse=True)
    def _opened(self, small_library: Path) -> Iterator[None]:
        with Library.open(small_library) as library:
            self.library = library
            yield

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ReportRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"library": self.library}

    @property
    def retriever_query_example(self) -> str:
        return "How long do children wait for help?"


pytest.mark.asyncio(RetrieversIntegrationTests.test_ainvoke_returns_documents)
