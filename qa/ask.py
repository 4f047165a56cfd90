"""The way of a question out, from end to end: plan, select, facts or passages, answer, citations or a refusal.

Knows the order of the steps. Does not know how any of them is done.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.errors import QuestionError
from qa.answer import Answer, Citation, Claim, Retrieved
from qa.cite import Citer
from qa.extract import extract
from qa.extract.refusal import refusal
from qa.facts import answer_from_facts, answer_query, not_understood
from qa.language.foreign import foreign_language
from qa.language.phrasing import listed
from qa.plan import plan_question, select_reports
from qa.plan.operators import denials
from qa.plan.parse import Parsed, parse
from qa.plan.plain import is_look_up, to_data
from qa.plan.say import say
from qa.question import Scope
from qa.search.retrieve import retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corpus.model import Report
    from qa.extract import Extraction
    from qa.facts import FactAnswer
    from qa.llm.models import ChatModel
    from qa.plan.query import Query
    from qa.question import Plan, Selection
    from qa.resources import Resources
    from qa.search.rerank import Candidate

__all__ = ["ask", "retrieved_of", "search", "stream"]

LONGEST_QUESTION = 2_000  # characters; more is no question, and would only slow the search
_KEPT = 20  # passages listed in an answer's `retrieved`
_IN_ENGLISH = "“How was Darlington rated in 2015?”, for instance."
_NEAREST = 3  # passages shown as nearest evidence of a refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A question as it was understood: the plan and the reports it is about."""

    plan: Plan
    selection: Selection
    citer: Citer
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The library's vectors, opened by the first search that is not narrowed to a few reports."""

    resources: Resources

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The ids of the `k` nearest passages with their similarity."""
        return self.resources.vectors.query(vector, k)


class Stopwatch:
    """Adds up the wall-clock seconds of named steps from its making on."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; a name used twice adds up."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._steps[name] = self._steps.get(name, 0.0) + time.perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        """The steps so far, and "total" since the watch was made."""
        return {**self._steps, "total": time.perf_counter() - self._begun}


def checked(question: str) -> str:
    """The question with its white space tidied; raises QuestionError when it cannot be asked."""
    text = re.sub(r"\s+", " ", question).strip()
    if not text:
        raise QuestionError('The question is empty. Ask one, such as "How was Darlington rated in 2015?"')
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {LONGEST_QUESTION:,} are read. Ask a shorter one."
        )
    if not re.search(r"\w", text):
        raise QuestionError(
            "The question has no words in it. Ask it in words, with the place and the year if you know them."
        )
    return text


def ask(question: str, *, resources: Resources, scope: Scope, query: Query | None = None) -> Answer:
    """Answer one question, or refuse; raises QuestionError when it cannot be asked, ModelError for a model misnamed."""
    *_, answer = stream(question, resources=resources, scope=scope, query=query)
    assert isinstance(answer, Answer)
    return answer


def stream(
    question: str, *, resources: Resources, scope: Scope, query: Query | None = None
) -> Iterator[Claim | Answer]:
    """The claims of a model, if one is set, each as it passes the gate; then the whole answer, last. See `ask`."""
    with resources.store.database.snapshot():
        yield from _stream(checked(question), resources, scope, query)


def _stream(question: str, resources: Resources, scope: Scope, query: Query | None = None) -> Iterator[Claim | Answer]:
    watch = Stopwatch()
    with watch.step("understand"):
        read = _read(question, resources, scope, query)
    answer = _answer(read, resources, watch)
    asked = answer.understood
    model = resources.model
    if model is not None:
        from qa.llm.chain import stream_answer
        from qa.llm.evidence import evidence_of

        if answer.status == "not_stated" and answer.retrieved:
            with watch.step("find"):
                answer = _found_otherwise(answer, read, resources, model)
        reports = {report.number: report for report in resources.catalogue.reports}
        citer = Citer(resources.store, reports)
        with watch.step("write"):
            for part in stream_answer(
                read.plan.question,
                plan=read.plan,
                evidence=evidence_of(answer, citer=citer, reports=reports),
                extractive=answer,
                model=model,
                citer=citer,
                settings=resources.settings,
            ):
                if isinstance(part, Claim):
                    yield part
                else:
                    answer = part
    yield replace(
        answer,
        question=question,
        notes=tuple(dict.fromkeys((*read.plan.notes, *read.parsed.notes, *answer.notes))),
        understood={
            **read.plan.understood(),
            **asked,
            "left": list(read.parsed.left),
            "unknown": list(read.parsed.topics),
        },
        seconds=watch.seconds(),
    )


