"""Whether a condition holds of an authority's series of reports, and which reports show it.

Knows the conditions on a series (qa.plan.query). Does not know how authorities are gathered and ordered
(qa.facts.execute). Where it is unknown whether a report belongs to what a condition is narrowed to, the condition holds
if it does either way.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, cast

from qa.facts.steps import gaps_of, not_compared, pairs_of, transition
from qa.facts.timeline import chosen, in_time, narrower, too_few, undated
from qa.facts.truth import all_of, any_of, negated, report_test, unknown_because, within
from qa.plan.query import (
    Always,
    And,
    At,
    ByAuthority,
    GapBetween,
    Has,
    InRegion,
    Not,
    Or,
    Repeats,
    ReportCondition,
    SeriesCondition,
    Step,
    Then,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.model import Report
    from qa.facts.result import Gap, Transition
    from qa.facts.timeline import Missing, Series
    from qa.facts.truth import Truth

    SeriesTest = Callable[[Series], "Finding"]

__all__ = ["Finding", "series_test", "unknown_in"]


class Finding(NamedTuple):
    """Whether a condition holds of a series; `reports` show that it does or not, `missing` is why it is unknown."""

    truth: Truth
    reports: tuple[Report, ...] = ()
    steps: tuple[Transition, ...] = ()
    gaps: tuple[Gap, ...] = ()
    missing: Missing = ()


def series_test(condition: SeriesCondition) -> SeriesTest:
    """The condition as a function of a series. Raises TypeError where it is one on a single report."""
    match condition:
        case Always():
            return lambda series: Finding(True)
        case And(parts):
            return _joined(all_of, parts)
        case Or(parts):
            return _joined(any_of, parts)
        case Not(part):
            inner = series_test(cast("SeriesCondition", part))
            return lambda series: _opposite(inner(series))
        case InRegion() | ByAuthority():
            holds = report_test(condition)
            return lambda series: Finding(any_of(holds(report) for report in series))
        case At(choice, wanted):
            return _narrowed(choice.among, _at(choice.index, wanted))
        case Has():
            return _narrowed(condition.among, _has(condition))
        case Then():
            return _narrowed(condition.among, _then(condition))
        case Step():
            return _narrowed(condition.among, _step(condition))
        case GapBetween():
            return _narrowed(condition.among, _gap_between(condition))
        case Repeats():
            return _narrowed(condition.among, _repeats(condition.least))
    raise TypeError(f"{type(condition).__name__} is not a condition on a series of reports: put it into At or Has.")


# and, or, not; what a condition is narrowed to


def _joined(join: Callable[[Iterable[Truth]], Truth], parts: Sequence[object]) -> SeriesTest:
    tests = [series_test(cast("SeriesCondition", part)) for part in parts]

    def holds(series: Series) -> Finding:
        found = [test(series) for test in tests]
        truth = join(one.truth for one in found)
        return _together(truth, [one for one in found if one.truth is truth], series)

    return holds


def _opposite(found: Finding) -> Finding:
    return found._replace(truth=negated(found.truth))


def _together(truth: Truth, found: Sequence[Finding], series: Series) -> Finding:
    """One finding of several; what they share is in it once, reports in the order of the series."""
    if len(found) == 1:
        return found[0]
    shown = {id(report) for one in found for report in one.reports}
    return Finding(
        truth,
        tuple(report for report in series if id(report) in shown),
        tuple({(step.area, id(step.before), id(step.after)): step for one in found for step in one.steps}.values()),
        tuple({(id(gap.before), id(gap.after)): gap for one in found for gap in one.gaps}.values()),
        _distinct(pair for one in found for pair in one.missing),
    )


def _distinct(missing: Iterable[tuple[Report, str]]) -> Missing:
    return cast("Missing", tuple({(id(report), why): (report, why) for report, why in missing}.values()))


def _narrowed(among: ReportCondition, test: SeriesTest) -> SeriesTest:
    """The test, of the reports that fulfil `among`; true or false only where it is so whichever of them do."""
    narrow = narrower(among)

    def holds(series: Series) -> Finding:
        ways, missing, too_many = narrow(series)
        found = [test(way) for way in ways]
        if not any(one.reports for one in found):
            # Nothing was left to look at: the whole series shows that.
            found = [one._replace(reports=series) for one in found]
        if not missing:
            return found[0]
        truth = found[0].truth
        if too_many or truth is None or any(one.truth is not truth for one in found):
            return Finding(None, missing=_distinct((*missing, *(pair for one in found for pair in one.missing))))
        return _together(truth, found, series)

    return holds


def unknown_in(condition: ReportCondition, reports: Iterable[Report]) -> Missing:
    """Why a condition is unknown of these reports, each with what it does not record."""
    return tuple((report, why) for report in reports for why in unknown_because(condition, report))


# each condition, of the series it is narrowed to


def _at(index: int, condition: ReportCondition) -> SeriesTest:
    test = report_test(condition)

    def holds(series: Series) -> Finding:
        report, missing = chosen(index, series)
        if report is None:
            return Finding(None, missing=missing) if missing else Finding(False, series)
        truth = test(report)
        if truth is None:
            return Finding(None, missing=unknown_in(condition, (report,)))
        return Finding(truth, (report,))

    return holds


def _has(has: Has) -> SeriesTest:
    test = report_test(has.condition)

    def holds(series: Series) -> Finding:
        truths = [test(report) for report in series]
        if has.every:
            truth = all_of((within(len(series), has.least, has.most), *truths))
        else:
            truth = _counted(truths.count(True), truths.count(None), has.least, has.most)
        if truth is None:
            return Finding(None, missing=unknown_in(has.condition, series))
        fulfilling = tuple(report for report, one in zip(series, truths, strict=True) if one)
        return Finding(truth, fulfilling if truth and fulfilling else series)

    return holds


def _counted(sure: int, unknown: int, least: int | None, most: int | None) -> Truth:
    """Whether a number that is at least `sure`, and more by up to `unknown`, lies between the bounds."""
    possible = {within(count, least, most) for count in range(sure, sure + unknown + 1)}
    return possible.pop() if len(possible) == 1 else None


def _then(then: Then) -> SeriesTest:
    first, second = report_test(then.first), report_test(then.second)

    def holds(series: Series) -> Finding:
        known = in_time(series)
        firsts, seconds = [first(report) for report in known], [second(report) for report in known]
        pairs = [
            (i, j)
            for i in range(len(known))
            for j in (range(i + 1, len(known)) if not then.adjacent else range(i + 1, min(i + 2, len(known))))
        ]
        followed = [(pair, all_of((firsts[pair[0]], seconds[pair[1]]))) for pair in pairs]
        truth = any_of(one for _, one in followed)
        if then.never:
            truth = all_of((any_of(firsts), negated(truth)))
        if truth is None or too_few(known, series):
            lacking = unknown_in(then.first, known) + unknown_in(then.second, known)
            return Finding(None, missing=_distinct((*lacking, *_unplaced(known, series))))
        if not truth:
            return Finding(False, known)
        if then.never:
            return Finding(True, tuple(report for report, one in zip(known, firsts, strict=True) if one))
        shown = sorted({i for pair, one in followed if one for i in pair})
        return Finding(True, tuple(known[i] for i in shown))

    return holds


def _unplaced(known: Series, series: Series) -> Missing:
    return undated(series) if too_few(known, series) else ()


def _step(step: Step) -> SeriesTest:
    def holds(series: Series) -> Finding:
        known = in_time(series)
        if len(known) < 2:
            unplaced = undated(series) if too_few(known, series) else ()
            return Finding(None, missing=unplaced) if unplaced else Finding(False, series)
        pairs = pairs_of(known, step.between)
        compared = [transition(step.area, *pair) for pair in pairs]
        truths = [None if one is None else within(one.rise, step.least, step.most) for one in compared]
        truth = (all_of if step.between == "every" else any_of)(truths)
        if truth is None:
            lacking = [pair for pair, one in zip(pairs, compared, strict=True) if one is None]
            return Finding(None, missing=_distinct(one for pair in lacking for one in not_compared(step.area, *pair)))
        shown = [i for i, one in enumerate(truths) if one] if truth else list(range(len(pairs)))
        reports = {id(report): report for i in shown for report in pairs[i]}
        steps = tuple(one for i in shown if (one := compared[i]) is not None)
        return Finding(truth, tuple(reports.values()), steps)

    return holds


def _gap_between(condition: GapBetween) -> SeriesTest:
    def holds(series: Series) -> Finding:
        if too_few(in_time(series), series):
            return Finding(None, missing=undated(series))
        gaps = gaps_of(series)
        fitting = [gap for gap in gaps if within(gap.days, condition.least, condition.most)]
        shown = fitting or gaps
        reports = {id(report): report for gap in shown for report in (gap.before, gap.after)}
        return Finding(bool(fitting), tuple(reports.values()) or series, gaps=tuple(shown))

    return holds


def _repeats(least: int) -> SeriesTest:
    def holds(series: Series) -> Finding:
        leads = [report.lead_inspector.casefold() if report.lead_inspector else None for report in series]
        named = Counter(lead for lead in leads if lead is not None)
        most = max(named.values(), default=0)
        if most < least <= most + leads.count(None):
            return Finding(
                None, missing=tuple((r, "no lead named") for r, lead in zip(series, leads, strict=True) if not lead)
            )
        if most < least:
            return Finding(False, series)
        return Finding(
            True, tuple(r for r, lead in zip(series, leads, strict=True) if lead and named[lead] >= least) or series
        )

    return holds
