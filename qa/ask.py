"""The way of a question out, from end to end: plan, select, facts or passages, answer, citations or a refusal.

Knows the order of the steps. Does not know how any of them is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.across import answer_by_theme
from qa.answer import Answer, Claim
from qa.language.foreign import foreign_language
from qa.plan import plan_question, select_reports
from qa.plan.expected import AMOUNTS
from qa.plan.parse import Parsed, parse
from qa.plan.summary import asks_summary
from qa.prose import KEPT, Stopwatch, answer_from_prose, passages, retrieved_of
from qa.question import Scope, checked
from qa.records import answer_from_records
from qa.summaries import answer_summary, summarise
from qa.unembedded import noted

if TYPE_CHECKING:
    from qa.cite import Citer
    from qa.llm.models import ChatModel
    from qa.plan.query import Query
    from qa.question import Plan, Selection
    from qa.resources import Resources
    from qa.search.rerank import Candidate

__all__ = ["ask", "retrieved_of", "search", "stream"]

_IN_ENGLISH = "“How was Darlington rated in 2015?”, for instance."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A question as it was understood: the plan and the reports it is about."""

    plan: Plan
    selection: Selection
    citer: Citer
    parsed: Parsed


def ask(question: str, *, resources: Resources, scope: Scope, query: Query | None = None) -> Answer:
    """Answer one question, or refuse; raises QuestionError when it cannot be asked, ModelError for a model misnamed."""
    *_, answer = stream(question, resources=resources, scope=scope, query=query)
    assert isinstance(answer, Answer)
    return answer


def stream(
    question: str,
    *,
    resources: Resources,
    scope: Scope,
    query: Query | None = None,
    found: Callable[[Answer], None] | None = None,
) -> Iterator[Claim | Answer]:
    """The claims of a model, if one is set, each as it passes the gate; then the whole answer, last. See `ask`.

    `found` is told the answer made without a model, the evidence for what the model then words.
    """
    with resources.store.database.snapshot():
        yield from _stream(checked(question), resources, scope, query, found)


def _stream(
    question: str, resources: Resources, scope: Scope, query: Query | None, found: Callable[[Answer], None] | None
) -> Iterator[Claim | Answer]:
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
        if found is not None:
            found(answer)
        reports = {report.number: report for report in resources.catalogue.reports}
        citer = resources.citer()
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
        return passages(read.plan, read.selection, resources)


def _read(question: str, resources: Resources, scope: Scope, query: Query | None = None) -> _Read:
    """The question as understood; a `query` that a chat has made of it already is taken as it is."""
    catalogue = resources.catalogue
    plan = plan_question(question, catalogue=catalogue, scope=scope)
    selection = select_reports(plan, catalogue.reports)
    parsed = parse(question, catalogue) if query is None else Parsed(query=query, given=True)
    return _Read(plan=plan, selection=selection, citer=resources.citer(), parsed=parsed)


def _answer(read: _Read, resources: Resources, watch: Stopwatch) -> Answer:
    language = foreign_language(read.plan.question)
    if language is not None and read.parsed.query is None:
        reason = f"This seems to be {language}. The reports are in English, and so must the question be: {_IN_ENGLISH}"
        return Answer(question="", status="not_understood", answer=reason, reason=reason)
    if read.parsed.theme and not read.plan.measures and read.selection.reports:
        with watch.step("find"):
            answer = answer_by_theme(
                read.plan, read.selection, read.citer, resources, each="authority", words=" ".join(read.parsed.topics)
            )
        return noted(answer, read.selection.reports, resources)
    wanted = asks_summary(read.plan.placeless)
    if wanted is not None and len(read.plan.authorities) == 1 and read.selection.reports:
        with watch.step("find"):
            report = max(read.selection.reports, key=lambda one: str(one.dated or ""))
            found = summarise(report, store=resources.store)
            return answer_summary(found, read.citer, problems=wanted == "problems")
    with watch.step("facts"):
        recorded = answer_from_records(read.plan, read.parsed, read.selection, read.citer, resources)
    if recorded is not None:
        return recorded
    if read.selection.status != "answered":
        reason = read.selection.reason or "There is no report here that the question could be about."
        return Answer(question="", status=read.selection.status, answer=reason, reason=reason)
    if _asks_of_many(read.plan, read.selection):
        with watch.step("find"):
            answer = answer_by_theme(read.plan, read.selection, read.citer, resources, each="report")
    else:
        answer = answer_from_prose(
            read.plan, read.selection, denials=read.parsed.denials, resources=resources, citer=read.citer, watch=watch
        )
    return noted(answer, read.selection.reports, resources)


def _asks_of_many(plan: Plan, selection: Selection) -> bool:
    """Whether findings are asked for of no council in particular: one report's would not answer it."""
    several = len({report.authority for report in selection.reports}) > 1
    return several and plan.kind == "finding" and not plan.authorities and plan.answer_type not in AMOUNTS


def _found_otherwise(answer: Answer, read: _Read, resources: Resources, model: ChatModel) -> Answer:
    """The refusal with what a second search finds, by the model's words for what was asked, among its passages."""
    from qa.llm.terms import search_terms

    terms = search_terms(read.plan.question, model=model, settings=resources.settings)
    if not terms:
        return answer
    plan = replace(read.plan, question=" ".join([read.plan.question, *terms]))
    second = retrieved_of(passages(plan, read.selection, resources), k=KEPT // 2)
    merged = [one for pair in zip(second, answer.retrieved, strict=False) for one in pair]
    kept = {(one.report, one.start): one for one in [*merged, *answer.retrieved]}
    return replace(answer, retrieved=tuple(kept.values())[:KEPT])
