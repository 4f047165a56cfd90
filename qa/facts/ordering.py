"""The members of a query ordered: the first of an order with those level with them, and groups by how many they hold.

Knows members and reports. Does not know conditions. What lacks the thing that it would be ordered by is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from qa.facts.result import Group, LeftOut
from qa.facts.steps import gaps_of
from qa.facts.timeline import undated
from qa.facts.truth import grade_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corpus.model import Report
    from qa.facts.result import Member, Why
    from qa.facts.timeline import Series
    from qa.plan.query import Extreme, Over, Ranking

    Placed = tuple[list[tuple[int, Member]], list[LeftOut]]

__all__ = ["first_of", "ranked"]

T = TypeVar("T")

_WHY_NO_KEY: dict[str, Why] = {
    "region": "no region known",
    "year": "date not stated",
    "authority": "no authority known",
    "inspector": "no lead named",
    "framework": "no framework known",
}


# the first of an order


def first_of(
    extreme: Extreme, over: Over, members: Sequence[Member], series: Mapping[str, Series]
) -> tuple[list[Member], list[LeftOut]]:
    """The members first in an order, each with what puts it there, and those whose place in it is not known."""
    if extreme.of == "date":
        placed, left_out = _by_date(extreme.most, over, members)
    elif extreme.of == "gap":
        placed, left_out = _by_gap(extreme.most, over, members, series)
    elif extreme.of == "reports":
        own = [series[member.authority or ""] for member in members]
        placed = [(len(all_), replace(member, reports=all_)) for member, all_ in zip(members, own, strict=True)]
        left_out = []
    else:
        placed, left_out = _by_improvement(extreme.most, over, members), []
    return [member for _, member in _first(placed, lambda pair: pair[0], extreme.most, extreme.limit)], left_out


def _first(items: Iterable[T], value: Callable[[T], int], most: bool, limit: int) -> list[T]:
    """The first `limit`, the highest value first where `most`, with all that are level with the last of them."""
    ordered = sorted(items, key=value, reverse=most)
    if limit >= len(ordered):
        return ordered
    bound = value(ordered[limit - 1])
    return [item for item in ordered if (value(item) >= bound if most else value(item) <= bound)]


def _by_date(most: bool, over: Over, members: Sequence[Member]) -> Placed:
    """By the latest (else the earliest) date of each member's reports: publication, where none is stated `dated`."""
    placed: list[tuple[int, Member]] = []
    left_out: list[LeftOut] = []
    for member in members:
        days = [(day.toordinal(), report) for report in member.reports if (day := report.published or report.dated)]
        if not days:
            left_out.append(LeftOut(authority=member.authority, reports=member.reports, why=("date not stated",)))
            continue
        best = (max if most else min)(day for day, _ in days)
        shown = tuple(report for day, report in days if day == best)
        placed.append((best, replace(member, reports=shown) if over == "authorities" else member))
    return placed, left_out


def _by_gap(most: bool, over: Over, members: Sequence[Member], series: Mapping[str, Series]) -> Placed:
    """By the longest (else the shortest) time between two consecutive reports of each member's authority, or of a pair.

    An authority with one report has no such time and is not among them.
    """
    placed: list[tuple[int, Member]] = []
    left_out: list[LeftOut] = []
    for member in members:
        own = series[member.authority or ""] if over == "authorities" else member.reports
        gaps = gaps_of(own)
        if gaps:
            best = (max if most else min)(gap.days for gap in gaps)
            shown = tuple(gap for gap in gaps if gap.days == best)
            placed.append((best, replace(member, reports=_pairs(shown), gaps=shown)))
        elif len(own) > 1:
            lacking = tuple(report for report, _ in undated(own))
            left_out.append(LeftOut(authority=member.authority, reports=lacking, why=("date not stated",)))
    return placed, left_out


def _by_improvement(most: bool, over: Over, members: Sequence[Member]) -> list[tuple[int, Member]]:
    """By the greatest (else the smallest) rise of the steps that made them members."""
    placed: list[tuple[int, Member]] = []
    for member in members:
        if not member.steps:
            continue
        best = (max if most else min)(step.rise for step in member.steps)
        shown = tuple(step for step in member.steps if step.rise == best)
        placed.append((best, replace(member, reports=_pairs(shown), steps=shown)))
    return placed


def _pairs(pairs: Iterable[object]) -> tuple[Report, ...]:
    """The reports of steps or gaps, each once."""
    found = {id(report): report for pair in pairs for report in (pair.before, pair.after)}  # type: ignore[attr-defined]
    return tuple(found.values())


# groups


def ranked(
    ranking: Ranking, over: Over, members: Sequence[Member], candidates: Iterable[Sequence[Report]]
) -> tuple[list[Group], list[LeftOut]]:
    """The groups first in order of how many members they hold, and the members that belong to none.

    Where the fewest are asked for, a group of which there are candidates but no members counts as one of none.
    """
    groups: dict[str, list[Member]] = {}
    names: dict[str, str] = {}
    left_out: list[LeftOut] = []
    if not ranking.most:
        for reports in candidates:
            for key in _keys(ranking, over, reports):
                groups.setdefault(names.setdefault(key.casefold(), key), [])
    for member in members:
        keys = _keys(ranking, over, member.reports)
        for key in keys:
            groups.setdefault(names.setdefault(key.casefold(), key), []).append(member)
        if not keys:
            why = _why_no_key(ranking, member.reports[-1])
            left_out.append(LeftOut(authority=member.authority, reports=member.reports, why=(why,)))
    found = [Group(key=key, members=tuple(groups[key])) for key in sorted(groups, key=str.casefold)]
    return _first(found, lambda group: group.count, ranking.most, ranking.limit), left_out


def _keys(ranking: Ranking, over: Over, reports: Sequence[Report]) -> list[str]:
    """What groups these reports belong to: of a step's two, the later counts; of an authority's, all."""
    counted = reports[-1:] if over == "steps" else reports
    found = {key.casefold(): key for report in counted if (key := _key(ranking, report)) is not None}
    return list(found.values())


def _key(ranking: Ranking, report: Report) -> str | None:
    match ranking.by:
        case "region":
            return report.region
        case "year":
            return str(report.published.year) if report.published else None
        case "authority":
            return report.authority
        case "inspector":
            return report.lead_inspector
        case "framework":
            return report.framework
    return report.judgements.get(ranking.area)


def _why_no_key(ranking: Ranking, report: Report) -> Why:
    return grade_missing(report, ranking.area) if ranking.by == "grade" else _WHY_NO_KEY[ranking.by]
