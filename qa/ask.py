"""The way of a question out, from end to end: plan, select, facts or passages, answer, citations or a refusal.

Knows the order of the steps. Does not know how any of them is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.unread import not_searched
from qa.across import answer_by_quotes, answer_by_theme
from qa.answer import Answer, Claim, refused
from qa.language.foreign import foreign_language
from qa.language.phrasing import listed
from qa.plan import plan_question, select_reports
from qa.plan.bodies import asked_of, asks_of_many, held_to, not_of_one_kind
from qa.plan.expected import AMOUNTS, expected_answer_type
from qa.plan.named_here import with_named
from qa.plan.parse import Parsed, parse
from qa.plan.quotation import asks_quotation
from qa.plan.said_of import said_of
from qa.plan.summary import asks_summary
from qa.prose import KEPT, Prose, Stopwatch, answer_from_prose, passages, retrieved_of
from qa.question import Catalogue, Scope, checked
from qa.records import answer_from_records, answer_recorded, offer_readings
from qa.summaries import answer_summary, summarise
from qa.translate.asides import Spoken, spoken
from qa.translate.choose import records_meant
from qa.unembedded import noted

if TYPE_CHECKING:
    from qa.answer import Status
    from qa.cite import Citer
    from qa.extract import Extraction
    from qa.ground.model import Evidence
    from qa.llm.models import ChatModel
    from qa.plan.bodies import AsOfCouncils
    from qa.plan.query import Query
    from qa.question import Plan, Selection
    from qa.resources import Resources
    from qa.search.rerank import Candidate
    from qa.themes import Each

__all__ = ["ask", "retrieved_of", "search", "stream"]

_IN_ENGLISH = "“How was Darlington rated in 2015?”, for instance."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A question as it was understood: the plan and the reports it is about."""

    plan: Plan
    selection: Selection
    citer: Citer
    parsed: Parsed
    asked: AsOfCouncils
    catalogue: Catalogue


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
        # A query that a chat has made of the question is all of it.
        said = Spoken(question=question) if query is not None else _spoken(question, resources)
        read = _read(said.question, resources, scope, query)
    made = _answer(read, resources, watch)
    # A set of which the library holds one member alone is not asked for without a word that says so.
    of_a_set = read.parsed.query is not None and read.parsed.query.over == "authorities"
    if query is None and (of_a_set or made.answer.status == "not_understood"):
        read, made = _of_the_only_body(read, made, resources, scope, watch)
    answer, asked = made.answer, made.answer.understood
    if resources.model is not None and found is not None:
        found(answer)
    if resources.model is not None and made.candidates:
        with watch.step("write"):
            for part in _written(made, read, resources, resources.model):
                if isinstance(part, Claim):
                    yield part
                else:
                    answer = part
    yield replace(
        answer,
        question=question,
        notes=tuple(
            dict.fromkeys(
                (
                    *read.plan.notes,
                    *read.parsed.notes,
                    *said.notes(),
                    *answer.notes,
                    *_unread(answer, read),
                    *_unplaced(read, resources),
                )
            )
        ),
        understood={
            **read.plan.understood(),
            **asked,
            "aside": list(said.asides),
            "left": list(read.parsed.left),
            "unknown": list(read.parsed.topics),
        },
        seconds=watch.seconds(),
    )


def _unplaced(read: _Read, resources: Resources) -> list[str]:
    """Where bodies within a council's area are asked for: how many reports do not say in which theirs lies."""
    scope = read.asked.scope
    if not scope.councils:
        return []
    anywhere = replace(scope, councils=())
    count = sum(one.council is None and anywhere.admits(one) for one in resources.catalogue.reports)
    said = "1 report does" if count == 1 else f"{count} reports do"
    return (
        [f"{said} not say in which council's area its body lies, and {'is' if count == 1 else 'are'} not counted."]
        if count
        else []
    )


def _of_the_only_body(
    read: _Read, made: Prose, resources: Resources, scope: Scope, watch: Stopwatch
) -> tuple[_Read, Prose]:
    """The question put of the only body that there are reports on, where it names none: "Overall rating?"

    As it was where that is no better.
    """
    names = read.catalogue.authorities
    named = read.plan.placeless != read.plan.question or read.plan.unknown_places
    others = any(report.authority is None for report in read.catalogue.reports)
    if len(names) != 1 or others or named or asks_of_many(read.plan.question):
        return read, made
    again = _read(f"{read.plan.question.rstrip(' ?.!')} for {names[0]}?", resources, scope)
    told = _answer(again, resources, watch)
    if told.answer.status not in ("answered", "not_stated"):
        return read, made
    note = f"Read as asked about {names[0]}, the only one that there are reports on here."
    return again, replace(told, answer=replace(told.answer, notes=(note, *told.answer.notes)))


