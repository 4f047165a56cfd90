"""An answer written by a model: claims, the gate, one repair, and what does not pass is dropped.

Knows the order of the steps and what a person is told. Does not know how evidence was found, nor how a model is built.
Nothing here raises for a model's trouble: the answer without a model stands behind every step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from ingest.embedding.weights import cache_folder
from qa.answer import Answer, Claim
from qa.ground import Gate, Rejected
from qa.llm.budget import Budget, estimate
from qa.llm.cache import ReplyCache
from qa.llm.fit import covers, speaks_of
from qa.llm.prompt import REPLY, first_messages, fitting, repair_messages
from qa.llm.talk import Talk
from qa.llm.trouble import what_went_wrong

if TYPE_CHECKING:
    from corpus.settings import Settings
    from qa.answer import Citation
    from qa.cite import Citer
    from qa.claim import Claim as Passed
    from qa.ground import Draft
    from qa.ground.model import Evidence
    from qa.llm.models import ChatModel
    from qa.llm.prompt import Message
    from qa.question import Plan

__all__ = ["stream_answer", "write_answer"]

_COUNTED = {"aggregate"}  # kinds of question whose figures the program counts itself
_LISTED = {"aggregate", "list", "compare", "trend"}
_WRITTEN = {"answered", "not_stated"}  # what else is refused, is refused by rule


def write_answer(
    question: str,
    *,
    plan: Plan,
    evidence: Sequence[Evidence],
    extractive: Answer,
    model: ChatModel,
    citer: Citer,
    settings: Settings,
) -> Answer:
    """The answer that the model writes from the evidence, as far as it stands there; else `extractive`, marked as such.

    `citer` makes this answer's citations: give a new one. Never raises for what a model does or does not do.
    """
    last: Answer | Claim = extractive
    for last in stream_answer(  # noqa: B007
        question,
        plan=plan,
        evidence=evidence,
        extractive=extractive,
        model=model,
        citer=citer,
        settings=settings,
    ):
        pass
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
) -> Iterator[Claim | Answer]:
    """Each claim as it passes the gate, then the whole answer, last; see `write_answer`.

    The citations of a claim are in `citer.citations` when it is yielded.
    """
    if not evidence or extractive.status not in _WRITTEN:
        yield extractive
        return
    given = fitting(evidence, question, settings.token_budget)
    counted = plan.kind in _COUNTED
    if not given or (counted and len(given) < len(evidence)):
        yield _without(extractive, "No model was asked: the evidence is longer than token_budget allows.")
        return
    try:
        model.ready()
    except ModelError as error:
        yield _without(extractive, f"The model {model.name} {what_went_wrong(error, seconds=0)}.")
        return
    budget = Budget(seconds=settings.model_timeout, tokens=settings.token_budget)
    cache = ReplyCache(cache_folder()) if settings.answer_cache else None
    writing = _Writing(
        gate=Gate(given, totals=extractive.answer if counted else None),
        talk=Talk(model, budget=budget, cache=cache),
        citer=citer,
    )
    claims = writing.write(question, given, computed=extractive.answer if counted else None)
    if counted:
        claims = writing.held(claims, partial(covers, given), "left out some of what was counted")
    elif not extractive.answered:
        claims = writing.held(claims, partial(speaks_of, plan.topics), "wrote of other things than what was asked")
    yield from claims
    yield writing.answer(question, extractive, model, together="\n" if plan.kind in _LISTED or plan.asks_list else " ")


class _Writing:
    """One answer in the making."""

    def __init__(self, *, gate: Gate, talk: Talk, citer: Citer) -> None:
        self._gate = gate
        self._talk = talk
        self._citer = citer
        self._claims: list[Claim] = []
        self._dropped = 0
        self._trouble: str | None = None

    def write(self, question: str, evidence: Sequence[Evidence], *, computed: str | None) -> Iterator[Claim]:
        """The claims that pass, at once or after one repair."""
        failed: list[Rejected] = []
        first = [first_messages(question, evidence, structured=form, computed=computed) for form in (True, False)]
        yield from self._round(first[0], first[1], failed)
        self._dropped = len(failed)
        if not failed or self._trouble is not None:
            return
        spoken_of = {quoted.evidence for one in failed for quoted in one.draft.quotes}
        spoken_of |= {ident for one in failed for p in one.problems for ident in re.findall(r"\be\d+\b", p.detail)}
        again = [one for one in evidence if one.id in spoken_of] or evidence
        second = [repair_messages(question, again, failed, structured=form) for form in (True, False)]
        if sum(estimate(text) for _, text in second[0]) + REPLY > self._talk.budget.tokens:
            return
        before = len(self._claims)
        still: list[Rejected] = []
        yield from self._round(second[0], second[1], still)
        # A claim that was split in two while it was mended must not make the count of what is missing negative.
        self._dropped = max(0, len(failed) - (len(self._claims) - before))
        self._trouble = None if self._claims else self._trouble

    def held(self, claims: Iterator[Claim], fits: Callable[[Sequence[Citation]], bool], unfit: str) -> Iterator[Claim]:
        """The claims, held back until it is seen that together they fit; none, and why, if they do not."""
        held = list(claims)
        if fits(self._citer.citations):
            yield from held
        else:
            self._trouble = unfit if held else self._trouble
            self._claims.clear()

    def _round(
        self, structured: Sequence[Message], lines: Sequence[Message], failed: list[Rejected]
    ) -> Iterator[Claim]:
        try:
            for draft in self._talk.drafts(structured, lines):
                claim = self._checked(draft, failed)
                if claim is not None:
                    yield claim
        except Exception as error:
            self._trouble = what_went_wrong(error, seconds=self._talk.budget.seconds)
        else:
            self._trouble = self._talk.fault

    def _checked(self, draft: Draft, failed: list[Rejected]) -> Claim | None:
        result = self._gate.check(draft)
        if isinstance(result, Rejected):
            failed.append(result)
            return None
        return self._claim(result)

    def _claim(self, passed: Passed) -> Claim | None:
        if any(passed.text == claim.text for claim in self._claims):
            return None
        claim = self._citer.cited(passed)
        self._claims.append(claim)
        return claim

    def answer(self, question: str, extractive: Answer, model: ChatModel, *, together: str) -> Answer:
        """What came of it."""
        usage = self._talk.usage or None
        if not self._claims:
            return replace(_without(extractive, self._why_not(model.name, extractive)), usage=usage)
        notes = []
        if self._dropped:
            some = "1 statement" if self._dropped == 1 else f"{self._dropped} statements"
            notes.append(f"{some} by the model left out: what it said does not stand in the reports.")
        if self._trouble:
            notes.append(f"The model {model.name} {self._trouble}; what it had said by then was checked and is shown.")
        return replace(
            extractive,
            question=question,
            status="answered",
            answer=together.join(claim.text for claim in self._claims),
            reason=extractive.reason if extractive.answered else None,
            claims=tuple(self._claims),
            citations=self._citer.citations,
            nearest=(),
            notes=(*extractive.notes, *notes),
            model=model.name,
            usage=usage,
        )

    def _why_not(self, name: str, extractive: Answer) -> str:
        if self._trouble:
            return f"The model {name} {self._trouble}."
        if self._dropped:
            return f"Nothing that the model {name} wrote stands in the reports."
        if extractive.answered:
            return f"The model {name} found no answer in the evidence."
        return f"The model {name} found none either."


def _without(extractive: Answer, why: str) -> Answer:
    """The answer without a model, marked as such."""
    marked = f"{why} This is the answer without a model." if extractive.answered else why
    return replace(extractive, notes=(*extractive.notes, marked), model=None)
