"""The ways to read a question about what is recorded, over the reports at hand: which are sure, alone or together.

Knows readings and what each would tell. Does not know how an answer or a refusal is worded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.facts import answer_queries, last_given, runs
from qa.facts.own_areas import COUNCILS_AREAS, OFSTED_GRADES, areas_in, as_headlined, grades_in
from qa.plan.annotate import annotate
from qa.plan.now import grade_now, holds_now
from qa.translate.choose import Reading, likeliest
from qa.translate.slots import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from qa.plan.parse import Parsed
    from qa.plan.query import Query
    from qa.question import Catalogue, Plan
    from qa.resources import Resources

__all__ = ["WORTH", "every_reading", "names_left", "of_the_last", "readings_of"]

WORTH = 0.15  # how sure a reading has to be to be offered
_COMPARED = 6  # readings whose answers are held against each other


def readings_of(
    plan: Plan, parsed: Parsed, resources: Resources, catalogue: Catalogue, *, reports: Sequence[Report]
) -> Sequence[Reading]:
    """The ways to read the question that can be run over the catalogue, the surest first; `reports` are asked about."""
    found = every_reading(plan, parsed, resources, catalogue)
    read = [replace(one, queries=of_the_last(one, reports)) for one in found]
    return _the_same(read, plan, resources, reports) or _agreed(read, resources, reports)


def names_left(plan: Plan, reading: Reading) -> list[str]:
    """The names that nothing here knows and that may be whom the question is about: beside a place that is known, those
    that surely restrict nothing are not.
    """
    plain = reading.plain if plan.authorities else frozenset()
    return [name for name in plan.names if not all(word[0].casefold() in plain for word in WORD.finditer(name))]


def every_reading(plan: Plan, parsed: Parsed, resources: Resources, catalogue: Catalogue) -> list[Reading]:
    """The ways to read the question that can be run, surest first; the query that a chat has made of it alone."""
    if parsed.given and parsed.query is not None:
        return [Reading(queries=(parsed.query,), sure=1.0, signs={})]
    if _own_areas(plan.question, parsed, catalogue):
        # The translator was taught the areas of children's services alone, and would put one of them.
        # Who is best or worst, the rules' query does not say.
        whole = parsed.query is not None and not (parsed.topics or parsed.left) and runs(parsed.query)
        whole = whole and not (parsed.about_a_set and (plan.superlative or _without_a_grade(parsed)))
        return [Reading(queries=(parsed.query,), sure=1.0, signs={})] if whole and parsed.query is not None else []
    found = likeliest(plan.question, catalogue, parsed, resources.translator)
    said = grade_now(plan.question)
    return [one for one in found if all(runs(query) and holds_now(query, said) for query in one.queries)]


def _the_same(read: Sequence[Reading], plan: Plan, resources: Resources, reports: Sequence[Report]) -> list[Reading]:
    """Of a body with one report here, the likeliest reading where all that are worth offering come to one answer: then
    it does not matter which of them is meant. Else empty.
    """
    if len(plan.authorities) != 1 or plan.topics or plan.names or not read:
        return []
    if sum(report.authority == plan.authorities[0] for report in reports) != 1:
        return []
    worth = [one for one in read if one.sure >= WORTH]
    if not worth or any(one.held for one in worth):
        return []
    told = [answer_queries(one.queries, resources.store, reports) for one in worth]
    facts = {one.claims for one in told if one is not None and one.status == "answered"}
    if len(facts) != 1 or any(one is None or one.status != "answered" for one in told):
        return []
    return [replace(worth[0], sure=1.0), *read[1:]]


def _agreed(read: Sequence[Reading], resources: Resources, reports: Sequence[Report]) -> Sequence[Reading]:
    """The readings, first one that is sure where several that tell the very same are so together: which of these is
    meant does not matter.
    """
    if not read or read[0].certain:
        return read
    telling: dict[str, list[Reading]] = {}
    for one in read[:_COMPARED]:
        told = None if one.held else answer_queries(one.queries, resources.store, reports)
        if told is not None and told.status == "answered":
            telling.setdefault(told.text, []).append(one)
    together = max(telling.values(), key=lambda same: sum(one.sure for one in same), default=[])
    if not together:
        return read
    surer = replace(together[0], sure=min(1.0, sum(one.sure for one in together)))
    return [surer, *(one for one in read if one is not together[0])] if surer.certain else read


def _own_areas(question: str, parsed: Parsed, catalogue: Catalogue) -> bool:
    """Whether the question names an area or a grade that only reports on others than children's services give."""
    if parsed.query is not None and grades_in(parsed.query) - OFSTED_GRADES:
        return True
    own = {area for key in catalogue.frameworks if (one := framework(key)) for area in one.areas} - COUNCILS_AREAS
    if not own:
        return False
    said = {
        area for token in annotate(question, catalogue).tokens if token.has("set.areas") for area in token.value.names
    }
    return bool(own & (said | (areas_in(parsed.query) if parsed.query is not None else frozenset())))


def _without_a_grade(parsed: Parsed) -> bool:
    """Whether members are asked for by an area alone ("which care homes are safe?"): no grade says what that is."""
    asked = parsed.query is not None and any(want.kind == "grades" for want in parsed.query.wants)
    return asked and not parsed.graded


def of_the_last(reading: Reading, reports: Sequence[Report]) -> tuple[Query, ...]:
    """The reading's queries with "latest" as the latest report that can judge what is asked about, and "overall" as the
    area that is the whole there.
    """
    return tuple(last_given(as_headlined(query, reports), reports) for query in reading.queries)
