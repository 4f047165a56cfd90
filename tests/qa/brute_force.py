"""Queries run the slow and obvious way, by nested loops over the reports, to hold the executor against.

Written from what qa.plan.query says, sharing nothing with qa.facts. Truths are True, False and None for unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

from random_queries import SCALES

from qa.plan import query as q

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.model import Report

Truth = bool | None
Condition = q.ReportCondition | q.SeriesCondition
Series = list["Report"]
Unit = tuple[Any, Series]  # an authority's name or the numbers of reports, and the reports
T = TypeVar("T")


def all_true(values: Iterable[Truth]) -> Truth:
    values = list(values)
    if False in values:
        return False
    return None if None in values else True


def any_true(values: Iterable[Truth]) -> Truth:
    values = list(values)
    if True in values:
        return True
    return None if None in values else False


def opposite(value: Truth) -> Truth:
    return {True: False, False: True, None: None}[value]


def between(number: int, least: int | None, most: int | None) -> bool:
    if least is not None and number < least:
        return False
    return not (most is not None and number > most)


# one report


def of_report(condition: Condition, report: Report) -> Truth:
    if isinstance(condition, q.Always):
        return True
    if isinstance(condition, q.And):
        return all_true([of_report(part, report) for part in condition.parts])
    if isinstance(condition, q.Or):
        return any_true([of_report(part, report) for part in condition.parts])
    if isinstance(condition, q.Not):
        return opposite(of_report(condition.part, report))
    if isinstance(condition, q.Graded):
        if condition.area not in report.judgements:
            return None
        return report.judgements[condition.area].lower() in [grade.lower() for grade in condition.grades]
    if isinstance(condition, q.Judged):
        return condition.area in report.judgements
    if isinstance(condition, q.AreaCount):
        areas = [area for area in report.judgements if area != "overall"]
        if not areas:
            return None
        fitting = [area for area in areas if report.judgements[area].lower() in condition.grades]
        return between(len(fitting), condition.least, condition.most)
    return of_record(condition, report)


def of_record(condition: Condition, report: Report) -> Truth:
    """What is recorded of a report besides its grades."""
    if isinstance(condition, q.FrameworkIs):
        return report.framework in condition.keys
    if isinstance(condition, q.InRegion):
        return report.region in condition.names
    if isinstance(condition, q.ByAuthority):
        return report.authority in condition.names
    if isinstance(condition, q.LedBy):
        return None if report.lead_inspector is None else report.lead_inspector in condition.names
    assert isinstance(condition, q.DateOf)
    return date_of(condition, report)


def date_of(condition: q.DateOf, report: Report) -> Truth:
    start, end = condition.period.start, condition.period.end
    inspected = None
    first = report.inspection_start or report.inspection_end
    last = report.inspection_end or report.inspection_start
    if first is not None and last is not None:
        inspected = not (last < start or first > end)
    published = None if report.published is None else start <= report.published <= end
    if condition.kind == "published":
        return published
    if condition.kind == "inspected":
        return inspected
    if condition.kind == "any":
        if published is None and inspected is None:
            return None
        return bool(published) or bool(inspected)
    day = report.inspection_start if condition.kind == "started" else report.inspection_end
    return None if day is None else start <= day <= end


# a series


def dated(series: Series) -> Series:
    """Those with a place in time; of one alone it does not matter."""
    if len(series) == 1:
        return series
    return [report for report in series if report.dated is not None]


def ways(series: Series, among: Condition) -> list[Series]:
    """All that may be left of a series, where it is not known of every report whether it belongs."""
    found: list[Series] = [[]]
    for report in series:
        truth = of_report(among, report)
        if truth is True:
            found = [[*way, report] for way in found]
        elif truth is None:
            found = found + [[*way, report] for way in found]
    return found


def of_series(condition: Condition, series: Series) -> Truth:
    if isinstance(condition, q.Always):
        return True
    if isinstance(condition, q.And):
        return all_true([of_series(part, series) for part in condition.parts])
    if isinstance(condition, q.Or):
        return any_true([of_series(part, series) for part in condition.parts])
    if isinstance(condition, q.Not):
        return opposite(of_series(condition.part, series))
    if isinstance(condition, (q.InRegion, q.ByAuthority)):
        return of_report(condition, series[0])
    assert isinstance(condition, q.At | q.Has | q.Then | q.Step | q.GapBetween | q.Repeats)
    among = condition.choice.among if isinstance(condition, q.At) else condition.among
    truths = [of_way(condition, way) for way in ways(series, among)]
    return truths[0] if all(truth is truths[0] for truth in truths) else None


def of_way(condition: Condition, way: Series) -> Truth:
    if isinstance(condition, q.At):
        report, unknown = pick(condition.choice.index, way)
        if unknown:
            return None
        return False if report is None else of_report(condition.condition, report)
    if isinstance(condition, q.Has):
        return has(condition, way)
    if isinstance(condition, q.Repeats):
        return repeats(condition, way)
    series = dated(way)
    if len(way) >= 2 and len(series) < 2:
        return None
    if isinstance(condition, q.Then):
        return then(condition, series)
    if isinstance(condition, q.Step):
        truths = [
            None if moved is None else between(moved, condition.least, condition.most)
            for moved in [rise(condition.area, *pair) for pair in step_pairs(condition.between, series)]
        ]
        if condition.between == "every":
            return all_true(truths) if truths else False
        return any_true(truths)
    assert isinstance(condition, q.GapBetween)
    return any(between(gap(a, b), condition.least, condition.most) for a, b in step_pairs("any", series))


def pick(index: int, way: Series) -> tuple[Report | None, bool]:
    series = dated(way)
    place = index if index >= 0 else len(series) + index
    if 0 <= place < len(series):
        return series[place], False
    whole = index if index >= 0 else len(way) + index
    return None, 0 <= whole < len(way)


def has(condition: q.Has, way: Series) -> Truth:
    truths = [of_report(condition.condition, report) for report in way]
    if condition.every:
        return all_true([*truths, between(len(way), condition.least, condition.most)])
    possible: set[bool] = set()
    for filled in product(*[[True, False] if truth is None else [truth] for truth in truths]):
        possible.add(between(sum(filled), condition.least, condition.most))
    return possible.pop() if len(possible) == 1 else None


def repeats(condition: q.Repeats, way: Series) -> Truth:
    named = sorted({report.lead_inspector for report in way if report.lead_inspector})
    anybody = [*named, *(f"nobody known {i}" for i in range(len(way)))]
    possible: set[bool] = set()
    for filled in product(*[[r.lead_inspector] if r.lead_inspector else anybody for r in way]):
        possible.add(any(filled.count(name) >= condition.least for name in filled))
    return possible.pop() if len(possible) == 1 else None


def then(condition: q.Then, series: Series) -> Truth:
    pairs: list[Truth] = []
    for i in range(len(series)):
        for j in range(i + 1, len(series)):
            if not condition.adjacent or j == i + 1:
                pairs.append(all_true([of_report(condition.first, series[i]), of_report(condition.second, series[j])]))
    followed = any_true(pairs)
    if condition.never:
        return all_true([any_true([of_report(condition.first, report) for report in series]), opposite(followed)])
    return followed


def step_pairs(kind: str, series: Series) -> list[tuple[Report, Report]]:
    if len(series) < 2:
        return []
    if kind == "last":
        return [(series[-2], series[-1])]
    if kind == "ends":
        return [(series[0], series[-1])]
    return [(series[i], series[i + 1]) for i in range(len(series) - 1)]


def rise(area: str, before: Report, after: Report) -> int | None:
    if area not in before.judgements or area not in after.judgements:
        return None
    scales = [SCALES.get(report.framework or "", ()) for report in (before, after)]
    if not scales[0] or scales[0] != scales[1]:
        return None
    return scales[0].index(before.judgements[area].lower()) - scales[1].index(after.judgements[area].lower())


def gap(before: Report, after: Report) -> int:
    if before.published is not None and after.published is not None:
        return abs((after.published - before.published).days)
    assert before.dated is not None and after.dated is not None
    return (after.dated - before.dated).days


# a query


@dataclass
class Found:
    """What was found: units are an authority's name, or the numbers of a report or of a pair."""

    members: list[Any] = field(default_factory=list)
    left_out: list[Any] = field(default_factory=list)
    base: list[Any] = field(default_factory=list)
    groups: list[tuple[str, list[Any]]] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    reports: int = 0
    authorities: int = 0


