"""One conversation with a model about one question: send, read claims as they come, count what it took.

Knows LangChain's chat models: structured output where they have it, lines where they have not. Does not know what a
good claim is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qa.llm.budget import Budget, timed
from qa.llm.cache import ReplyCache, key_of
from qa.llm.prompt import SCHEMA
from qa.llm.reply import ReplyReader
from qa.llm.trouble import refused_format

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import Runnable

    from qa.ground import Draft
    from qa.llm.models import ChatModel
    from qa.llm.prompt import Message

__all__ = ["Talk", "untraced", "words_of"]


class Talk:
    """Asks one model about one question, once or twice, within one budget.

    `fault` is what was wrong with the last reply as a whole, or None; `usage` sums the tokens, and the cost, that the
    model reports, with the number of calls.
    """

    def __init__(self, model: ChatModel, *, budget: Budget, cache: ReplyCache | None) -> None:
        self.budget = budget
        self.fault: str | None = None
        self.usage: dict[str, Any] = {}
        self._model = model
        self._cache = cache

    def drafts(self, structured: Sequence[Message], lines: Sequence[Message]) -> Iterator[Draft]:
        """The claims of the reply to these messages, in either form, as each is whole; raises what the client raises.

        A model, or its server, that refuses structured output is asked for lines, now and from then on.
        """
        if self._model.structured:
            bound = _structured(self._model)
            if bound is not None:
                said = False
                try:
                    for draft in self._read(bound, structured):
                        said = True
                        yield draft
                    return
                except Exception as error:
                    if said or not refused_format(error):
                        raise
            self._model.structured = False
        yield from self._read(self._model.chat, lines)

    def _read(self, chat: Runnable[Any, Any], messages: Sequence[Message]) -> Iterator[Draft]:
        reader = ReplyReader()
        key = key_of(model=self._model.name, place=self._model.place, messages=messages, schema=SCHEMA)
        kept = self._cache.get(key) if self._cache else None
        for piece in self._pieces(chat, messages) if kept is None else [kept]:
            yield from reader.feed(piece)
            if reader.full:
                break
        else:
            yield from reader.finish()
        self.fault = _fault(reader)
        if self._cache and kept is None and self.fault is None:
            self._cache.put(key, reader.text)

    def _pieces(self, chat: Runnable[Any, Any], messages: Sequence[Message]) -> Iterator[str]:
        for _, content in messages:
            self.budget.spend(content)
        self.usage["calls"] = self.usage.get("calls", 0) + 1
        for chunk in timed(partial(untraced, chat, list(messages)), self.budget):
            self._count(chunk)
            piece = words_of(chunk)
            if piece:
                self.budget.spend(piece)
                yield piece

    def _count(self, chunk: AIMessageChunk) -> None:
        for name in ("input_tokens", "output_tokens", "total_tokens"):
            if chunk.usage_metadata:
                self.usage[name] = self.usage.get(name, 0) + chunk.usage_metadata.get(name, 0)
        reported = chunk.response_metadata.get("token_usage") or chunk.response_metadata.get("usage") or {}
        cost = reported.get("cost") if isinstance(reported, dict) else None
        if isinstance(cost, int | float):
            self.usage["cost"] = self.usage.get("cost", 0) + cost


def _fault(reader: ReplyReader) -> str | None:
    if not reader.understood:
        return "did not answer in the form it was asked for"
    if reader.full:
        return "wrote more than is read"
    return None if reader.closed else "broke off in the middle of its answer"


def _structured(model: ChatModel) -> Runnable[Any, Any] | None:
    """The model bound to the schema, without LangChain's parser behind it: the reply is read while it arrives."""
    from langchain_core.runnables import RunnableBinding, RunnableSequence

    try:
        chain = model.chat.with_structured_output(SCHEMA)
    except (NotImplementedError, ValueError, TypeError):
        return None
    bound = chain.first if isinstance(chain, RunnableSequence) else None
    if isinstance(bound, RunnableBinding) and "response_format" in bound.kwargs and hasattr(model.chat, "extra_body"):
        # Clients of OpenAI's API parse a response_format themselves at the end of a stream, fail where the server cut
        # it off, and then lose the usage: so it goes past them.
        body = {**(model.chat.extra_body or {}), "response_format": bound.kwargs["response_format"]}
        return model.chat.bind(extra_body=body)
    return bound


def untraced(chat: Runnable[Any, Any], messages: list[Message]) -> Iterator[AIMessageChunk]:
    """The chunks of a reply; LangSmith's tracing is shut, for it would send the passages on."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield from chat.stream(messages)


def words_of(chunk: AIMessageChunk) -> str:
    """The text of a chunk, or that of the tool call in which structured output may come."""
    calls = "".join(call["args"] or "" for call in getattr(chunk, "tool_call_chunks", None) or ())
    return str(chunk.text) + calls
