"""Whether a condition holds of one report: true, false, or unknown (None) where the report does not state it.

Knows the conditions on one report (qa.plan.query) and Kleene's logic of three values. Does not know series of reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from corpus.authorities import lies_in
from qa.facts.model import covers_both, scale_rank
from qa.plan.query import (
    Always,
    And,
    AreaCount,
    Beside,
    ByAuthority,
    DateOf,
    FrameworkIs,
    Graded,
    InRegion,
    Judged,
    LedBy,
    Not,
    Or,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.model import Report
    from qa.facts.result import Why
    from qa.plan.query import ReportCondition

__all__ = ["Truth", "all_of", "any_of", "grade_missing", "negated", "report_test", "unknown_because", "within"]

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all of them are true: false if any is false, else unknown if any is unknown."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            found = None
    return found


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether any of them is true: true if one is, else unknown if any is unknown."""
    found: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            found = None
    return found


def negated(truth: Truth) -> Truth:
    """The opposite of what is known."""
    return None if truth is None else not truth


def report_test(condition: ReportCondition) -> Callable[[Report], Truth]:
    """The condition as a function of a report. Raises TypeError where it is one on a series of reports."""
    match condition:
        case Always():
            return lambda report: True
        case And(parts):
            return _joined(all_of, parts)
        case Or(parts):
            return _joined(any_of, parts)
        case Not(part):
            inner = report_test(cast("ReportCondition", part))
            return lambda report: negated(inner(report))
        case Graded(area, grades):
            return _graded(area, _folded(grades))
        case Judged(area):
            return lambda report: area in report.judgements
        case AreaCount():
            return _area_count(condition)
        case Beside():
            return _beside(condition)
        case DateOf():
            return _date_of(condition)
        case InRegion(names):
            return lambda report: lies_in(report.authority, report.region, names)
        case FrameworkIs(names) | ByAuthority(names):
            field = "framework" if isinstance(condition, FrameworkIs) else "authority"
            return _named(field, _folded(names), unstated=False)
        case LedBy(names):
            return _named("lead_inspector", _folded(names), unstated=None)
    raise TypeError(f"{type(condition).__name__} is not a condition on one report.")


def _joined(join: Callable[[Iterable[Truth]], Truth], parts: Sequence[object]) -> Callable[[Report], Truth]:
    tests = [report_test(cast("ReportCondition", part)) for part in parts]
    if len(tests) == 1:
        return tests[0]
    return lambda report: join(test(report) for test in tests)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _graded(area: str, grades: frozenset[str]) -> Callable[[Report], Truth]:
    def holds(report: Report) -> Truth:
        grade = report.judgements.get(area)
        return None if grade is None else grade.casefold() in grades

    return holds


def _beside(condition: Beside) -> Callable[[Report], Truth]:
    def holds(report: Report) -> Truth:
        grades = [report.judgements.get(area) for area in (condition.area, condition.other)]
        ranks = [None if grade is None else scale_rank(report, grade) for grade in grades]
        if ranks[0] is None or ranks[1] is None:
            return None
        found = "same" if ranks[0] == ranks[1] else "higher" if ranks[0] < ranks[1] else "lower"
        return found == condition.way

    return holds


def _named(field: str, names: frozenset[str], *, unstated: Truth) -> Callable[[Report], Truth]:
    def holds(report: Report) -> Truth:
        name: str | None = getattr(report, field)
        return unstated if name is None else name.casefold() in names

    return holds


def _area_count(condition: AreaCount) -> Callable[[Report], Truth]:
    grades = _folded(condition.grades)

    def holds(report: Report) -> Truth:
        given = [grade.casefold() in grades for area, grade in report.judgements.items() if area != "overall"]
        return within(sum(given), condition.least, condition.most) if given else None

    return holds


def within(count: int, least: int | None, most: int | None) -> bool:
    """Whether `count` lies between the bounds, None being no bound."""
    return (least is None or count >= least) and (most is None or count <= most)


def _date_of(condition: DateOf) -> Callable[[Report], Truth]:
    period, kind = condition.period, condition.kind

    def holds(report: Report) -> Truth:
        start, end, published = report.inspection_start, report.inspection_end, report.published
        if kind == "started":
            return None if start is None else period.holds(start)
        if kind == "ended":
            return None if end is None else period.holds(end)
        asked_published, asked_inspected = kind != "inspected", kind != "published"
        stated = (asked_published and published is not None) or (asked_inspected and (start or end) is not None)
        if asked_published and published is None and report.out:
            held = [period.holds(day) for day in report.out]
            if all(held) or (not stated and not period.meets(*report.out)):
                return all(held)
        if not stated:
            return None
        return (asked_published and period.holds(published)) or (asked_inspected and period.meets(start, end))

    return holds


def unknown_because(condition: ReportCondition, report: Report) -> tuple[Why, ...]:
    """What `report` does not state, where it leaves the condition unknown; empty where the condition is known."""
    if report_test(condition)(report) is not None:
        return ()
    match condition:
        case And(parts) | Or(parts):
            found = [why for part in parts for why in unknown_because(cast("ReportCondition", part), report)]
            return tuple(dict.fromkeys(found))
        case Not(part):
            return unknown_because(cast("ReportCondition", part), report)
        case Graded(area, _):
            return (grade_missing(report, area),)
        case AreaCount() | Beside():
            return ("area not graded",)
        case DateOf():
            return ("date not stated",)
    return ("no lead named",)


def grade_missing(report: Report, area: str) -> Why:
    """Why `report` gives no grade for `area`."""
    if area == "care_leavers" and covers_both(report):
        return "judged with children in care"
    return "area not graded"
