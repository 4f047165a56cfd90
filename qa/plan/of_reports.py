"""Queries over reports: those of a time, a framework, a grade, or one of each authority's.

Knows what clauses say of reports that no question names the authority of. Does not know series of reports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.plan import query as q
from qa.plan.conditions import all_of, report_condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.wants import Subject

__all__ = ["report_query"]


_INDEX = {"latest": -1, "first": 0, "previous": -2, "next": 1, "second": 1, "third": 2}


def report_query(
    clauses: Sequence[Clause], subject: Subject, wants: tuple[q.Want, ...], universe: q.ReportCondition
) -> q.Query | None:
    """The query over reports that the clauses make, or None where some word of theirs would be lost."""
    clauses = [one for one in clauses if one.tokens]
    dated = subject.extreme is not None and subject.extreme.of == "date"
    if any(_is_of_series(replace(one, bound=None) if dated else one) for one in clauses):
        return None  # "the last three reports" are counted by their order
    conditions = [report_condition(clause) for clause in clauses]
    where = _joined(clauses, conditions)
    choice = q.Choice(-1) if subject.newest else None
    chosen = {clause.choice for clause in clauses if clause.choice}
    if chosen and subject.extreme is None:
        index = _INDEX.get(chosen.pop())
        if index is None or chosen or any(clause.either for clause in clauses):
            return None
        choice, where = _chosen(index, conditions, where)
    narrowed = universe != q.ALL or subject.extreme is not None or subject.ranking is not None
    if where == q.ALL and not narrowed:
        return None  # "the one before that", or any report at all: of nothing that was named
    return q.Query(
        over="reports",
        where=where,
        wants=_with_base(wants, clauses),
        choice=choice,
        universe=universe,
        ranking=subject.ranking,
        extreme=subject.extreme,
    )


def _is_of_series(one: Clause) -> bool:
    """Whether a clause says something of several reports of one authority, or denies it, or counts them."""
    several = one.step or one.again or one.days is not None or one.bound is not None
    return bool(several or one.negated or one.quantifier == "never")


def _joined(clauses: Sequence[Clause], conditions: Sequence[q.ReportCondition]) -> q.ReportCondition:
    where = conditions[0] if conditions else q.ALL
    for clause, condition in zip(clauses[1:], conditions[1:], strict=True):
        either = clause.either and condition != q.ALL
        where = q.Or((where, condition)) if either else all_of([where, condition])
    return where


def _chosen(
    index: int, conditions: Sequence[q.ReportCondition], where: q.ReportCondition
) -> tuple[q.Choice, q.ReportCondition]:
    """Which report of each authority is meant, and what is said of it: what is no grade narrows the choice."""
    parts = [part for one in conditions for part in q.report_parts(one)]
    graded = [part for part in parts if _graded(part)]
    if not graded:
        return q.Choice(index), where
    return q.Choice(index, all_of([part for part in parts if not _graded(part)])), all_of(graded)


def _with_base(wants: tuple[q.Want, ...], clauses: Sequence[Clause]) -> tuple[q.Want, ...]:
    """A share is one of the reports named apart from their grades: 'what share of the SIF reports was good'."""
    bare = [
        replace(clause, grades=[], beside=[])
        if clause.judged and (clause.grades or clause.beside)
        else replace(clause, grades=[], beside=[], judged=None, areas=[])
        for clause in clauses
    ]
    base = all_of([report_condition(clause) for clause in bare])
    return tuple(replace(want, base=base) if want.kind == "share" else want for want in wants)


def _graded(condition: q.ReportCondition | q.SeriesCondition) -> bool:
    if isinstance(condition, q.And | q.Or):
        return any(_graded(part) for part in condition.parts)
    return _graded(condition.part) if isinstance(condition, q.Not) else isinstance(condition, q.Graded | q.AreaCount)