def search(question: str, *, resources: Resources, scope: Scope) -> list[Candidate]:
    """The passages that fit a question, best first; raises QuestionError when it cannot be asked."""
    with resources.store.database.snapshot():
        read = _read(checked(question), resources, scope)
        return _retrieve(read, resources)


def _read(question: str, resources: Resources, scope: Scope, query: Query | None = None) -> _Read:
    """The question as understood; a `query` that a chat has made of it already is taken as it is."""
    catalogue = resources.catalogue
    plan = plan_question(question, catalogue=catalogue, scope=scope)
    selection = select_reports(plan, catalogue.reports)
    citer = Citer(resources.store, {report.number: report for report in catalogue.reports})
    parsed = parse(question, catalogue) if query is None else Parsed(query=query)
    return _Read(plan=plan, selection=selection, citer=citer, parsed=parsed)


def _answer(read: _Read, resources: Resources, watch: Stopwatch) -> Answer:
    language = foreign_language(read.plan.question)
    if language is not None and read.parsed.query is None:
        reason = f"This seems to be {language}. The reports are in English, and so must the question be: {_IN_ENGLISH}"
        return Answer(question="", status="not_understood", answer=reason, reason=reason)
    with watch.step("facts"):
        stated, query = _recorded(read, resources)
    if stated is not None:
        answer = _from_facts(stated, read.citer)
        return answer if query is None else _understood_as(query, answer)
    if read.selection.status != "answered":
        reason = read.selection.reason or "There is no report here that the question could be about."
        return Answer(question="", status=read.selection.status, answer=reason, reason=reason)
    with watch.step("find"):
        candidates = _retrieve(read, resources)
    with watch.step("extract"):
        found = extract(read.plan, candidates, store=resources.store)
        refused = refusal(read.plan, candidates, found, selection=read.selection)
    retrieved = tuple(retrieved_of(candidates, k=_KEPT))
    if refused is not None or found is None:
        assert refused is not None, "without an extraction there is always a refusal"
        return Answer(
            question="",
            status=refused.status,
            answer=refused.reason,
            reason=refused.reason,
            nearest=() if refused.status == "off_topic" else _nearest(candidates, read.citer),
            retrieved=retrieved,
        )
    denied = read.parsed.denials if read.plan.kind == "number" else ()
    if denied and not any(denials(_around(claim.text, found.value)) for claim in found.claims):
        words = listed([f"“{word}”" for word in denied])
        reason = (
            f"I found no figure that is said to be {words} so; the nearest sentences speak of the opposite. Ask for "
            "what the report counts, and see what is left of the total."
        )
        return Answer(
            question="",
            status="not_understood",
            answer=reason,
            reason=reason,
            nearest=_nearest(candidates, read.citer),
            retrieved=retrieved,
        )
    return replace(_from_extraction(found, read.citer), retrieved=retrieved)


def _around(text: str, value: str) -> str:
    """The part of a sentence between commas that the value stands in; the whole where it stands in none."""
    return next((part for part in text.split(",") if value and value in part), text)


def _understood_as(query: Query, answer: Answer) -> Answer:
    """The answer with the query that gave it, in words and as data; the words are a remark too, but of a look-up."""
    said = say(query)
    remark = () if is_look_up(query) else (f"Understood as: {said}.",)
    return replace(answer, notes=(*remark, *answer.notes), understood={"as": said, "query": to_data(query)})


