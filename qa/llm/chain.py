"""An answer pointed at and worded by a model: the gate behind each claim, its sentence where it does not pass.

Knows the order of the steps and what a person is told. Does not know how sentences were found, how an answer is made of
them, nor how a model is built. Nothing here raises for a model's trouble: the answer without a model stands behind
every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from corpus.language.amounts import amounts
from ingest.embedding.weights import cache_folder
from qa.answer import Answer, Claim
from qa.claim import Claim as Passed
from qa.extract.model import Extraction, shown
from qa.ground import Gate
from qa.ground.model import Draft, Quoted
from qa.ground.normal import visible
from qa.llm.budget import Budget
from qa.llm.cache import ReplyCache
from qa.llm.fit import speaks_of
from qa.llm.ladder import PROMPT
from qa.llm.pointing import Pointer
from qa.llm.prompt import fitting
from qa.llm.talk import Talk
from qa.llm.trouble import what_went_wrong

if TYPE_CHECKING:
    from corpus.settings import Settings
    from qa.cite import Citer
    from qa.ground.model import Evidence
    from qa.llm.models import ChatModel
    from qa.llm.reply import Pointed, Reply
    from qa.question import Plan

__all__ = ["Compose", "stream_answer", "write_answer"]

Compose = Callable[[Sequence["Evidence"], str], Extraction | None]
"""The program's own answer out of sentences that were chosen, the best first, and the figure that is meant ("")."""

_WRITTEN = {"answered", "not_stated", "not_understood"}  # what else is refused, is refused by rule
_LISTED = {"aggregate", "list", "compare", "trend"}


def write_answer(
    question: str,
    *,
    plan: Plan,
    evidence: Sequence[Evidence],
    extractive: Answer,
    model: ChatModel,
    citer: Citer,
    settings: Settings,
    figure: bool = False,
    compose: Compose | None = None,
) -> Answer:
    """The answer that the model makes of the sentences, as far as it stands there; else `extractive`, marked as such.

    `evidence` are sentences, the likeliest first, their ids their numbers from 1 on. `citer` makes this answer's
    citations: give a new one. Never raises for what a model does or does not do.
    """
    *_, last = stream_answer(
        question,
        plan=plan,
        evidence=evidence,
        extractive=extractive,
        model=model,
        citer=citer,
        settings=settings,
        figure=figure,
        compose=compose,
    )
    assert isinstance(last, Answer)
    return last


def stream_answer(
    question: str,
    *,
    plan: Plan,
    evidence: Sequence[Evidence],
    extractive: Answer,
    model: ChatModel,
    citer: Citer,
    settings: Settings,
    figure: bool = False,
    compose: Compose | None = None,
) -> Iterator[Claim | Answer]:
    """Each claim that passed, then the whole answer, last; see `write_answer`.

    The reply is read whole before anything of it is shown: a model may take back what it began with. The citations of a
    claim are in `citer.citations` when it is yielded.
    """
    rung = model.answering
    sure = rung == "choose" and extractive.answered
    if not evidence or rung == "none" or sure or extractive.status not in _WRITTEN:
        yield extractive
        return
    given = fitting(evidence, question, rung=rung, tokens=min(PROMPT[rung], settings.token_budget), figure=figure)
    if not given:
        yield _without(extractive, "No model was asked: token_budget leaves no room for a sentence.")
        return
    try:
        model.ready()
    except ModelError as error:
        yield _without(extractive, f"The model {model.name} {what_went_wrong(error, seconds=0)}.")
        return
    cache = ReplyCache(cache_folder()) if settings.answer_cache else None
    talk = Talk(model, budget=Budget(seconds=settings.model_timeout, tokens=settings.token_budget), cache=cache)
    writing = _Writing(given, plan=plan, talk=talk, model=model, citer=citer, compose=compose or _as_they_stand)
    writing.ask(question, figure=figure)
    answer = writing.answer(question, extractive, figure=figure)
    yield from answer.claims if answer.model else ()
    yield answer