def _unread(answer: Answer, read: _Read) -> list[str]:
    """Where the reports searched do not say it: which of their pages could not be read, and so may say it."""
    return not_searched(read.selection.reports) if answer.status in ("not_stated", "off_topic") else []


def search(question: str, *, resources: Resources, scope: Scope) -> list[Candidate]:
    """The passages that fit a question, best first; raises QuestionError when it cannot be asked."""
    with resources.store.database.snapshot():
        read = _read(_spoken(checked(question), resources).question, resources, scope)
        return passages(read.plan, read.selection, resources)


def _spoken(question: str, resources: Resources) -> Spoken:
    """The question without what is said beside it; the translator is loaded only where there may be such."""
    return spoken(question, resources.catalogue, lambda: resources.translator)


def _read(question: str, resources: Resources, scope: Scope, query: Query | None = None) -> _Read:
    """The question as understood; a `query` that a chat has made of it already is taken as it is."""
    catalogue = resources.catalogue
    asked = asked_of(question, catalogue, scope)
    if asked.scope != scope:
        catalogue = Catalogue.of(report for report in catalogue.reports if asked.scope.admits(report))
    plan = plan_question(asked.question, catalogue=catalogue, scope=asked.scope)
    named = with_named(plan, catalogue, resources.store)
    if named is not None:
        catalogue = named
        plan = plan_question(asked.question, catalogue=catalogue, scope=asked.scope)
    selection = select_reports(plan, catalogue.reports)
    parsed = parse(asked.question, catalogue) if query is None else Parsed(query=query, given=True)
    return _Read(
        plan=plan, selection=selection, citer=resources.citer(), parsed=parsed, asked=asked, catalogue=catalogue
    )


def _answer(read: _Read, resources: Resources, watch: Stopwatch) -> Prose:
    language = foreign_language(read.plan.question)
    if language is not None and read.parsed.query is None:
        reason = f"This seems to be {language}. The reports are in English, and so must the question be: {_IN_ENGLISH}"
        return _said("not_understood", reason)
    if not read.asked.unheld and (own := _recorded(read, resources)) is not None:
        return Prose(answer=own)
    quotation = asks_quotation(read.plan.placeless)
    # "Everybody says 'good councils are rare'. How many are?" quotes no report.
    if quotation is not None and records_meant(read.plan.question, read.catalogue, resources.translator, surely=True):
        quotation = None
    if quotation is not None and read.selection.reports and read.selection.status == "answered":
        with watch.step("find"):
            told = answer_by_quotes(read.plan, read.selection, read.citer, resources, quotation)
        return Prose(answer=noted(told, read.selection.reports, resources))
    if read.parsed.theme and not read.plan.measures and read.selection.reports:
        words = " ".join(read.parsed.topics)
        return Prose(answer=_by_theme(read, resources, watch, each="authority", words=words))
    wanted = asks_summary(read.plan.placeless)
    if wanted is not None and len(read.plan.authorities) == 1 and read.selection.reports:
        with watch.step("find"):
            report = max(read.selection.reports, key=lambda one: str(one.dated or ""))
            found = summarise(report, store=resources.store)
            return Prose(answer=answer_summary(found, read.citer, problems=wanted == "problems"))
    councils = read.asked.scope.councils
    if councils and not read.catalogue.reports:
        reason = f"No report here on {read.asked.many} says that one of them lies in {listed(councils, last='or')}."
        return _said("no_such_report", reason)
    if read.asked.unheld:
        return _said("no_such_report", read.asked.unheld)
    mixed = not_of_one_kind(read.asked, read.catalogue)
    of_a_set = read.parsed.query is not None or read.parsed.about_a_set
    if mixed is not None and of_a_set and not read.parsed.theme and not read.plan.authorities:
        return _said("ambiguous", mixed)
    with watch.step("facts"):
        recorded = answer_from_records(
            read.plan, read.parsed, read.selection, read.citer, resources, catalogue=_held(read)
        )
    if recorded is not None:
        return Prose(answer=_worded(recorded, read.asked))
    if read.selection.status != "answered":
        reason = read.selection.reason or "There is no report here that the question could be about."
        return _said(read.selection.status, read.asked.worded(reason))
    if _asks_of_many(read.plan, read.selection):
        return Prose(answer=_by_theme(read, resources, watch, each="report"))
    made = answer_from_prose(
        read.plan, read.selection, denials=read.parsed.denials, resources=resources, citer=read.citer, watch=watch
    )
    told = noted(made.answer, read.selection.reports, resources)
    about = said_of(read.plan.placeless) if told.status == "not_stated" and read.plan.kind == "finding" else ""
    if about:  # no sentence answers it more than another: each report's best on the theme does
        told = _by_theme(read, resources, watch, each="report", words=about)
    elif told.status == "not_stated":
        told = offer_readings(told, read.plan, read.parsed, resources, catalogue=_held(read))
    return replace(made, answer=told)


