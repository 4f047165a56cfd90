"""Queries about authorities that a question names: the grade, the day, the person, the history of their reports.

Knows how what is asked and which report is meant make a query. Does not know how it is answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.conditions import all_of, report_condition
from qa.plan.named.areas import apart
from qa.plan.named.meant import as_named, counted_anyway, each_its_own, last_count, last_time, says_anything
from qa.plan.named.wants import wants_of_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token

__all__ = ["last_time", "named_query", "wants_of_named"]

_INDEX = {"latest": -1, "first": 0, "previous": -2, "next": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """What a question says of the reports it means, before it is a query."""

    clauses: list[Clause]
    areas: tuple[str, ...]
    of_areas: tuple[q.Want, ...]  # what is asked of a report's areas
    when: q.ReportCondition
    within: q.ReportCondition
    chosen: frozenset[str]
    last: int  # how many of the newest reports are meant; 0: no such count

    @property
    def graded(self) -> list[Clause]:
        return [one for one in self.clauses if one.grades]


def named_query(
    tokens: Sequence[Token], clauses: Sequence[Clause], universe: q.ReportCondition, text: str
) -> q.Query | None:
    """The query of a question that names its authorities, or None where some of it would be lost."""
    said = _said(tokens, clauses, universe)
    if said is None:
        return None
    if any(one.step is not None for one in said.clauses):
        return _change(tokens, said)
    graded = bool(said.graded)
    if any(token.has("noun.gap") and token.text.lower() == "how long" for token in tokens):
        return None  # a length of time, not a grade
    if not graded and any(token.has("want.how_many", "want.share") for token in tokens):
        return None  # a figure of the report's prose
    wants = said.of_areas or wants_of_named(tokens, said.areas, graded, text)
    if not wants or len(said.chosen) > 1:
        return None
    if said.last:
        return _history(said, said.last)
    choice = next(iter(said.chosen), "")
    if graded and choice == "latest" and last_time(said.clauses) and not _wants(wants, "leader", "times"):
        wants = (q.Want(kind="dates"),)
    if choice in ("ends", "last two"):
        last = 2 if choice == "last two" else 0
        if not _wants(wants, "dates", "leader"):
            return _history(said, last)
        return q.Query(over="reports", wants=tuple(replace(one, last=last) for one in wants), universe=said.within)
    if choice and choice not in _INDEX:
        return None
    return _of_one(said, wants, choice)


def _said(tokens: Sequence[Token], clauses: Sequence[Clause], universe: q.ReportCondition) -> _Named | None:
    """What the clauses say, or None where one says what no single report can show."""
    several = sum(len(token.value.names) for token in tokens if token.has("set.authorities")) > 1
    own = [as_named(one, several) for one in clauses if says_anything(one)]
    if any(one.again or one.days is not None or one.either or (one.beside and one.beside[0][0]) for one in own):
        return None
    own = [replace(one, bound=None) if counted_anyway(one) else one for one in own]
    last = last_count(own)
    if last is None and any(one.bound is not None for one in own):
        return None
    own = [replace(one, bound=None, choice="" if last else one.choice) for one in own]
    areas = tuple(dict.fromkeys(name for one in own for listed in one.areas for name in listed.names))
    own, of_areas = apart(own)
    if any(one.negated for one in own):
        return None
    bare = [replace(one, grades=[], judged=None, areas=[], step=None) for one in own]
    when = _times(bare)
    return _Named(
        clauses=own,
        areas=areas,
        of_areas=of_areas,
        when=when,
        within=each_its_own(bare) or all_of([universe, when]),
        chosen=frozenset(one.choice for one in own if one.choice),
        last=last or 0,
    )


def _times(bare: Sequence[Clause]) -> q.ReportCondition:
    """Which reports the clauses mean: several times are several reports, of which each is asked."""
    timed = [one for one in bare if one.periods]
    other = [report_condition(one) for one in bare if not one.periods]
    each = [report_condition(replace(one, periods=[pair])) for one in timed for pair in one.periods]
    either: list[q.ReportCondition] = [q.Or(tuple(dict.fromkeys(each)))] if len(set(each)) > 1 else each[:1]
    return all_of([*other, *either])


def _of_one(said: _Named, wants: tuple[q.Want, ...], choice: str) -> q.Query:
    """The report of each authority that is meant, and what is asked of it; all of them where how often is."""
    graded = bool(said.graded)
    condition = all_of([report_condition(replace(one, areas=[])) for one in said.graded])
    every = _wants(wants, "history", "times") or any(
        one.quantifier in ("every", "never", "ever") for one in said.clauses
    )
    chosen = None
    if choice and not every:
        chosen = q.Choice(_INDEX[choice])
    elif said.when == q.ALL and not every and not (graded and _wants(wants, "list", "dates")):
        judged = [q.Judged(area) for want in wants if want.kind == "grades" for area in want.areas]
        chosen = q.Choice(-1, q.Or(tuple(judged)) if len(judged) > 1 else judged[0] if judged else q.ALL)
    if graded and choice == "latest" and _wants(wants, "dates"):
        chosen = q.Choice(-1, condition)  # "when was it last good?"
    where = condition if graded else q.ALL
    if graded and _wants(wants, "exists") and any(one.quantifier == "every" for one in said.clauses):
        always = q.Has(condition, every=True)  # "has it always been good?"
        return q.Query(over="authorities", where=always, wants=wants, universe=said.within)
    return q.Query(over="reports", where=where, wants=wants, choice=chosen, universe=said.within)


def _wants(wants: Sequence[q.Want], *kinds: str) -> bool:
    return any(want.kind in kinds for want in wants)


def _history(said: _Named, last: int) -> q.Query:
    """The grades report by report, of the `last` so many (0: of all)."""
    want = q.Want(kind="history", areas=said.areas or ("overall",), last=last)
    return q.Query(over="reports", wants=(want,), universe=said.within)


def _change(tokens: Sequence[Token], said: _Named) -> q.Query | None:
    """'Did it go up or down?', 'better or worse than the one before?': the grades themselves, report by report."""
    if any(one.quantifier in ("never", "every") for one in said.clauses):
        return None
    if said.chosen - {"last two", "ends", "latest", "previous"}:
        return None
    stayed = all(one.step is None or one.step.direction == 0 for one in said.graded)
    if said.graded and not stayed:
        return None
    whole = any(token.has("noun.area") for token in tokens)
    last = said.last or (2 if said.chosen & {"last two", "latest", "previous"} else 0)
    want = q.Want(kind="history", areas=said.areas if said.areas or whole else ("overall",), last=last)
    return q.Query(over="reports", wants=(want,), universe=said.within)
