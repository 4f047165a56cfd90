"""Running a query: who fulfils it, which reports show it, who is left out for what is not stated, in which order.

Knows queries (qa.plan.query) and reports. Does not know the text of a question, nor how an answer is worded; reads no
database.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from qa.facts.ordering import first_of, ranked
from qa.facts.result import LeftOut, LookedAt, Member, Result
from qa.facts.series import Finding, series_test, unknown_in
from qa.facts.steps import pairs_of
from qa.facts.timeline import Arranged, arranged, chooser, in_time
from qa.facts.truth import report_test
from qa.plan.query import ALL, Always, And, GapBetween, Not, Or, Step, Then

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Report
    from qa.facts.result import Group
    from qa.facts.series import SeriesTest
    from qa.facts.timeline import Missing, Series
    from qa.plan.query import Query, ReportCondition, SeriesCondition

__all__ = ["run"]


class _Candidate(NamedTuple):
    """What may become a member: an authority with its series, one report, or two consecutive ones."""

    authority: str | None
    reports: Series


def run(query: Query, reports: Sequence[Report]) -> Result:
    """The result of `query` over `reports`; give the same tuple again and it is put in order once.

    Authorities come by name and reports by date, unless the query orders them. Raises TypeError where a condition on
    one report stands where one on a series belongs or the other way round, ValueError where parts of the query do not
    go together.
    """
    _check(query)
    universe, left_out = _universe(query, reports)
    candidates, unchosen = _candidates(query, universe)
    left_out += unchosen
    base = _base(query)
    where = query.where if isinstance(base, Always) else And((base, query.where))
    members, unknown = _members(query, where, candidates)
    left_out += unknown
    if query.extreme is not None:
        members, unplaced = first_of(query.extreme, query.over, members, universe.series)
        left_out += unplaced
    groups: list[Group] = []
    if query.ranking is not None:
        units = (candidate.reports for candidate in candidates)
        groups, unplaced = ranked(query.ranking, query.over, members, units)
        left_out += unplaced
        members = list({id(member): member for group in groups for member in group.members}.values())
    asks_share = any(want.kind == "share" for want in query.wants)
    return Result(
        members=tuple(members),
        left_out=tuple(left_out),
        looked_at=LookedAt(
            reports=len(universe.reports),
            authorities=len(universe.series),
            nameless=sum(not report.authority for report in universe.reports),
        ),
        groups=tuple(groups),
        base=tuple(_members(query, base, candidates)[0]) if asks_share else (),
        undated=tuple(
            report for series in universe.series.values() if len(series) > 1 for report in series if not report.placed
        ),
    )


def _check(query: Query) -> None:
    if query.choice is not None and query.over != "reports":
        raise ValueError(f"A query over {query.over} has no choice of reports: put it into At.")
    if query.extreme is None:
        return
    of = query.extreme.of
    if of == "reports" and query.over != "authorities":
        raise ValueError(f"Only authorities are ordered by the number of their reports, not {query.over}.")
    if of in ("gap", "improvement") and query.over == "reports":
        raise ValueError(f"Reports alone are not ordered by {of}: ask over authorities or steps.")
    if of == "improvement" and not any(isinstance(part, Step) for part in _parts(query.where)):
        raise ValueError("An order by improvement needs a Step in `where`, which says of what.")


def _base(query: Query) -> ReportCondition | SeriesCondition:
    """What the members of a share are a share of: the first base that is wanted."""
    return next((want.base for want in query.wants if want.kind == "share" and want.base is not None), ALL)


def _universe(query: Query, reports: Sequence[Report]) -> tuple[Arranged, list[LeftOut]]:
    """The reports the query is about; left out is what is not known to be one of them.

    An authority is left out for that only where none of its reports is known to be.
    """
    every = arranged(reports)
    if isinstance(query.universe, Always):
        return every, []
    holds = report_test(query.universe)
    truths = [(report, holds(report)) for report in every.reports]
    found = arranged([report for report, truth in truths if truth])
    unsure = [report for report, truth in truths if truth is None]
    if query.over == "reports" and query.choice is None:
        return found, [_left_out(report.authority, unknown_in(query.universe, (report,))) for report in unsure]
    names = sorted({report.authority for report in unsure if report.authority} - set(found.series), key=str.casefold)
    return found, [
        _left_out(name, unknown_in(query.universe, [report for report in unsure if report.authority == name]))
        for name in names
    ]


def _left_out(authority: str | None, missing: Missing) -> LeftOut:
    reports = {id(report): report for report, _ in missing}
    return LeftOut(
        authority=authority, reports=tuple(reports.values()), why=tuple(dict.fromkeys(why for _, why in missing))
    )


def _candidates(query: Query, universe: Arranged) -> tuple[list[_Candidate], list[LeftOut]]:
    """What may become a member, in order; left out are authorities whose chosen report is not known."""
    if query.over == "authorities":
        return [_Candidate(name, series) for name, series in universe.series.items()], []
    if query.over == "steps":
        return [
            _Candidate(name, pair) for name, series in universe.series.items() for pair in _steps(query, series)
        ], []
    if query.choice is None:
        return [_Candidate(report.authority, (report,)) for report in universe.reports], []
    choose = chooser(query.choice)
    chosen: set[int] = set()
    left_out: list[LeftOut] = []
    for name, series in universe.series.items():
        report, missing = choose(series)
        if missing:
            left_out.append(_left_out(name, missing))
        elif report is not None:
            chosen.add(id(report))
    return [_Candidate(one.authority, (one,)) for one in universe.reports if id(one) in chosen], left_out


def _steps(query: Query, series: Series) -> Sequence[tuple[Report, Report]]:
    """The pairs of reports that a query over steps is about, as the first condition on steps in it says."""
    step = next((part for part in _parts(query.where) if isinstance(part, (Step, Then, GapBetween))), None)
    if step is not None and not isinstance(step.among, Always):
        holds = report_test(step.among)
        series = tuple(report for report in series if holds(report))
    known = in_time(series)
    return pairs_of(known, step.between if isinstance(step, Step) else "any") if len(known) > 1 else []


def _parts(condition: ReportCondition | SeriesCondition) -> Iterator[object]:
    """A condition and those that it joins."""
    yield condition
    if isinstance(condition, (And, Or)):
        for part in condition.parts:
            yield from _parts(part)
    elif isinstance(condition, Not):
        yield from _parts(condition.part)


def _members(
    query: Query, where: ReportCondition | SeriesCondition, candidates: Sequence[_Candidate]
) -> tuple[list[Member], list[LeftOut]]:
    """The candidates of which the condition holds, and those of which it is unknown."""
    test = _test(query, where)
    members: list[Member] = []
    left_out: list[LeftOut] = []
    for authority, reports in candidates:
        found = test(reports)
        if found.truth:
            shown = (found.reports or reports) if query.over == "authorities" else reports
            members.append(Member(authority=authority, reports=shown, steps=found.steps, gaps=found.gaps))
        elif found.truth is None:
            lacking = _left_out(authority, found.missing)
            left_out.append(lacking if query.over == "authorities" else replace(lacking, reports=reports))
    return members, left_out


def _test(query: Query, where: ReportCondition | SeriesCondition) -> SeriesTest:
    """The condition as a function of a candidate's reports."""
    if query.over != "reports":
        return series_test(cast("SeriesCondition", where))
    condition = cast("ReportCondition", where)
    holds = report_test(condition)

    def one(reports: Series) -> Finding:
        truth = holds(reports[0])
        return Finding(truth, missing=unknown_in(condition, reports) if truth is None else ())

    return one
