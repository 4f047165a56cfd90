"""The library among LangChain's own things, over a small library of two reports."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import ConfigurableField, Runnable, RunnableLambda
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests
from tiny_library import TinyLibrary, build

from corpus.errors import QuestionError
from corpus.model import Report
from qa.answer import Answer, Claim, Retrieved
from qa.langchain import AnswerRunnable, ReportRetriever, as_retriever, as_runnable, as_tool, to_message
from qa.question import Scope

ASKED: list[Scope | None] = []


class Shelf:
    """The face of a library, by words alone: enough to see what LangChain's side does with it."""

    def __init__(self, library: TinyLibrary) -> None:
        self._library = library

    def figures(self, *, report: int) -> list[dict[str, object]]:
        return [
            {"value": "12", "start": 0, "end": 2, "report": report},
            {"value": "9", "start": 10**6, "end": 10**6 + 1, "report": report},
        ]

    def search(self, question: str, *, k: int = 10, scope: Scope | None = None) -> list[Retrieved]:
        wanted = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        found = self._library.store.match(wanted, limit=k)
        passages = self._library.store.passages([number for number, _ in found])
        return [
            Retrieved(
                source=self._library.reports[one.report].source,
                title=self._library.reports[one.report].title,
                report=one.report,
                page=one.page,
                score=dict(found)[one.number],
                text=one.text,
                start=one.start,
                end=one.end,
            )
            for one in passages.values()
        ]

    def reports(self) -> list[Report]:
        return list(self._library.reports.values())

    def stream(self, question: str, *, scope: Scope | None = None) -> Iterator[Claim | Answer]:
        answer = self.ask(question, scope=scope)
        yield from answer.claims
        yield answer

    def ask(self, question: str, *, scope: Scope | None = None) -> Answer:
        ASKED.append(scope)
        if not question:
            raise QuestionError("The question is empty. Ask one.")
        citer = self._library.citer()
        claims = tuple(
            Claim(text=one.text, citations=(citer.cite(one.report, one.start, one.end),))
            for one in self.search(question, k=2)
        )
        text = " ".join(claim.text for claim in claims)
        return Answer(question=question, status="answered", answer=text, claims=claims, citations=citer.citations)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    library = build(tmp_path_factory.mktemp("shelf") / "library")
    yield Shelf(library)
    library.store.close()


# LangChain's own async test carries no mark; it may not be overridden either.
pytest.mark.asyncio(RetrieversIntegrationTests.test_ainvoke_returns_documents)


class TestRetrieverStandard(RetrieversIntegrationTests):
    """LangChain's own tests for retrievers."""

    @pytest.fixture(autouse=True)
    def _with_shelf(self, shelf: Shelf) -> None:
        self.shelf = shelf

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ReportRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"library": self.shelf}

    @property
    def retriever_query_example(self) -> str:
        return "children in Darlington or Slough in the year of the assessments"


class TestToolStandard(ToolsUnitTests):
    """LangChain's own tests for tools."""

    @pytest.fixture(autouse=True)
    def _with_shelf(self, shelf: Shelf) -> None:
        self.shelf = shelf

    @property
    def tool_constructor(self) -> BaseTool:
        return as_tool(self.shelf)

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"question": "Were assessments late?"}


def test_a_document_says_where_it_stands(shelf: Shelf) -> None:
    (found,) = as_retriever(shelf, k=1).invoke("assessments finished late")
    assert found.metadata["title"] == "Darlington: inspection of children's services"
    assert (found.metadata["page"], found.metadata["source"]) == (1, "darlington.txt")
    assert all(row["end"] <= found.metadata["end"] for row in found.metadata["figures"])
    assert found.id == f"{found.metadata['report_id']}:{found.metadata['start']}-{found.metadata['end']}"
    assert len(found.metadata["report_id"]) == 64  # the hash of the file: the same whatever else the library holds
    assert found.page_content.startswith("In the year to March 2015")


def test_the_runnable_asks_in_every_way(shelf: Shelf) -> None:
    ask = as_runnable(shelf)
    answer = ask.invoke("Were assessments late?")
    assert ask.invoke({"question": "Were assessments late?"}) == answer
    assert ask.batch(["Were assessments late?"] * 3, config={"max_concurrency": 2}) == [answer] * 3
    assert asyncio.run(ask.ainvoke("Were assessments late?")) == answer
    assert asyncio.run(ask.abatch(["Were assessments late?"])) == [answer]