class _Writing:
    """One answer in the making."""

    def __init__(
        self, given: Sequence[Evidence], *, plan: Plan, talk: Talk, model: ChatModel, citer: Citer, compose: Compose
    ) -> None:
        self._given = given
        self._plan = plan
        self._talk = talk
        self._model = model
        self._citer = citer
        self._compose = compose
        self._pointer = Pointer(given)
        self._gate = Gate(given)
        self._reply: Reply | None = None
        self._trouble: str | None = None
        self._dropped = 0  # claims that rest on nothing
        self._replaced = 0  # claims in whose place their sentence stands

    def ask(self, question: str, *, figure: bool) -> None:
        """Put the question to the model; what went wrong is kept."""
        try:
            self._reply = self._talk.reply(question, self._given, rung=self._model.answering, figure=figure)
            self._trouble = self._talk.fault
            self._dropped = self._reply.adrift
        except Exception as error:
            self._trouble = what_went_wrong(error, seconds=self._talk.budget.seconds)

    def answer(self, question: str, extractive: Answer, *, figure: bool) -> Answer:
        """What came of it."""
        usage = self._talk.usage or None
        made = self._made(figure=figure)
        if made is None:
            return replace(self._nothing(extractive), usage=usage)
        claims = tuple(map(self._citer.cited, made.claims))
        # A true sentence about something else is no answer: of a model that nobody has tried it is looked at.
        if not (extractive.answered or self._model.tried or speaks_of(self._plan.topics, self._citer.citations)):
            why = f"The model {self._model.name} wrote of other things than what was asked."
            return replace(_without(extractive, why), usage=usage)
        return replace(
            extractive,
            question=question,
            status="answered",
            answer=made.answer,
            reason=extractive.reason if extractive.answered else None,
            claims=claims,
            citations=self._citer.citations,
            nearest=(),
            notes=(*extractive.notes, *self._notes()),
            model=self._model.name,
            usage=usage,
        )

    def _made(self, *, figure: bool) -> Extraction | None:
        """The answer of the claims that pass and the sentences of those that do not; None where nothing is left."""
        said: list[Passed] = []
        chosen: list[Evidence] = []
        meant = ""
        worded = False
        for one in self._reply.pointed if self._reply else ():
            sentences = self._pointer.sentences(one)
            if not sentences:
                self._dropped += 1
                continue
            chosen += sentences
            meant = meant or one.figure
            passed = self._passed(one, sentences, figure=figure)
            worded = worded or passed is not None
            said += [passed] if passed else [_sentence(each) for each in sentences]
        if not said:
            return None
        own = None if worded else self._compose(list(dict.fromkeys(chosen)), meant)
        if own is not None:
            return own
        unlike = list({one.text: one for one in said}.values())
        together = "\n" if self._plan.kind in _LISTED or self._plan.asks_list else " "
        return Extraction(answer=together.join(one.text for one in unlike), claims=tuple(unlike), family="finding")

    def _passed(self, one: Pointed, sentences: Sequence[Evidence], *, figure: bool) -> Passed | None:
        """The claim where it passes the gate, quoting its sentences whole; None where it does not, or says nothing."""
        if not one.text:
            return None
        draft = Draft(
            text=one.text,
            quotes=tuple(Quoted(evidence=each.id, text=each.text) for each in sentences),
            arithmetic=one.arithmetic,
        )
        result = self._gate.check(draft)
        if isinstance(result, Passed) and (amounts(result.text) or not figure):
            return result
        self._replaced += 1
        return None

    def _notes(self) -> list[str]:
        notes = []
        if self._replaced:
            some = "1 statement" if self._replaced == 1 else f"{self._replaced} statements"
            notes.append(
                f"{some} by the model went beyond the reports; the sentences meant stand in "
                f"{'its' if self._replaced == 1 else 'their'} place."
            )
        if self._dropped:
            some = "1 statement" if self._dropped == 1 else f"{self._dropped} statements"
            notes.append(f"{some} by the model left out: what it said does not stand in the reports.")
        if self._trouble:
            notes.append(
                f"The model {self._model.name} {self._trouble}; what it had said by then was checked and is shown."
            )
        return notes

    def _nothing(self, extractive: Answer) -> Answer:
        """The answer where the model gave none: without it; or, where one that can tell says so, a refusal."""
        name = self._model.name
        if self._trouble:
            unread = "form" in self._trouble and not self._model.tried
            advice = f" What it can do is found out by: inspectqa models --try {name}." if unread else ""
            return _without(extractive, f"The model {name} {self._trouble}.{advice}")
        if self._dropped:
            return _without(extractive, f"Nothing that the model {name} wrote stands in the reports.")
        if not extractive.answered:
            return _without(extractive, f"The model {name} found none either.")
        if not self._model.tried:
            return _without(extractive, f"The model {name} found no answer in the sentences it was shown.")
        reason = (
            f"The model {name} sees no answer in the sentences that were found; those that come nearest stand below."
        )
        return replace(
            extractive, status="not_stated", answer=reason, reason=reason, claims=(), citations=(),
            nearest=extractive.citations, model=name,
        )  # fmt: skip


def _as_they_stand(chosen: Sequence[Evidence], meant: str) -> Extraction | None:
    """The sentences as the answer."""
    claims = tuple(map(_sentence, chosen))
    return Extraction(answer="\n".join(f"“{one.text}”" for one in claims), claims=claims, family="finding")


def _sentence(one: Evidence) -> Passed:
    return Passed(text=visible(shown(one.text)), spans=((one.report, one.start, one.end),))


def _without(extractive: Answer, why: str) -> Answer:
    """The answer without a model, marked as such."""
    marked = f"{why} This is the answer without a model." if extractive.answered else why
    return replace(extractive, notes=(*extractive.notes, marked), model=None)
