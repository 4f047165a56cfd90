"""A question about what reports record, answered: by the query that it is read as, else by the plan, or refused with
the nearest questions that would be understood.

Knows readings, the program's and a chat model's, queries and what the facts table tells of them. Does not know
passages: None here means that they are to be searched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qa.answer import Answer, refused
from qa.extract.naming import other_role
from qa.facts import answer_from_facts, answer_queries, not_understood, offered, runs
from qa.facts.own_areas import areas_in, judged_by_none, judging
from qa.facts.people import as_published
from qa.facts.recalled import changed_by_recalled
from qa.facts.recorded import regulations_of, tell_recorded
from qa.plan.bodies import of_others
from qa.plan.expected import lists_improvements
from qa.plan.notation import write_query
from qa.plan.plain import is_look_up, to_data
from qa.plan.records import read_recorded
from qa.plan.say import say
from qa.question import Scope
from qa.readings import WORTH, every_reading, names_left, of_the_last, readings_of
from qa.translate.choose import Reading, records_meant
from qa.translate.proposed import proposed
from qa.translate.slots import marked_question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.model import Report
    from qa.cite import Citer
    from qa.facts import FactAnswer
    from qa.plan.parse import Parsed
    from qa.plan.query import Query
    from qa.question import Catalogue, Plan, Selection
    from qa.resources import Resources

__all__ = ["answer_from_records", "answer_recorded", "offer_readings"]

_OF_RECORDS = ("judgement", "trend", "compare", "person", "date")
_LIKELY = 0.15  # how sure all readings are together where what is recorded is likely to be meant
_OFFERED = 2  # readings offered in a refusal


def answer_from_records(
    plan: Plan, parsed: Parsed, selection: Selection, citer: Citer, resources: Resources, *, catalogue: Catalogue
) -> Answer | None:
    """The answer out of what reports record, or the refusal of a question about it that was not understood.

    `catalogue` are the reports that may be counted. None where it is no question about that. A question about a set
    that is not surely read as a query is never answered out of single reports.
    """
    reports = _judging(plan, parsed, catalogue)
    measured = bool(plan.measures)
    # "From one report to the next" is no question of what is to come.
    future = plan.future and (parsed.query is None or parsed.query.over == "reports")
    read: Sequence[Reading] = ()
    # What the plan knows to be asked of the text is read as a query by the rules or not at all.
    why = plan.asks_why and not parsed.about_a_set
    of_text = plan.kind in ("list", "number") and (parsed.query is None or bool(parsed.topics))
    of_text = why or ((of_text or lists_improvements(plan)) and not parsed.about_a_set)
    # Where one authority is meant, what is counted is in its report.
    alone = parsed.counts_else and not measured
    alone = alone and len({one.authority for one in (selection.reports or reports)}) == 1
    of_text = of_text or alone
    counted = measured and not parsed.judged
    if parsed.about_a_set and of_others(plan.question, parsed.topics):
        return _read_else(plan, parsed, (), citer, resources, catalogue=None)
    of_records = not (counted or future or of_text or selection.status == "ambiguous")
    if of_records:
        read = readings_of(plan, parsed, resources, catalogue, reports=reports)
        if read and read[0].certain and not names_left(plan, read[0]):
            queries = tuple(as_published(one, plan.question) for one in read[0].queries)
            if why_none := next(filter(None, (judged_by_none(one, reports) for one in queries)), None):
                return refused(why_none, "not_stated")
            stated = answer_queries(queries, resources.store, reports)
            if stated is not None:
                otherwise = (changed_by_recalled(one, resources.store, reports) for one in queries)
                stated = next(filter(None, otherwise), stated)
                return _understood_as(queries, _told(stated, citer))
            if selection.status == "no_such_report":
                return None  # of that time there is none: which there are is said instead
    asking = (
        catalogue if read and not names_left(plan, read[0]) else None
    )  # what a chat model may read the question over
    unsure = bool(read) and (read[0].of_records or (parsed.query is not None and not parsed.topics))
    # No sentences are given where it is likely enough that a grade, a date or a name is asked for.
    likely = sum(one.sure for one in read if not one.held) >= _LIKELY
    # When something happened that nothing knows ("when did it open?"), a text may say.
    in_text = plan.answer_type == "date" and bool(parsed.topics)
    of_the_text = plan.kind in ("number", "list", "date", "person")  # unless records are surely meant
    unsure = unsure or (likely and not of_the_text)
    if of_records and not in_text and not unsure:
        unsure = records_meant(plan.question, catalogue, resources.translator, surely=of_the_text)
    # Who of several is better, no sentence of one report tells.
    ranked = parsed.ranks and len(plan.authorities) > 1
    every = plan.kind == "aggregate" and not plan.authorities
    unread = unsure or (parsed.query is None and (parsed.about_a_set or parsed.recorded or ranked or every))
    if (unread or parsed.about_a_set) and not (measured or plan.future or why or alone):
        # Who is not here is no word that was not understood.
        unheld = selection.status == "no_such_authority"
        return None if unheld else _read_else(plan, parsed, read, citer, resources, catalogue=asking)
    found = None if parsed.headed or alone else answer_from_facts(plan, resources.store, reports)
    # By the plan a word that nothing knows would be passed over.
    answered = found is not None and found.status == "answered"
    dropped = answered and bool(parsed.topics) and not measured and plan.kind in _OF_RECORDS
    # Who led an inspection is recorded: of a sentence that names somebody, nothing would say that it is he.
    led = found is None and parsed.led and bool(plan.authorities) and not other_role(plan.question)
    if dropped or led or (found is None and parsed.graded and plan.kind not in ("number", "list")):
        return _read_else(plan, parsed, read, citer, resources, catalogue=asking)
    return None if found is None else _told(found, citer)


def answer_recorded(
    plan: Plan, citer: Citer, resources: Resources, *, catalogue: Catalogue, many: str, either: bool
) -> Answer | None:
    """The answer about a score, a regulation, a figure of the body, a person of it or the grade before (`many` is the
    word for the bodies, `either` that it may mean several kinds); None where the question asks for none of these, or
    not only for it.
    """
    reports = _allowed(plan, catalogue)
    if plan.absent_authorities or plan.unknown_places or plan.ambiguous or plan.future or plan.asks_why:
        return None
    whose = [one for one in reports if one.authority in plan.authorities] if plan.authorities else reports
    regulations = regulations_of(resources.store, whose)
    asks = read_recorded(plan.question, catalogue, regulations, named=bool(plan.authorities))
    if asks is None or (either and asks.kind != "inspection"):
        return None
    told = tell_recorded(asks, resources.store, reports, bodies=plan.authorities, many=many)
    return None if told is None else _told(told, citer)


def _read_else(
    plan: Plan,
    parsed: Parsed,
    readings: Sequence[Reading],
    citer: Citer,
    resources: Resources,
    *,
    catalogue: Catalogue | None,
) -> Answer:
    """The answer to the query that a chat model reads in the question, where one is named that was found able to read
    questions (qa/llm/quiz.py), over the `catalogue`; else the refusal, and always where that is None.
    """
    model = resources.model if catalogue is not None else None
    if model is None or catalogue is None or not model.can("query"):
        return _refused(parsed, readings, citer)
    from qa.llm.queries import write_queries

    marked = marked_question(plan.question, catalogue)
    written = write_queries(marked.bare, tuple(marked.slots), model=model, settings=resources.settings)
    reading: Reading | None = None
    if written.lines:
        reading = proposed(plan.question, catalogue, parsed, resources.translator, written.lines)
    if reading is not None and all(map(runs, reading.queries)):
        reports = _judging(plan, parsed, catalogue)
        queries = of_the_last(reading, reports)
        stated = answer_queries(queries, resources.store, reports)
        if stated is not None:
            return replace(_understood_as(queries, _told(stated, citer), by=model.name), usage=written.usage)
    remark = ""
    if written.lines:
        remark = f"The query that the model {model.name} wrote for it leaves out what the question says, or adds to it."
    elif written.trouble:
        remark = f"The model {model.name} {written.trouble}."
    refused = _refused(parsed, readings, citer)
    return replace(refused, notes=(*refused.notes, *([remark] if remark else [])), usage=written.usage)


def _refused(parsed: Parsed, readings: Sequence[Reading], citer: Citer) -> Answer:
    """The refusal, with the likeliest readings in plain words; as data they are queries that a chat can take up."""
    nearest = _worth(readings)
    answer = _told(not_understood(parsed, list(nearest)), citer)
    return replace(answer, understood=_as_offered(nearest)) if nearest else answer


def offer_readings(answer: Answer, plan: Plan, parsed: Parsed, resources: Resources, *, catalogue: Catalogue) -> Answer:
    """The refusal of a question that no text answers, with what it may ask of the records."""
    nearest = {} if plan.measures or plan.future else _worth(every_reading(plan, parsed, resources, catalogue))
    if not nearest:
        return answer
    said = f"{answer.answer} {offered(list(nearest))}"
    return replace(answer, answer=said, reason=said, understood={**answer.understood, **_as_offered(nearest)})


def _worth(readings: Sequence[Reading]) -> dict[str, tuple[Query, ...]]:
    """The likeliest readings that are worth offering, in words, each with its queries."""
    worth = {"; ".join(map(say, one.queries)): one.queries for one in readings if one.sure >= WORTH}
    return dict(list(worth.items())[:_OFFERED])


def _as_offered(nearest: Mapping[str, Sequence[Query]]) -> dict[str, Any]:
    """As data, which a chat can take up."""
    return {"nearest": [{"as": said, "queries": [write_query(one) for one in each]} for said, each in nearest.items()]}


def _understood_as(queries: Sequence[Query], answer: Answer, *, by: str = "") -> Answer:
    """The answer with the query that gave it, in words and as data; the words are a remark too, but of a look-up that
    the program has read itself. `by` is the chat model that read it.
    """
    said = "; ".join(say(query) for query in queries)
    plain = not by and all(is_look_up(query) for query in queries)
    remark = () if plain else (f"Understood as: {said}{f', as the model {by} read it' if by else ''}.",)
    data = [to_data(query) for query in queries]
    return replace(
        answer,
        notes=(*remark, *answer.notes),
        understood={
            "as": said,
            "query": data[0] if len(data) == 1 else data,
            "queries": [write_query(query) for query in queries],
            **({"read_by": by} if by else {}),
        },
    )


def _judging(plan: Plan, parsed: Parsed, catalogue: Catalogue) -> tuple[Report, ...]:
    """The reports that the caller's filters let through; of a question about grades, without those of inspections of
    another kind, unless it says when.
    """
    reports = _allowed(plan, catalogue)
    areas = {*plan.areas, *(areas_in(parsed.query) if parsed.query is not None else ())}
    graded = bool(areas) or plan.kind in ("judgement", "trend", "compare") or plan.direction is not None
    return tuple(judging(areas or {"overall"}, reports)) if graded and not plan.periods else reports


def _allowed(plan: Plan, catalogue: Catalogue) -> tuple[Report, ...]:
    """The reports that the caller's filters let through."""
    scope, reports = plan.scope, catalogue.reports
    return reports if scope == Scope() else tuple(report for report in reports if scope.admits(report))


def _told(stated: FactAnswer, citer: Citer) -> Answer:
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