def _allowed(read: _Read, resources: Resources) -> tuple[Report, ...]:
    """The reports that the caller's filters let through."""
    scope, reports = read.plan.scope, resources.catalogue.reports
    return reports if scope == Scope() else tuple(report for report in reports if scope.admits(report))


def _recorded(read: _Read, resources: Resources) -> tuple[FactAnswer | None, Query | None]:
    """The answer out of what reports record: by the query, where the question makes one and says nothing besides; and
    the query that gave it.

    A question about a set that makes none is not answered out of single reports: it is said what was not understood.
    """
    parsed, store, reports = read.parsed, resources.store, _allowed(read, resources)
    measured = bool(read.plan.measures)
    # "From one report to the next" is no question of what is to come.
    future = read.plan.future and (parsed.query is None or parsed.query.over == "reports")
    settled = not parsed.topics and not measured and not future and read.selection.status != "ambiguous"
    if parsed.query is not None and settled:
        stated = answer_query(parsed.query, store, reports)
        if stated is not None:
            return stated, parsed.query
    unread = parsed.query is None and (parsed.about_a_set or parsed.recorded)
    why = read.plan.asks_why and not parsed.about_a_set
    if (unread or parsed.about_a_set) and not measured and not read.plan.future and not why:
        # Who is not here is no word that was not understood.
        unheld = read.selection.status == "no_such_authority"
        return (None if unheld else not_understood(parsed)), None
    return answer_from_facts(read.plan, store, reports), None


def _retrieve(read: _Read, resources: Resources) -> list[Candidate]:
    return retrieve(
        read.plan,
        store=resources.store,
        vectors=_Nearest(resources),
        encoder=resources.encoder,
        reports=read.selection,
        reranker=resources.settings.reranker,
    )


def _found_otherwise(answer: Answer, read: _Read, resources: Resources, model: ChatModel) -> Answer:
    """The refusal with what a second search finds, by the model's words for what was asked, among its passages."""
    from qa.llm.terms import search_terms

    terms = search_terms(read.plan.question, model=model, settings=resources.settings)
    if not terms:
        return answer
    plan = replace(read.plan, question=" ".join([read.plan.question, *terms]))
    second = retrieved_of(_retrieve(replace(read, plan=plan), resources), k=_KEPT // 2)
    merged = [one for pair in zip(second, answer.retrieved, strict=False) for one in pair]
    kept = {(one.report, one.start): one for one in [*merged, *answer.retrieved]}
    return replace(answer, retrieved=tuple(kept.values())[:_KEPT])


def _from_facts(stated: FactAnswer, citer: Citer) -> Answer:
    claims = tuple(citer.cited(one.claim(citer.lines)) for one in stated.claims)
    return Answer(
        question="",
        status=stated.status,
        answer=stated.text,
        reason=stated.reason or stated.coverage,
        claims=claims,
        citations=citer.citations,
        notes=stated.notes,
    )


def _from_extraction(found: Extraction, citer: Citer) -> Answer:
    claims = tuple(map(citer.cited, found.claims))
    return Answer(question="", status="answered", answer=found.answer, claims=claims, citations=citer.citations)


def _nearest(candidates: Sequence[Candidate], citer: Citer) -> tuple[Citation, ...]:
    """The best sentence of each of the first passages, shown under the name of nearest evidence."""
    for candidate in candidates[:_NEAREST]:
        citer.cite(candidate.best.report, candidate.best.start, candidate.best.end)
    return citer.citations


def retrieved_of(candidates: Sequence[Candidate], *, k: int) -> list[Retrieved]:
    """The first `k` candidates in the answer's own form."""
    return [
        Retrieved(
            source=one.report.source,
            title=one.report.title,
            report=one.report.number,
            page=one.passage.page,
            start=one.passage.start,
            end=one.passage.end,
            score=one.score,
            text=one.passage.text,
        )
        for one in candidates[:k]
    ]
