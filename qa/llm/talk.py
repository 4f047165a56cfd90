"""One conversation with a model about one question: send, read, count what it took, leave out what its server refuses.

Knows LangChain's chat models and the ways in which servers ask for JSON. Does not know what a good reply is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from qa.llm.budget import Budget, timed
from qa.llm.cache import ReplyCache, key_of
from qa.llm.loose import said_in
from qa.llm.prompt import messages, one_message, schema
from qa.llm.reply import Reply, read_reply
from qa.llm.trouble import refused, what_went_wrong

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langchain_core.runnables import Runnable

    from qa.ground.model import Evidence
    from qa.llm.ladder import Rung
    from qa.llm.models import ChatModel
    from qa.llm.prompt import Message

__all__ = ["Asking", "Talk", "untraced", "words_of"]

Form = Literal["grammar", "schema", "object", "plain"]
# Characters of a reply, its reasoning apart; a model that writes more has lost itself.
_LONGEST: dict[Rung, int] = {"choose": 6_000, "word": 6_000, "write": 24_000}
_LONGEST_THOUGHT = 200_000
_TRIES = 6  # what a server may refuse, one after the other, and once in good order
_CUT = {"length", "max_tokens", "MAX_TOKENS"}  # how providers say that a reply was cut off


class Read(Protocol):
    """A reply as read: whether it had the form of one, and whether its end was seen."""

    @property
    def understood(self) -> bool: ...
    @property
    def whole(self) -> bool: ...


R = TypeVar("R", bound=Read)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking(Generic[R]):
    """What is put to a model: the messages for a reply in JSON or in plain lines, and how the reply is read.

    `schema` is the JSON's; `grammar` is that of the plain lines as llama.cpp writes grammars, "" for none; `read` takes
    the text and whether it came whole. A reply longer than `longest` characters is not read to its end.
    """

    messages: Callable[[bool], list[Message]]
    schema: dict[str, Any]
    read: Callable[[str, bool], R]
    longest: int
    grammar: str = ""


class Talk:
    """Asks one model about one question within one budget.

    `fault` is what was wrong with the last reply as a whole, or None; `usage` sums the tokens, and the cost, that the
    model reports, with the number of calls.
    """

    def __init__(self, model: ChatModel, *, budget: Budget, cache: ReplyCache | None) -> None:
        self.budget = budget
        self.fault: str | None = None
        self.usage: dict[str, Any] = {}
        self._model = model
        self._cache = cache

    def reply(self, question: str, evidence: Sequence[Evidence], *, rung: Rung, figure: bool = False) -> Reply:
        """What the model says of the question and its sentences, in the form of `rung`; see `ask`."""
        return self.ask(
            Asking(
                messages=lambda structured: messages(
                    question, evidence, rung=rung, structured=structured, figure=figure
                ),
                schema=schema(rung, sentences=len(evidence), figure=figure),
                read=lambda text, whole: read_reply(text, whole=whole),
                longest=_LONGEST[rung],
            )
        )

    def ask(self, asking: Asking[R]) -> R:
        """The reply, read; raises what the client raises.

        What its server refuses is left out, and that is kept once a reply without it was read.
        """
        without = set(self._model.learnt.without)
        for _ in range(_TRIES):
            form = _form(self._model, without, asking)
            asked = asking.messages(form in ("schema", "object"))
            if "system" in without:
                asked = one_message(asked)
            try:
                chat = _bound(self._model, form, without, asking)
                reply = self._read(chat, asked, form, asking, streamed="stream" not in without)
            except Exception as error:
                names = refused(error, asked=_asked(self._model, form, without))
                if names <= without:
                    raise
                without |= names
                continue
            if reply.understood or form == "plain" or self.fault is not None:
                if reply.understood and without != self._model.learnt.without:
                    self._model.learn(without=frozenset(without))
                break
            # A server that takes a form and passes it over.
            without |= {"grammar"} if form == "grammar" else {"schema", "object"}
        if self.fault is None and not reply.understood:
            self.fault = "did not answer in the form it was asked for"
        return reply

    def _read(
        self, chat: Runnable[Any, Any], asked: Sequence[Message], form: Form, asking: Asking[R], *, streamed: bool
    ) -> R:
        self.fault = None
        key = key_of(model=self._model.name, place=self._model.place, messages=asked, form=form)
        kept = self._cache.get(key) if self._cache else None
        text = kept if kept is not None else self._text(chat, asked, longest=asking.longest, streamed=streamed)
        reply = asking.read(text, self.fault is None)
        if self.fault is None and not text.strip():
            self.fault = "sent no answer: nothing, or its reasoning alone"
        elif self.fault is None and not reply.whole:
            self.fault = "broke off in the middle of its answer"
        if self._cache and kept is None and self.fault is None and reply.understood:
            self._cache.put(key, text)
        return reply

    def _text(self, chat: Runnable[Any, Any], asked: Sequence[Message], *, longest: int, streamed: bool) -> str:
        """The reply's text; `fault` says where it broke off. Raises what the client raises where nothing came."""
        for _, content in asked:
            self.budget.spend(content)
        self.usage["calls"] = self.usage.get("calls", 0) + 1
        text = ""
        try:
            for chunk in timed(partial(untraced, chat, list(asked), streamed=streamed), self.budget):
                self._count(chunk)
                piece = words_of(chunk)
                text += piece
                self.budget.spend(piece)
                if _stopped_short(chunk):
                    self.fault = "was cut off at the length its server allows"
                if len(text) > longest and (len(said_in(text)) > longest or len(text) > _LONGEST_THOUGHT):
                    self.fault = "wrote more than is read"
                    break
        except Exception as error:
            if not text.strip():
                raise
            self.fault = what_went_wrong(error, seconds=self.budget.seconds)
        return text

    def _count(self, chunk: AIMessageChunk | AIMessage) -> None:
        for name in ("input_tokens", "output_tokens", "total_tokens"):
            if chunk.usage_metadata:
                self.usage[name] = self.usage.get(name, 0) + chunk.usage_metadata.get(name, 0)
        reported = chunk.response_metadata.get("token_usage") or chunk.response_metadata.get("usage") or {}
        cost = reported.get("cost") if isinstance(reported, dict) else None
        if isinstance(cost, int | float):
            self.usage["cost"] = self.usage.get("cost", 0) + cost


