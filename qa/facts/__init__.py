"""Answers read off the facts table: grades, dates, people, standard figures, sets, comparisons and changes over time.

Knows plans, facts and reports. Does not know passages or vectors: what no fact tells is None here, and the passages
are searched instead. `answer_from_facts` is the way in; a `FactAnswer` carries the stored facts whose spans bear each
claim.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qa.facts.compare import answer_compare, answer_trend
from qa.facts.execute import run
from qa.facts.figures import answer_figures
from qa.facts.given import last_given
from qa.facts.grade_form import as_printed
from qa.facts.grades import answer_grades, gives_none, stated_before
from qa.facts.model import FactAnswer, FactClaim, refusal
from qa.facts.people import answer_date, answer_lookup, answer_person, told_of_the_next
from qa.facts.premise import check_premise
from qa.facts.present import present
from qa.facts.ranking import answer_ranking
from qa.facts.rows import judgements
from qa.facts.tell import tell
from qa.facts.truth import report_test
from qa.facts.unanswerable import unanswerable
from qa.language.phrasing import listed
from qa.plan import select_reports
from qa.plan.query import ALL, And, DateOf, authorities_of, report_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.facts.result import Result
    from qa.plan.parse import Parsed
    from qa.plan.query import Query
    from qa.question import Plan

__all__ = [
    "FactAnswer",
    "FactClaim",
    "answer_from_facts",
    "answer_queries",
    "answer_query",
    "last_given",
    "not_understood",
    "offered",
    "runs",
]


def not_understood(parsed: Parsed, nearest: Sequence[str] = ()) -> FactAnswer:
    """The refusal that quotes what stood in the way of a query, and offers the nearest that would be understood."""
    words = listed([f"“{one}”" for one in dict.fromkeys((*parsed.left, *parsed.topics))])
    about = "a set of reports" if parsed.about_a_set or not parsed.graded else "grades"
    what = (
        f"I did not understand {words} in a question about {about}."
        if words
        else ("I did not understand which reports or authorities this asks for.")
    )
    return refusal("not_understood", f"{what} {offered(nearest) if nearest else _EXAMPLES}")


def offered(nearest: Sequence[str]) -> str:
    """The readings that a refusal offers, as one question."""
    return f"Did you mean: {listed([f'“{one}”' for one in nearest], last='or')}?"


_ONE_REPORT = "One report is since the time asked for, which tells no change: those before are given, too."
_FEW = 5  # authorities named, of which the others are told as well
_BEFORE = re.compile(r"\b(?:before|beforehand|previously)\W*$", re.IGNORECASE)  # "What was the rating before?"
_EXAMPLES = (
    "You can ask, for instance: “Which authorities are good overall in their latest report?”, “How many reports of "
    "2022 graded care leavers outstanding?”, “Who was inadequate in 2014 and is good now?”"
)


def runs(query: Query) -> bool:
    """Whether the parts of a query go together, so that it can be run."""
    try:
        run(query, ())
    except (TypeError, ValueError):
        return False
    return True


def answer_queries(queries: Sequence[Query], store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    """The answers to two questions asked in one, each with its own; None where one of them has none."""
    found = [answer_query(query, store, reports) for query in queries]
    told = [one for one in found if one is not None]
    if len(told) < len(found):
        return None
    if len(told) == 1:
        return told[0]
    return FactAnswer(
        status="answered",
        text="\n\n".join(one.text for one in told),
        claims=tuple(claim for one in told for claim in one.claims),
        coverage=told[0].coverage,
        notes=tuple(dict.fromkeys(note for one in told for note in one.notes)),
    )


def answer_query(query: Query, store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    """Run a query over `reports` and tell what it finds; None where the reports it names are not there."""
    if (whole := _whole_history(query, reports)) is not None:
        found = answer_query(whole, store, reports)
        return found and replace(found, notes=(*found.notes, _ONE_REPORT))
    result = run(query, reports)
    names = authorities_of(query.universe)
    set_of_them = query.over == "authorities" and query.wants[0].kind in ("list", "count", "share")
    if not names or set_of_them:
        return as_printed(present(query, result, store, reports), store)
    within = report_test(query.universe)
    pool = [report for report in reports if report.authority in names and within(report)]
    if not pool or {report.authority for report in pool} != set(names):
        return None
    found = _with_the_one_before(query, pool, store, tell(query, result, pool, store)) or _untold(query, pool, store)
    found = _with_the_others(query, reports, pool, store, found, result=result)
    return None if found is None else as_printed(found, store)


def _whole_history(query: Query, reports: Sequence[Report]) -> Query | None:
    """A history since a time without that time, where one report of an authority is since then and others before."""
    parts, names = report_parts(query.universe), authorities_of(query.universe)
    rest = tuple(part for part in parts if not (isinstance(part, DateOf) and part.period.end == date.max))
    if query.over != "reports" or query.wants[0].kind != "history" or len(names) != 1 or len(rest) == len(parts):
        return None
    within, among = report_test(query.universe), report_test(And(rest))
    held = [bool(within(report)) for report in reports if report.authority in names and among(report)]
    return replace(query, universe=And(rest)) if sum(held) == 1 < len(held) else None


def _with_the_one_before(
    query: Query, pool: Sequence[Report], store: Store, found: FactAnswer | None
) -> FactAnswer | None:
    """Of "the last two" where one report is here: what that states of the inspection before stands first."""
    wanted = query.wants[0]
    if found is None or len(pool) > 1 or wanted.kind != "history" or wanted.last != 2:
        return found
    before = stated_before(wanted.areas or ("overall",), store, pool[0])
    if before.status != "answered":
        return found
    return replace(found, text=f"{before.text}\n{found.text}", claims=(*before.claims, *found.claims))


def _with_the_others(
    query: Query,
    reports: Sequence[Report],
    pool: Sequence[Report],
    store: Store,
    found: FactAnswer | None,
    *,
    result: Result,
) -> FactAnswer | None:
    """Of which of a few was first or last also the dates of the others, without which nobody could tell."""
    extreme = query.extreme
    if found is None or extreme is None or extreme.of != "date" or not 1 < len(authorities_of(query.universe)) <= _FEW:
        return found
    first = {report.number for member in result.members for report in member.reports}
    whole = run(replace(query, extreme=replace(extreme, limit=len(pool))), reports)
    others = tuple(one for one in whole.members if not first & {report.number for report in one.reports})
    beside = tell(query, replace(whole, members=others), pool, store) if 0 < len(others) < _FEW else None
    if beside is None or beside.status != "answered":
        return found
    lines = (f"Beside it: {claim.text}." for claim in beside.claims)
    return replace(found, text="\n".join([found.text, *lines]), claims=(*found.claims, *beside.claims))


def _untold(query: Query, pool: Sequence[Report], store: Store) -> FactAnswer | None:
    """What is said of one authority's grade that no report here gives: that of the inspection before, where its only
    report states it; else, asked of its latest report, that it is not recorded.
    """
    choice, wanted = query.choice, query.wants[0]
    if wanted.kind != "grades" or len(query.wants) > 1 or choice is None or len({one.authority for one in pool}) > 1:
        return None
    if choice.index == -2 and len(pool) == 1:
        return stated_before(wanted.areas or ("overall",), store, pool[0])
    if choice.index != -1 or query.where != ALL or isinstance(query.universe, And):
        return None
    last = max(pool, key=lambda one: str(one.placed))
    return refusal(
        "not_stated", gives_none(last, wanted.areas or ("overall",), judgements(store, [last]).get(last.number, {}))
    )


def answer_from_facts(plan: Plan, store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    """Answer `plan` from the facts of `reports`, or None where none of them tells and the passages must be searched.

    A question about an authority or a time that no report here is about is refused, and so is one whose premise a
    report contradicts; one about what is yet to come, or about a name that no report knows, is not stated.
    """
    if plan.future and (told := told_of_the_next(plan, store, select_reports(plan, reports).reports)):
        return told
    beyond = unanswerable(plan, store)
    if beyond is not None:
        return beyond
    found = _answered(plan, store, reports)
    return found and as_printed(replace(found, notes=(*plan.notes, *found.notes)), store)


def _answered(plan: Plan, store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    selection = select_reports(plan, reports)
    if selection.status == "no_such_report" and plan.kind == "judgement" and plan.which == "previous":
        only = select_reports(replace(plan, which="latest"), reports)
        if only.reports and not plan.topics:
            return stated_before(plan.areas or ("overall",), store, only.reports[0])
    if selection.status != "answered":
        return refusal(selection.status, selection.reason or "")
    if plan.kind == "judgement" and len(selection.reports) == 1 and not plan.topics and _BEFORE.search(plan.question):
        return stated_before(plan.areas or ("overall",), store, selection.reports[0])
    every = select_reports(replace(plan, which=None, periods=()), reports)
    correction = check_premise(plan, store, select_reports(replace(plan, grades=()), reports), every)
    if correction is not None:
        return correction
    for answer in (answer_figures, answer_person, answer_date, answer_lookup, answer_compare):
        found = answer(plan, store, selection)
        if found is not None:
            break
    else:
        found = answer_trend(plan, store, selection, every) or answer_grades(plan, store, selection, every)
        if found is None and plan.kind == "aggregate" and (plan.measures or (plan.superlative and not plan.grades)):
            found = answer_ranking(plan, store, selection)
    return found