def _by_theme(read: _Read, resources: Resources, watch: Stopwatch, *, each: Each, words: str = "") -> Answer:
    """What the selected reports say of a theme, by default that of the whole question."""
    with watch.step("find"):
        told = answer_by_theme(read.plan, read.selection, read.citer, resources, each=each, words=words)
    return noted(told, read.selection.reports, resources)


def _recorded(read: _Read, resources: Resources) -> Answer | None:
    """The answer out of what else than grades and dates is recorded, if that alone is asked about."""
    if read.parsed.given:
        return None
    asked = read.asked
    either = bool(asked.either)
    return answer_recorded(read.plan, read.citer, resources, catalogue=read.catalogue, many=asked.many, either=either)


def _held(read: _Read) -> Catalogue:
    """What is counted, ranked and followed over time: reports on bodies of one kind."""
    scope = held_to(read.asked, read.catalogue)
    if scope.kinds == read.plan.scope.kinds:
        return read.catalogue
    held = [report for report in read.catalogue.reports if scope.admits(report)]
    # Of whom there is a report, it is never said that there is none.
    named = [report for report in read.catalogue.reports if report.authority in read.plan.authorities]
    return Catalogue.of(held) if not named or any(one in held for one in named) else read.catalogue


def _worded(answer: Answer, asked: AsOfCouncils) -> Answer:
    """An answer out of what is recorded, in the words for the bodies that were asked about."""
    if not asked.explicit:
        return answer
    told = {**answer.understood}
    if isinstance(told.get("as"), str):
        told["as"] = asked.worded(told["as"])
    return replace(
        answer,
        answer=asked.worded(answer.answer),
        reason=asked.worded(answer.reason) if answer.reason else answer.reason,
        notes=tuple(asked.worded(note) for note in answer.notes),
        claims=tuple(replace(claim, text=asked.worded(claim.text)) for claim in answer.claims),
        understood=told,
    )


def _said(status: Status, reason: str) -> Prose:
    return Prose(answer=refused(reason, status))


def _asks_of_many(plan: Plan, selection: Selection) -> bool:
    """Whether findings are asked for of no council in particular: one report's would not answer it."""
    several = len({report.authority or report.number for report in selection.reports}) > 1
    return several and plan.kind == "finding" and not plan.authorities and plan.answer_type not in AMOUNTS


def _written(made: Prose, read: _Read, resources: Resources, model: ChatModel) -> Iterator[Claim | Answer]:
    """The answer that the model makes of the sentences found; where it finds none, of those that its own words find."""
    parts = list(_put_to(model, made, made.candidates, read, resources))
    if isinstance(parts[-1], Answer) and parts[-1].status == "not_stated" and model.can("write"):
        more = _found_otherwise(made.candidates, read, resources, model)
        if more:
            parts = list(_put_to(model, made, more, read, resources))
    yield from parts


def _put_to(
    model: ChatModel, made: Prose, candidates: Sequence[Candidate], read: _Read, resources: Resources
) -> Iterator[Claim | Answer]:
    from qa.extract.pointed import from_chosen
    from qa.llm.chain import stream_answer
    from qa.llm.evidence import gather
    from qa.llm.numbered import ranked

    plan, citer = read.plan, resources.citer()
    figure = expected_answer_type(plan) in AMOUNTS
    sentences = ranked(plan, candidates, resources.reader, figure=figure)
    reports = {report.number: report for report in resources.catalogue.reports}
    evidence = gather([(one.report, one.start, one.end) for one in sentences], citer=citer, reports=reports)

    def compose(chosen: Sequence[Evidence], meant: str) -> Extraction | None:
        some = [sentences[int(one.id) - 1] for one in chosen]
        return from_chosen(plan, some, candidates, store=resources.store, reader=resources.reader, meant=meant)

    yield from stream_answer(
        plan.question,
        plan=plan,
        evidence=evidence,
        extractive=made.answer,
        model=model,
        citer=citer,
        settings=resources.settings,
        figure=figure,
        compose=compose,
    )


def _found_otherwise(
    shown: Sequence[Candidate], read: _Read, resources: Resources, model: ChatModel
) -> list[Candidate]:
    """What a second search finds, by the model's words for what was asked, that the first did not."""
    from qa.llm.terms import search_terms

    terms = search_terms(read.plan.question, model=model, settings=resources.settings)
    if not terms:
        return []
    plan = replace(read.plan, question=" ".join([read.plan.question, *terms]))
    before = {one.passage.number for one in shown[:KEPT]}
    return [one for one in passages(plan, read.selection, resources) if one.passage.number not in before]
