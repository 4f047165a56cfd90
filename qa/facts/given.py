"""What "latest" means of an area that no latest report judges any more: the latest report that gives a grade for it.

Older frameworks judged areas that their successors do not. "Which boards are inadequate?" asked of the latest reports
alone would find none, and all left out. Knows queries and reports. Does not know the text of a question.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.facts.timeline import arranged
from qa.facts.truth import report_test
from qa.plan.query import And, At, Beside, Choice, Graded, Judged, Query, authorities_of, every_part, report_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Report
    from qa.plan.query import ReportCondition, SeriesCondition

__all__ = ["last_given"]

_LATEST = Choice()


def last_given(query: Query, reports: Sequence[Report]) -> Query:
    """The query about a set with each "latest" as the latest that gives a grade for the areas asked about there, where
    none of the latest reports does and an earlier one does; else the query as it is.

    "Gives no grade for ..." (Judged) is asked of the latest report all the same.
    """
    if authorities_of(query.universe):
        return query
    holds = report_test(query.universe)
    series = arranged([report for report in reports if holds(report)]).series.values()
    ever = {area for one in series for report in one for area in report.judgements}
    lapsed = ever - {area for one in series for area in one[-1].judgements} - {"overall"}
    if not lapsed:
        return query
    if query.over == "reports" and query.choice == _LATEST:
        wanted = (area for want in query.wants for area in want.areas)
        return replace(query, choice=_choice(lapsed.intersection((*_areas(query.where), *wanted))))
    changed: Query = _changed(query, lapsed)
    return changed


def _changed(value: Any, lapsed: set[str]) -> Any:
    """A part of a query with "at the latest" changed where it is asked about one of the lapsed areas."""
    if isinstance(value, At) and value.choice == _LATEST:
        return _at(value.condition, lapsed)
    if isinstance(value, tuple):
        return tuple(_changed(one, lapsed) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{field.name: _changed(getattr(value, field.name), lapsed) for field in fields(value)})


def _at(condition: ReportCondition, lapsed: set[str]) -> SeriesCondition:
    """The condition at the latest report, what it asks of lapsed areas at the latest that judges them: each its own."""
    parts = report_parts(condition)
    old = tuple(part for part in parts if lapsed.intersection(_areas(part)))
    new = tuple(part for part in parts if part not in old)
    told = [At(_choice(lapsed.intersection(_areas(part))), part) for part in old]
    if new:
        told.insert(0, At(_LATEST, And(new) if len(new) > 1 else new[0]))
    return told[0] if len(told) == 1 else And(tuple(told))


def _choice(areas: set[str]) -> Choice:
    judged = tuple(Judged(area) for area in sorted(areas))
    if not judged:
        return _LATEST
    return Choice(among=judged[0] if len(judged) == 1 else And(judged))


def _areas(condition: Any) -> Iterator[str]:
    """The areas whose grade a condition asks about."""
    for part in every_part(condition):
        if isinstance(part, Graded):
            yield part.area
        elif isinstance(part, Beside):
            yield from (part.area, part.other)
