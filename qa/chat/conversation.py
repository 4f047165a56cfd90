"""A conversation: turns in, answers out, each turn first made into a question that stands alone.

Knows the order of a turn's steps and what is kept of it. Does not know how a turn is read (followup) nor how a
question is answered (qa.ask).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.chats import Chats, KeptTurn, broken
from qa.answer import Answer, Citation, Claim
from qa.ask import ask, stream
from qa.chat.followup import FollowUp, follow_up
from qa.chat.kept import answer_of, kept_answer
from qa.chat.patterns import TAKEN
from qa.chat.state import State, remember
from qa.chat.turns import turned
from qa.plan import plan_question
from qa.plan.bodies import asked_of
from qa.plan.change import changed
from qa.plan.notation import read_query
from qa.plan.parse import parse
from qa.plan.query import authorities_of
from qa.question import Scope, legible

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from qa.plan.query import Query
    from qa.resources import Resources

__all__ = ["Answering", "Conversation", "Turn"]

Answering = Callable[[str, Scope, "Query | None"], Answer]
"""What answers a question of a scope, or a query that was made of it already."""

COURTESY = "You are welcome. Ask the next question about the reports whenever you like."
_NO_SOURCE = (
    "There is no page to show: the answer before this cites none. Ask a question that the reports answer first."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One turn: what was typed, the question as it stood alone, and its answer."""

    asked: str
    question: str
    answer: Answer

    @property
    def rewritten(self) -> bool:
        """Whether the question is another than what was typed."""
        return self.question != " ".join(self.asked.split())