def test_the_last_human_message_is_the_question(shelf: Shelf) -> None:
    ask = as_runnable(shelf)
    answer = ask.invoke("Were assessments late?")
    talk = [
        SystemMessage("You answer questions."),
        HumanMessage("Who are you?"),
        AIMessage("A library."),
        HumanMessage("Were assessments late?"),
    ]
    assert ask.invoke(talk) == ask.invoke({"messages": talk}) == ask.invoke(talk[-1]) == answer
    assert ask.invoke([("human", "Were assessments late?")]) == answer
    assert list(ask.stream(talk))[-1] == answer
    nothings: list[Any] = [[AIMessage("Hello.")], 7]
    for nothing in nothings:
        with pytest.raises(QuestionError, match="question"):
            ask.invoke(nothing)


def test_filters_are_given_when_it_is_made_or_called(shelf: Shelf) -> None:
    made, called = Scope(authorities=("Darlington",)), Scope(authorities=("Slough",))
    ask = AnswerRunnable(library=shelf, scope=made)
    ask.invoke("Were assessments late?")
    ask.invoke("Were assessments late?", scope=called)
    list(ask.stream("Were assessments late?", scope=called))
    assert ASKED[-3:] == [made, called, called]
    chosen = ask.configurable_fields(scope=ConfigurableField(id="scope"))
    chosen.invoke("Were assessments late?", config={"configurable": {"scope": called}})
    assert ASKED[-1] == called


@pytest.mark.parametrize("k", [0, -1, True, 2.5, "3"])
def test_how_many_is_a_whole_number_from_one_on(shelf: Shelf, k: Any) -> None:
    with pytest.raises(ValueError, match="k"):
        as_retriever(shelf).invoke("assessments", k=k)
    with pytest.raises(ValueError, match="k"):
        as_retriever(shelf, k=k)


def test_callbacks_hear_of_a_question_and_its_answer(shelf: Shelf) -> None:
    heard: list[str] = []

    class Listener(BaseCallbackHandler):
        def on_chain_start(self, *_: Any, **__: Any) -> None:
            heard.append("start")

        def on_chain_end(self, *_: Any, **__: Any) -> None:
            heard.append("end")

    as_runnable(shelf).invoke("Were assessments late?", config={"callbacks": [Listener()]})
    assert heard == ["start", "end"]


def test_the_runnable_streams_the_answer_as_it_grows(shelf: Shelf) -> None:
    ask = as_runnable(shelf)
    growing = list(ask.stream("Were assessments late for children?"))
    assert [len(one.claims) for one in growing] == [1, 2, 2]
    assert growing[-1] == ask.invoke("Were assessments late for children?")

    async def streamed() -> list[Answer]:
        return [one async for one in ask.astream("Were assessments late for children?")]

    assert asyncio.run(streamed())[-1] == growing[-1]


def test_it_stands_in_a_chain(shelf: Shelf) -> None:
    named = RunnableLambda[str, str](lambda name: f"Were assessments late in {name}?")
    chain: Runnable[str, AIMessage] = named | as_runnable(shelf) | to_message
    message = chain.invoke("Darlington")
    assert isinstance(message, AIMessage)


def test_an_answer_is_a_message_with_citations(shelf: Shelf) -> None:
    answer = shelf.ask("Were assessments late for children?")
    message = to_message(answer)
    assert message.text == answer.answer
    (block,) = message.content_blocks
    assert block["type"] == "text"
    annotations = block["annotations"]
    assert [one["type"] for one in annotations] == ["citation"] * len(answer.citations)
    for claim, one in zip(answer.claims, annotations, strict=True):
        assert one["type"] == "citation"
        assert answer.answer[one["start_index"] : one["end_index"]] == claim.text
        assert one["cited_text"] == answer.citations[claim.citations[0] - 1].quote
        assert one["extras"]["page"] >= 1
    assert to_message(answer).content == message.content


def test_the_tool_keeps_its_scope_and_gives_text_and_data(shelf: Shelf) -> None:
    scope = Scope(authorities=("Darlington",))
    tool = as_tool(shelf, scope=scope)
    assert set(tool.args) == {"question"}
    call = {"type": "tool_call", "id": "1", "name": tool.name, "args": {"question": "Were assessments late?"}}
    message = tool.invoke(call)
    assert ASKED[-1] == scope
    assert "page 1" in message.content
    assert message.artifact["status"] == "answered"
    assert tool.invoke({"question": ""}) == "The question is empty. Ask one."


def test_nothing_of_the_library_is_written_out_with_the_retriever(shelf: Shelf, tmp_path: Path) -> None:
    assert "library" not in ReportRetriever(library=shelf).model_dump()