def _stopped_short(chunk: AIMessageChunk | AIMessage) -> bool:
    said = chunk.response_metadata
    return any(said.get(name) in _CUT for name in ("finish_reason", "done_reason", "stop_reason", "finishReason"))


def _form(model: ChatModel, without: set[str], asking: Asking[Any]) -> Form:
    """The strictest way to ask that is left."""
    if asking.grammar and "grammar" not in without and hasattr(model.chat, "extra_body"):
        return "grammar"
    if "schema" not in without:
        return "schema"
    return "object" if "object" not in without and hasattr(model.chat, "extra_body") else "plain"


def _asked(model: ChatModel, form: Form, without: set[str]) -> list[str]:
    """What of a request its server may have refused, the likeliest first."""
    usage = ["usage"] if hasattr(model.chat, "stream_usage") else []
    every = [*([] if form == "plain" else [form]), *usage, "system", "stream"]
    return [one for one in every if one not in without]


def _bound(model: ChatModel, form: Form, without: set[str], asking: Asking[Any]) -> Runnable[Any, Any]:
    chat: Any = model.chat
    if form == "grammar":
        chat = _with_body(model.chat, grammar=asking.grammar)
    elif form == "schema":
        chat = _with_schema(model.chat, asking.schema)
    elif form == "object":
        chat = _with_body(model.chat, response_format={"type": "json_object", "schema": asking.schema})
    bound: Runnable[Any, Any] = chat
    if "usage" in without and hasattr(model.chat, "stream_usage"):
        bound = chat.bind(stream_usage=False)
    return bound


def _with_schema(chat: Any, wanted: dict[str, Any]) -> Any:
    """The model bound to the schema, without LangChain's parser behind it; NotImplementedError where it cannot."""
    from langchain_core.runnables import RunnableBinding, RunnableSequence

    try:
        chain = chat.with_structured_output(wanted)
    except (ValueError, TypeError) as error:
        raise NotImplementedError from error
    bound = chain.first if isinstance(chain, RunnableSequence) else None
    if not isinstance(bound, RunnableBinding):
        raise NotImplementedError
    if "response_format" in bound.kwargs and hasattr(chat, "extra_body"):
        # Clients of OpenAI's API parse a response_format themselves at the end of a stream, fail where the server cut
        # it off, and then lose the usage: so it goes past them.
        return _with_body(chat, response_format=bound.kwargs["response_format"])
    return bound


def _with_body(chat: Any, **fields: Any) -> Any:
    return chat.bind(extra_body={**(chat.extra_body or {}), **fields})


def untraced(
    chat: Runnable[Any, Any], asked: list[Message], *, streamed: bool = True
) -> Iterator[AIMessageChunk | AIMessage]:
    """The chunks of a reply, or the whole of it; LangSmith's tracing is shut, for it would send the sentences on."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        if streamed:
            yield from chat.stream(asked)
        else:
            yield chat.invoke(asked)


def words_of(chunk: AIMessageChunk | AIMessage) -> str:
    """The text of a chunk, or that of the tool call in which structured output may come."""
    import json

    calls = "".join(call["args"] or "" for call in getattr(chunk, "tool_call_chunks", None) or ())
    if not calls and getattr(chunk, "tool_calls", None) and not hasattr(chunk, "tool_call_chunks"):
        calls = json.dumps(chunk.tool_calls[0]["args"])
    return str(chunk.text) + calls