def in_order(reports: Iterable[Report]) -> Series:
    from datetime import date

    far = date(9999, 12, 31)
    return sorted(reports, key=lambda r: (r.dated or far, r.authority or "", r.published or far, r.number))


def run(query: q.Query, library: Iterable[Report]) -> Found:
    found = Found()
    inside = [report for report in in_order(library) if of_report(query.universe, report) is True]
    unsure = [report for report in in_order(library) if of_report(query.universe, report) is None]
    names = sorted({report.authority for report in inside if report.authority})
    series = {name: [report for report in inside if report.authority == name] for name in names}
    found.reports, found.authorities = len(inside), len(names)
    if query.over == "reports" and query.choice is None:
        found.left_out += [(report.number,) for report in unsure]
    else:
        found.left_out += sorted({report.authority for report in unsure if report.authority} - set(names))
    units = candidates(query, inside, series, found)
    condition: Condition = query.where
    base: Condition = q.ALL
    for want in query.wants:
        if want.kind == "share":
            base = want.base or q.ALL
            condition = q.And((base, query.where))
            found.base = [name for name, reports in units if truth(query, base, reports) is True]
    members = [unit for unit in units if truth(query, condition, unit[1]) is True]
    found.left_out += [unit[0] for unit in units if truth(query, condition, unit[1]) is None]
    if query.extreme:
        members = extreme(query, members, found)
    found.members = [name for name, _ in members]
    if query.ranking:
        rank(query, members, units, found)
    return found


