"""The service layer: what may be asked of a library from outside, each answer as the plain data that all faces give.

Knows the library's face and what is held between two questions: answers and conversations. Does not know HTTP nor MCP.
Whatever is asked is answered from one moment of the library, whoever writes to it meanwhile.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from qa.answer import Answer, Citation, Claim
from qa.ask import ask
from qa.listings.answers import answer_table
from qa.serve.around import Around, file_name, public
from qa.serve.conversations import ChatNotFound, Conversations
from qa.serve.kept import KeptAnswers
from qa.tables.forms import as_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.chat.conversation import Conversation
    from qa.filters import Filters
    from qa.library import Library
    from qa.plan.query import Query
    from qa.question import Scope
    from qa.tables.forms import Form

__all__ = ["Service"]

_DIGEST = re.compile("[0-9a-f]{64}")


class Service(Around):
    """One library, for many who ask at once; threads may share it.

    Nothing is written into the library unless `write`: then conversations are kept in it. Raises what the library
    raises, InspectQAError all of it.
    """

    def __init__(self, library: Library, *, write: bool = False) -> None:
        super().__init__(library, write=write)
        self.chats = Conversations(lambda: library.chat(save=write, answered=self._kept))
        self._answers = KeptAnswers()

    # asking

    def ask(self, question: str, filters: Filters, *, told: Callable[[str, Any], None] | None = None) -> dict[str, Any]:
        """The answer to a question that stands alone.

        `told` hears of it on the way: "evidence" with what was found, "claim" with each that passes the gate.
        """
        with self.library.resources.store.database.snapshot():
            scope = self.scope(filters)
            if self.library.resources.model is None:
                answer = self._kept(question, scope, None)
            else:
                answer = self._worded(question, scope, told)
            if told is not None:
                told("understood", answer.understood)
            return self.data(answer)

    def _kept(self, question: str, scope: Scope, query: Query | None) -> Answer:
        """The answer made without a chat model: the same for all who ask the same at this moment of the library."""
        key = (self._moment(), question, scope, query)
        return self._answers.answer(
            key, lambda: ask(question, resources=self.library.resources, scope=scope, query=query)
        )

    def _worded(self, question: str, scope: Scope, told: Callable[[str, Any], None] | None) -> Answer:
        if told is None:
            return self.library.ask(question, scope=scope)
        for part in self.library.stream(question, scope=scope, found=lambda one: told("evidence", self.evidence(one))):
            if isinstance(part, Answer):
                return part
            told("claim", _claim(part))
        raise AssertionError("a stream ends with its answer")

    def turn(
        self, chat: str, text: str, filters: Filters, *, told: Callable[[str, Any], None] | None = None
    ) -> dict[str, Any]:
        """The answer to the next turn of a conversation; `told` hears "understood" too, the turn as it stands alone."""
        with self.chats.turn(chat) as conversation, self.library.resources.store.database.snapshot():
            before = len(conversation.turns)
            say = told or (lambda *_: None)
            answer = conversation.ask(
                text,
                scope=self.scope(filters),
                understood=lambda question: say("understood", {"question": question}),
                claimed=lambda claim: say("claim", _claim(claim)),
                found=lambda one: say("evidence", self.evidence(one)),
            )
            return {**self.data(answer), **self._turn(conversation, before)}

    def chat(self, chat: str) -> list[dict[str, Any]]:
        """The turns of a conversation with their answers."""
        conversation = self.chats.read(chat)
        turns = list(conversation.turns)
        return [{**self.data(turn.answer), **self._turn(conversation, n)} for n, turn in enumerate(turns)]

    @staticmethod
    def _turn(conversation: Conversation, n: int) -> dict[str, Any]:
        turn = conversation.turns[n]
        return {"turn": n + 1, "asked": turn.asked, "stood_alone": turn.question if turn.rewritten else None}

    def search(self, question: str, k: int, filters: Filters) -> list[dict[str, Any]]:
        """The passages that fit a question best, best first."""
        with self.library.resources.store.database.snapshot():
            found = self.library.search(question, k=k, scope=self.scope(filters))
            return [
                {
                    "report": self.ids[one.report],
                    "source": file_name(one.source),
                    "title": one.title,
                    "page": one.page if one.paged else None,
                    "score": round(one.score, 4),
                    "text": one.text,
                    "start": one.start,
                    "end": one.end,
                }
                for one in found
            ]

    def find(self, words: str, each: Literal["report", "authority"], filters: Filters) -> dict[str, Any]:
        """What the reports say of a theme, report by report."""
        with self.library.resources.store.database.snapshot():
            return self.data(self.library.find(words, each=each, scope=self.scope(filters)))

    def recommendations(
        self, about: str, by: Literal["year", "region", "grade"] | None, filters: Filters
    ) -> dict[str, Any]:
        """What reports want improved."""
        with self.library.resources.store.database.snapshot():
            return self.data(self.library.recommendations(about, by=by, scope=self.scope(filters)))

    def turn_table(self, chat: str, turn: int, form: Form) -> bytes:
        """The rows of an answer of a conversation, as a file; raises ChatNotFound, also for a turn that it has not."""
        turns = list(self.chats.read(chat).turns)
        if not 1 <= turn <= len(turns):
            raise ChatNotFound(
                f"This conversation has {len(turns)} turns; there is no turn {turn}. Name one from 1 on."
            )
        return as_bytes(public(answer_table(turns[turn - 1].answer)), form)

    # answers as data

    def data(self, answer: Answer) -> dict[str, Any]:
        """The documented object, with each citation's report by its id, and `shown`: what a person is shown, in order.

        Of `source` the folder is left out: where files lie on this machine is nobody's business elsewhere.
        """
        data = answer.to_dict()
        for name in ("citations", "nearest", "retrieved"):
            for plain, one in zip(data[name], getattr(answer, name), strict=True):
                plain |= {"report": self.ids.get(one.report), "source": file_name(one.source)}
                plain.pop("url", None)
        data["shown"] = [_part(part.kind, part.text, part.citation, told=part.told) for part in answer.parts()]
        return data

    def evidence(self, answer: Answer) -> dict[str, Any]:
        """What an answer may rest on, before a chat model has worded it."""
        data = self.data(answer)
        return {name: data[name] for name in ("citations", "nearest", "retrieved")}

    def _moment(self) -> tuple[Any, ...]:
        """What the library holds, as far as an answer can depend on it; another after an ingest."""
        store = self.library.resources.store
        return store.database.kept(
            "moment",
            lambda: tuple(
                tuple(row)
                for row in store.rows(
                    "SELECT (SELECT total(number) FROM passages), (SELECT count(*) FROM vectors),"
                    " (SELECT count(*) FROM facts), (SELECT group_concat(report || field || at) FROM corrections),"
                    " (SELECT group_concat(report || ':' || counted) FROM editions),"
                    " group_concat(id || extraction_version) FROM reports"
                )
            ),
        )


def _part(kind: str, text: str, citation: Citation | None, *, told: bool) -> dict[str, Any]:
    return {"kind": kind, "text": text, "n": citation.n if citation and kind == "citation" else None, "told": told}


def _claim(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "citations": list(claim.citations)}