class Conversation:
    """Ask one question after another; what was said before is understood.

    conversation = library.chat()
    conversation.ask("How was Darlington rated in 2015?")
    conversation.ask("and in Wiltshire?")

    `save` keeps the turns in the library where it can be written (`keeps` says whether, `wanted` whether it was asked
    for); `resume` is the id of a kept conversation, "" the last one.
    `scope` narrows every question. `answered` answers in place of `qa.ask.ask` where no chat model is set. Raises
    LibraryError when there is no such conversation, or what is kept of it makes no sense.
    """

    def __init__(
        self,
        resources: Resources,
        *,
        save: bool = True,
        resume: str | None = None,
        scope: Scope | None = None,
        answered: Answering | None = None,
    ) -> None:
        self.resources = resources
        self._ask = answered or self._anew
        self.scope = scope
        self.turns: list[Turn] = []
        self.states: list[State] = [State()]
        self.queries: list[Query | None] = []  # what each turn asked of the records, for the next to change
        self._chats = Chats(resources.store.database)
        self._id: str | None = None
        self._kind: Scope | None = None  # of the bodies that the turn before named, schools or homes
        self.wanted = save
        self.keeps = self._chats.writable and save
        if resume is not None:
            self._resume(resume)

    @property
    def id(self) -> str | None:
        """The id it is kept under, once a turn is."""
        return self._id

    @property
    def state(self) -> State:
        """What the next turn carries over."""
        return self.states[-1]

    @property
    def messages(self) -> list[BaseMessage]:
        """What was typed and answered as LangChain's messages; an answer's citations are in its `additional_kwargs`."""
        from langchain_core.messages import AIMessage, HumanMessage

        messages: list[BaseMessage] = []
        for turn in self.turns:
            messages.append(HumanMessage(turn.asked))
            cited = turn.answer.to_dict()["citations"]
            messages.append(AIMessage(turn.answer.answer, additional_kwargs={"citations": cited}))
        return messages

    def ask(
        self,
        text: str,
        *,
        scope: Scope | None = None,
        understood: Callable[[str], None] | None = None,
        claimed: Callable[[Claim], None] | None = None,
        found: Callable[[Answer], None] | None = None,
    ) -> Answer:
        """Answer one turn; its `question` is the turn as it stood alone, told to `understood` before it is answered.

        `found` is told what was found before a chat model is asked, `claimed` each of its claims as soon as it is
        checked. Raises QuestionError when it cannot be
        asked, ModelError for a model that cannot be used; the conversation is then as it was before.
        """
        legible(text)
        catalogue = self.resources.catalogue
        said, query = self._taken_up(text) or (" ".join(text.split()), self._changed(text))
        meant = FollowUp(question=said) if query is not None else self._meant(text)
        if meant.act != "ask":
            answer = (
                self._shown() if meant.act == "page" else Answer(question=text, status="off_topic", answer=COURTESY)
            )
            state, query = self.state, self.queries[-1] if self.queries else None
        else:
            if understood is not None and meant.carried:
                understood(meant.question)
            told = (claimed, found)
            within = self._within(meant.question, scope or self.scope, changes=query is not None)
            answer = self._answered(meant.question, within, told, query)
            if answer.status == "not_understood" and query is None and not meant.open:
                again = self._rewritten(text, meant)
                second = self._answered(again.question, within, told, None) if again else None
                if again and second is not None and second.answered:
                    meant, answer = again, second
                    if understood is not None:
                        understood(meant.question)
            answer = _as_read(answer, meant)
            query = query or _answered_query(answer) or parse(meant.question, catalogue).query
            plan = plan_question(meant.question, catalogue=catalogue)
            state = remember(self.state, plan, answer, said=meant.said, catalogue=catalogue)
        self._keep(Turn(asked=text, question=meant.question, answer=answer), state)
        self.queries.append(query)
        return answer

    def _within(self, question: str, scope: Scope | None, *, changes: bool) -> Scope | None:
        """The scope of a turn: one that changes the query before it is about bodies of the same kind."""
        asked = asked_of(question, self.resources.catalogue, scope or Scope())
        if asked.explicit:
            self._kind = asked.scope
        elif not changes:
            self._kind = None
        return self._kind if changes and not asked.explicit and self._kind is not None else scope

    def _taken_up(self, text: str) -> tuple[str, Query] | None:
        """What the refusal before offered, where the turn takes it up ("yes", "the second"): in words, as a query."""
        offered = self.turns[-1].answer.understood.get("nearest", ()) if self.turns else ()
        for one, taken in zip(offered, TAKEN, strict=False):
            if taken.fullmatch(" ".join(text.split())) and len(one["queries"]) == 1:
                return str(one["as"]), read_query(one["queries"][0])
        return None

    def _changed(self, text: str) -> Query | None:
        """The query of a turn that changes the one before, where that was about a set."""
        last = self.queries[-1] if self.queries else None
        if last is None:
            return None
        if authorities_of(last.universe):
            return turned(text, last, self.resources.catalogue)
        return changed(text, last, self.resources.catalogue)

    def _answered(
        self,
        question: str,
        scope: Scope | None,
        told: tuple[Callable[[Claim], None] | None, Callable[[Answer], None] | None],
        query: Query | None,
    ) -> Answer:
        claimed, found = told
        if self.resources.model is None:
            return self._ask(question, scope or Scope(), query)
        for part in stream(question, resources=self.resources, scope=scope or Scope(), query=query, found=found):
            if isinstance(part, Answer):
                return part
            if claimed is not None:
                claimed(part)
        raise AssertionError("a stream ends with its answer")

    def _anew(self, question: str, scope: Scope, query: Query | None) -> Answer:
        return ask(question, resources=self.resources, scope=scope, query=query)

    def retry(
        self, *, understood: Callable[[str], None] | None = None, claimed: Callable[[Claim], None] | None = None
    ) -> Answer:
        """Ask the last turn again, in place of its answer; raises IndexError where there is none."""
        turn, state = self.turns.pop(), self.states.pop()
        query = self.queries.pop() if self.queries else None
        try:
            answer = self.ask(turn.asked, understood=understood, claimed=claimed)
        except BaseException:
            self.turns.append(turn)
            self.states.append(state)
            self.queries.append(query)
            raise
        if self._id is not None and self.keeps:
            # The new turn stands behind the old one: both go, and the new one comes back.
            kept = self._chats.turns(self._id)[-1]
            self._chats.drop_last(self._id)
            self._chats.drop_last(self._id)
            self._chats.add(self._id, kept)
        return answer

    def reset(self) -> None:
        """Forget what was said; a kept conversation stays as it is, and the next turn begins another."""
        self.turns.clear()
        self.states = [State()]
        self.queries.clear()
        self._id = None

    def _meant(self, text: str) -> FollowUp:
        by_rules = follow_up(text, self.state, self.resources.catalogue)
        return (self._rewritten(text, by_rules) or by_rules) if by_rules.open else by_rules

    def _rewritten(self, text: str, by_rules: FollowUp) -> FollowUp | None:
        """The turn as a chat model makes a question of it, where that keeps to what was said."""
        if self.resources.model is None or not self.turns:
            return None
        from qa.chat.rewrite import rewritten

        history = [(turn.asked, turn.answer.answer) for turn in self.turns]
        frame = by_rules.question if by_rules.carried else ""
        question = rewritten(text, history=history, resources=self.resources, frame=frame)
        if not question:
            return None
        return replace(by_rules, question=question, carried=True, open=False, read_by=self.resources.model.name)

    def _shown(self) -> Answer:
        """The sources of the last answer that has any, as an answer of their own."""
        last = next((turn.answer for turn in reversed(self.turns) if turn.answer.citations), None)
        if last is None:
            return Answer(question="", status="not_stated", answer=_NO_SOURCE, reason=_NO_SOURCE)
        claims = tuple(Claim(text=_sheet(c), citations=(c.n,)) for c in last.citations)
        lines = dict.fromkeys(claim.text for claim in claims)
        return Answer(question="", status="answered", answer="\n".join(lines), claims=claims, citations=last.citations)

    def _keep(self, turn: Turn, state: State) -> None:
        self.turns.append(turn)
        self.states.append(state)
        if not self.keeps:
            return
        if self._id is None:
            self._id = self._chats.start(" ".join(turn.asked.split()))
        kept = KeptTurn(
            asked=turn.asked, question=turn.question, answer=kept_answer(turn.answer), state=state.to_dict(), at=""
        )
        self._chats.add(self._id, kept)

    def _resume(self, name: str) -> None:
        self._id = self._chats.find(name or None).id
        with self.resources.store.database.snapshot():
            for kept in self._chats.turns(self._id):
                try:
                    answer = answer_of(kept.answer, self.resources.citer())
                    query = _answered_query(answer)
                    self.states.append(State.from_dict(kept.state))
                except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                    raise broken(self._id) from error
                self.queries.append(query)
                self.turns.append(Turn(asked=kept.asked, question=kept.question, answer=answer))


def _sheet(cited: Citation) -> str:
    """Where a citation stands, as a sentence: "Page 3 of Darlington, 2015."."""
    place = cited.place.removeprefix(", ")
    return f"{place[:1].upper()}{place[1:]} of {cited.title}." if place else f"{cited.title}."


def _as_read(answer: Answer, meant: FollowUp) -> Answer:
    """The answer to a turn, with what a chat model made of the turn, where one did."""
    if not meant.read_by:
        return answer
    remark = f"The turn was read as “{meant.question}” by the model {meant.read_by}."
    return replace(answer, notes=(remark, *answer.notes), understood={**answer.understood, "read_by": meant.read_by})


def _answered_query(answer: Answer) -> Query | None:
    """The query that an answer was read off: what the turns after it change."""
    written = answer.understood.get("queries", ())
    return read_query(written[0]) if len(written) == 1 else None