def truth(query: q.Query, condition: Condition, reports: Series) -> Truth:
    return of_report(condition, reports[0]) if query.over == "reports" else of_series(condition, reports)


def numbers(reports: Iterable[Report]) -> tuple[int, ...]:
    return tuple(report.number for report in reports)


def candidates(query: q.Query, inside: Series, series: dict[str, Series], found: Found) -> list[Unit]:
    if query.over == "authorities":
        return list(series.items())
    if query.over == "steps":
        step = step_of(query)
        units: list[Unit] = []
        for reports in series.values():
            narrowed = dated([report for report in reports if of_report(step.among, report) is True])
            units += [(numbers(pair), list(pair)) for pair in step_pairs(step.between, narrowed)]
        return units
    if query.choice is None:
        return [(numbers([report]), [report]) for report in inside]
    chosen: Series = []
    for name, reports in series.items():
        picks = [pick(query.choice.index, way) for way in ways(reports, query.choice.among)]
        same = all(one[0] is picks[0][0] for one in picks)
        if not same or any(unknown for _, unknown in picks):
            found.left_out.append(name)
        elif picks[0][0] is not None:
            chosen.append(picks[0][0])
    return [(numbers([report]), [report]) for report in in_order(chosen)]


def step_of(query: q.Query) -> q.Step:
    """The change that pairs of reports are looked for by."""
    step = query.where.parts[0] if isinstance(query.where, q.And) else query.where
    assert isinstance(step, q.Step)
    return step


def value_of(query: q.Query, unit: Unit) -> tuple[int | None, bool]:
    """What a member is ordered by, None where it has none; and whether that is for want of a date."""
    reports = unit[1]
    assert query.extreme is not None
    most: Callable[[list[int]], int] = max if query.extreme.most else min
    if query.extreme.of == "reports":
        return len(reports), False
    if query.extreme.of == "date":
        stated = [report.published or report.dated for report in reports]
        days = [day.toordinal() for day in stated if day is not None]
        return (most(days), False) if days else (None, True)
    if query.extreme.of == "gap":
        gaps = [gap(a, b) for a, b in step_pairs("any", dated(reports))]
        return (most(gaps), False) if gaps else (None, len(reports) > 1)
    step = step_of(query)
    pairs = step_pairs("any" if query.over == "steps" else step.between, dated(reports))
    moved = [rise(step.area, *pair) for pair in pairs]
    rises = [one for one in moved if one is not None and between(one, step.least, step.most)]
    return most(rises), False


def first(items: Sequence[T], value: Callable[[T], int], most: bool, limit: int) -> list[T]:
    """Take what is not beaten by `limit` others or more."""
    kept: list[T] = []
    for item in items:
        better = [one for one in items if (value(one) > value(item) if most else value(one) < value(item))]
        if len(better) < limit:
            kept.append(item)
    return sorted(kept, key=value, reverse=most)


def extreme(query: q.Query, members: list[Unit], found: Found) -> list[Unit]:
    assert query.extreme is not None
    valued: list[tuple[int, Unit]] = []
    for unit in members:
        value, undated = value_of(query, unit)
        if value is not None:
            valued.append((value, unit))
        elif undated:
            found.left_out.append(unit[0])
    kept = first(valued, lambda pair: pair[0], query.extreme.most, query.extreme.limit)
    found.values = [value for value, _ in kept]
    return [unit for _, unit in kept]


def keys_of(query: q.Query, unit: Unit) -> list[str]:
    assert query.ranking is not None
    reports = unit[1][-1:]
    by = query.ranking.by
    found = []
    for report in reports:
        key = {
            "region": report.region,
            "year": str(report.published.year) if report.published else None,
            "authority": report.authority,
            "inspector": report.lead_inspector,
            "framework": report.framework,
            "grade": report.judgements.get(query.ranking.area),
        }[by]
        if key is not None:
            found.append(key.lower())
    return found


def rank(query: q.Query, members: list[Unit], units: list[Unit], found: Found) -> None:
    assert query.ranking is not None
    keys = sorted({key for unit in (members if query.ranking.most else units) for key in keys_of(query, unit)})
    groups = [(key, [unit[0] for unit in members if key in keys_of(query, unit)]) for key in keys]
    found.left_out += [unit[0] for unit in members if not keys_of(query, unit)]
    found.groups = first(groups, lambda group: len(group[1]), query.ranking.most, query.ranking.limit)
    found.members = [name for _, names in found.groups for name in names]
