"""What "latest" means of an area that the latest reports do not judge: the latest report that can judge it.

Older frameworks judged areas that their successors do not. "Which boards are inadequate?" asked of the latest reports
alone would find none, and all left out. And a letter about a visit, or another inspectorate's report, judges no area
of a council's: it is not what "Which councils are good?" asks about. Knows queries, reports and which areas a framework
has. Does not know the text of a question.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.frameworks import framework
from qa.facts.timeline import arranged
from qa.facts.truth import report_test
from qa.plan.query import (
    ALL,
    And,
    At,
    Beside,
    Choice,
    FrameworkIs,
    Graded,
    Judged,
    Not,
    Query,
    authorities_of,
    every_part,
    report_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from corpus.model import Report
    from qa.plan.query import ReportCondition, SeriesCondition

__all__ = ["last_given"]

_LATEST = Choice()


def last_given(query: Query, reports: Sequence[Report]) -> Query:
    """The query about a set with each "latest" as the latest that can judge the areas asked about there; else as it is.

    Where none of the latest reports gives a grade for an area, and an earlier one does, that is the latest that gives
    one; where the framework of a latest report has no such area, the latest of another framework. A report that gives
    no grade for an area that its framework has stays the latest. "Gives no grade for ..." (Judged) is asked of the
    latest report all the same.
    """
    if authorities_of(query.universe) or _LATEST not in every_part(query):
        return query
    series = list(arranged(reports).series.values())
    if query.universe != ALL:
        holds = report_test(query.universe)
        narrowed = (tuple(report for report in one if holds(report)) for one in series)
        series = [one for one in narrowed if one]
    ever = {area for one in series for report in one for area in report.judgements}
    lapsed = ever - {area for one in series for area in one[-1].judgements} - {"overall"}
    choices = {area: Choice(among=Not(FrameworkIs(keys))) for area, keys in _silent(series).items()}
    choices |= {area: Choice(among=Judged(area)) for area in lapsed}
    if not choices:
        return query
    if query.over == "reports" and query.choice == _LATEST:
        wanted = (area for want in query.wants for area in want.areas)
        return replace(query, choice=_choice((*_areas(query.where), *wanted), choices))
    changed: Query = _changed(query, choices)
    return changed


def _silent(series: Sequence[Sequence[Report]]) -> dict[str, tuple[str, ...]]:
    """By area the frameworks of latest reports that have no such area, where an earlier one of the series judges it."""
    found: dict[str, set[str]] = {}
    for *earlier, newest in series:
        latest = framework(newest.framework or "")
        if latest is None:
            continue
        for area in {area for report in earlier for area in report.judgements} - set(latest.areas):
            found.setdefault(area, set()).add(latest.key)
    return {area: tuple(sorted(keys)) for area, keys in found.items()}


def _changed(value: Any, choices: Mapping[str, Choice]) -> Any:
    """A part of a query with "at the latest" changed where it is asked about one of these areas."""
    if isinstance(value, At) and value.choice == _LATEST:
        return _at(value.condition, choices)
    if isinstance(value, tuple):
        return tuple(_changed(one, choices) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{field.name: _changed(getattr(value, field.name), choices) for field in fields(value)})


def _at(condition: ReportCondition, choices: Mapping[str, Choice]) -> SeriesCondition:
    """The condition at the latest report, what it asks of such areas at the latest that can judge them."""
    chosen: dict[Choice, list[ReportCondition]] = {}
    for part in report_parts(condition):
        chosen.setdefault(_choice(_areas(part), choices), []).append(part)
    told = [At(choice, parts[0] if len(parts) == 1 else And(tuple(parts))) for choice, parts in chosen.items()]
    return told[0] if len(told) == 1 else And(tuple(told))


def _choice(areas: Iterable[str], choices: Mapping[str, Choice]) -> Choice:
    """The report to look at for these areas: of several that differ, one that can judge them all."""
    found = list(dict.fromkeys(choices[area] for area in areas if area in choices))
    if len(found) <= 1:
        return found[0] if found else _LATEST
    return Choice(among=And(tuple(one.among for one in found)))


def _areas(condition: Any) -> Iterator[str]:
    """The areas whose grade a condition asks about."""
    for part in every_part(condition):
        if isinstance(part, Graded):
            yield part.area
        elif isinstance(part, Beside):
            yield from (part.area, part.other)
