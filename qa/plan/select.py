"""Which reports a question is about: authority, region, framework, inspector, time, and latest, previous or first.

Knows reports and plans. Does not know any report's text. A year in a question may be the inspection's, the
publication's or the figure's: where the question says which, that one counts, else any of them; the best fit is
preferred.
"""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.authorities import find_elsewhere, lies_in
from qa.language.phrasing import day_words, listed, month_words
from qa.question import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report
    from qa.question import Period, Plan

__all__ = ["by_authority", "fit", "select_reports", "strictly"]

# Reports give standard figures for the three years before them: a question for 2014 may be answered by one of 2015.
_FIGURES_LAG = timedelta(days=1096)
_PROSE_LAG = timedelta(days=730)
_REMEMBERED = 8
_own = threading.local()  # selections made, and the last pool
_OF_PEOPLE = ("person", "lookup")  # kinds of question in which an inspector's name tells no report apart
_OF_FIGURES = ("number", "compare", "trend", "finding", "date", "list")


def select_reports(plan: Plan, reports: Sequence[Report]) -> Selection:
    """The reports that `plan` is about, oldest first; where there are none, the kind of refusal and its reason.

    The last few selections are remembered: on the way to one answer the same one is asked for several times.
    """
    held: tuple[Sequence[Report], dict[Plan, Selection]] | None = getattr(_own, "selected", None)
    if held is None or held[0] is not reports or len(held[1]) >= _REMEMBERED:
        held = _own.selected = (reports, {})
    if plan not in held[1]:
        held[1][plan] = _select(plan, reports)
    return held[1][plan]


def _select(plan: Plan, reports: Sequence[Report]) -> Selection:
    if plan.ambiguous and not plan.authorities:
        rivals = listed(plan.ambiguous, last="or")
        return Selection(reports=(), status="ambiguous", reason=f"That could mean {rivals}. Which of them do you mean?")
    comparing = plan.kind == "compare" and plan.absent_authorities
    if (comparing or not plan.authorities) and (plan.absent_authorities or plan.unknown_places):
        return Selection(reports=(), status="no_such_authority", reason=_no_authority(plan, reports))
    pool = _pool(plan, reports)
    if not pool:
        anything = any(_is_about(report, plan) for report in reports)
        return Selection(reports=(), status="no_such_report", reason=_nothing(plan, anything))
    timed, preferred = _in_time(plan, pool)
    if not timed:
        return Selection(reports=(), status="no_such_report", reason=_not_then(plan, pool))
    if plan.kind == "compare" and plan.which == "latest" and plan.periods:
        newest = [group[-1] for group in by_authority(pool).values()]
        preferred = list({report.number: report for report in (*preferred, *newest)}.values())
        kept = {report.number for report in (*timed, *newest)}
        timed = [report for report in pool if report.number in kept]
    chosen = _which(plan, timed)
    if not chosen:
        names = listed(plan.authorities) or "that"
        reason = f"There is no earlier report of {names} here: {_there_are(timed)}."
        return Selection(reports=(), status="no_such_report", reason=reason)
    fitting = {report.number for report in preferred}
    best = [report for report in chosen if report.number in fitting] or chosen
    return Selection(reports=tuple(chosen), preferred=tuple(_graded(plan, best)))


def _pool(plan: Plan, reports: Sequence[Report]) -> list[Report]:
    """The reports that are of what the question names, oldest first, whatever their time."""
    key = (
        plan.authorities,
        plan.regions,
        plan.frameworks,
        plan.identifying_grades,
        plan.inspectors,
        plan.kind in _OF_PEOPLE,
        plan.scope,
    )
    last: tuple[Sequence[Report], tuple[object, ...], list[Report]] | None = getattr(_own, "last", None)
    if last is None or last[0] is not reports or last[1] != key:
        about = (report for report in reports if _is_about(report, plan) and plan.scope.admits(report))
        last = reports, key, sorted(about, key=lambda r: (r.placed or date.min, r.number))
        _own.last = last
    return last[2]


def by_authority(reports: Iterable[Report]) -> dict[str, list[Report]]:
    """Reports by authority, each list oldest first; reports that state no authority are left out."""
    return _grouped(sorted(reports, key=lambda r: (r.placed or date.min, r.number)))


def _grouped(reports: Iterable[Report]) -> dict[str, list[Report]]:
    grouped: dict[str, list[Report]] = {}
    for report in reports:
        if report.authority:
            grouped.setdefault(report.authority, []).append(report)
    return grouped


def _groups(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports, oldest first, by authority; one that states none stands alone."""
    return [*_grouped(reports).values(), *([report] for report in reports if not report.authority)]


def fit(report: Report, period: Period) -> int:
    """How well a report fits a period, 0 (not at all) to 3.

    What the period qualifies counts most; the other date still counts a little, since people say "the 2017 report" of
    one that was inspected in 2017 and published in 2018.
    """
    if period.start == date.min:
        return 3 if period.holds(report.published or report.dated) else 0
    published = report.out is not None and period.meets(*report.out)
    inspected = period.meets(report.inspection_start, report.inspection_end)
    if period.of == "published":
        return 3 if published else int(inspected)
    if period.of == "inspected":
        return 3 if inspected else int(published)
    return 3 if published and inspected else 2 if published or inspected else 0


def strictly(report: Report, period: Period) -> bool:
    """Whether a report belongs to a set bounded by the period: by publication, unless the question says 'inspected'."""
    if period.of == "inspected":
        return period.meets(report.inspection_start, report.inspection_end)
    return period.holds(report.published or report.dated)


def _is_about(report: Report, plan: Plan) -> bool:
    if plan.authorities and report.authority not in plan.authorities:
        return False
    if plan.regions and not plan.authorities and not lies_in(report.authority, report.region, plan.regions):
        return False
    if plan.frameworks and report.framework not in plan.frameworks:
        return False
    if plan.identifying_grades and report.judgements.get("overall") not in plan.identifying_grades:
        return False
    return not plan.inspectors or plan.kind in _OF_PEOPLE or report.lead_inspector in plan.inspectors


def _in_time(plan: Plan, pool: list[Report]) -> tuple[list[Report], list[Report]]:
    """The reports that fit the question's periods, and the best of them for each authority and period."""
    periods = [period for period in plan.periods if not (plan.kind == "aggregate" and period.of == "as_of")]
    if not periods:
        return pool, pool
    if plan.kind == "aggregate":
        chosen = [report for report in pool if any(strictly(report, period) for period in periods)]
        return chosen, chosen
    fitting: list[Report] = []
    best: list[Report] = []
    for period in periods:
        for group in _groups(pool):
            fits = {report.number: fit(report, period) for report in group}
            top = max(fits.values(), default=0)
            if top:
                # A stretch of years that says what it bounds means it; else every report that touches it is meant.
                wide = period.precision == "range"
                least = min((3 if period.of in ("published", "inspected") else 1) if wide else top, top)
                best += [report for report in group if fits[report.number] >= least]
                fitting += [report for report in group if fits[report.number] >= (least if wide else 1)]
            if period.of in ("any", "as_of") and (plan.measures or (not top and plan.kind in _OF_FIGURES)):
                fitting += _soon_after(period, group, _FIGURES_LAG if plan.measures else _PROSE_LAG)
    order = {report.number: report for report in (*best, *fitting)}
    ordered = sorted(order.values(), key=lambda r: (r.placed or date.min, r.number))
    fits_best = {report.number for report in best}
    return ordered, [report for report in ordered if report.number in fits_best]


def _soon_after(period: Period, group: list[Report], lag: timedelta) -> list[Report]:
    """Reports whose figures may speak of the period, published after it."""
    if period.start == date.min:
        return [report for report in group if (report.dated or date.max) <= period.end]
    base = period.end if period.precision == "range" else period.start
    last = min(base, date.max - lag) + lag
    return [report for report in group if report.dated and period.start <= (report.published or report.dated) <= last]


def _which(plan: Plan, reports: list[Report]) -> list[Report]:
    # Facts look for the latest report that states a grade: they need them all, newest last.
    if plan.which in (None, "each") or plan.kind in ("trend", "compare") or (plan.periods and plan.which == "previous"):
        return reports
    chosen: list[Report] = []
    for group in _groups(reports):
        # A letter after a focused visit is no inspection: "the latest grade" means that of the latest graded report.
        graded = [report for report in group if report.judgements] if plan.kind == "judgement" or plan.grades else []
        order = graded or group
        if plan.which == "previous":
            chosen += order[-2:-1]
        else:
            chosen.append(order[-1] if plan.which == "latest" else order[0])
    return chosen


def _graded(plan: Plan, reports: list[Report]) -> list[Report]:
    """'The inspection that found X inadequate' is the one that did, where the question names no time."""
    if not plan.grades or plan.periods or plan.which or plan.kind in ("aggregate", "trend", "compare", "judgement"):
        return reports
    areas = plan.areas or ("overall",)
    matching = [report for report in reports if any(report.judgements.get(area) in plan.grades for area in areas)]
    return matching or reports


def _no_authority(plan: Plan, reports: Sequence[Report]) -> str:
    held = len({report.authority for report in reports if report.authority})
    tail = f"This library holds reports of {held} {'authority' if held == 1 else 'authorities'}."
    if plan.absent_authorities:
        return f"There is no report of {listed(plan.absent_authorities, last='or')} in this library. {tail}"
    elsewhere = {place.name: place.nation for place in find_elsewhere(plan.question)}
    name = plan.unknown_places[0]
    if name in elsewhere:
        return f"There is no report of {name} in this library: it is in {elsewhere[name]}. {tail}"
    return f"There is no report of an authority called {name} in this library, and none of that name is known. {tail}"


def _nothing(plan: Plan, anything: bool) -> str:
    what = listed(plan.authorities) or listed(plan.regions) or listed(plan.inspectors) or listed(plan.frameworks)
    of = f" of {what}" if what else ""
    if anything:
        return f"The reports{of} are outside the filters that are set. Widen the filters to ask about them."
    return f"There is no report{of} in this library that fits the question."


def _not_then(plan: Plan, pool: list[Report]) -> str:
    when = listed([period.words for period in plan.periods])
    if not plan.authorities:
        return f"No report in this library was published or inspected in the time asked for ({when})."
    # Of one framework alone, that alone is said not to be here.
    kind = f"{listed(plan.frameworks, last='or')} " if plan.frameworks else ""
    return (
        f"There is no {kind}report of {listed(plan.authorities)} in this library that was inspected or published in "
        f"the time asked for ({when}). {_there_are(pool, kind)}."
    )


def _there_are(reports: list[Report], kind: str = "") -> str:
    shown = reports[-8:]
    published = [day_words(report.published) for report in shown if report.published]
    published += [month_words(report.out[0]) for report in shown if report.out and not report.published]
    rest = [f"inspected {day_words(report.dated)}" for report in shown if not report.out]
    days = listed([*([f"published {listed(published)}"] if published else []), *rest])
    count = f"is one {kind}report" if len(reports) == 1 else f"are {len(reports)} {kind}reports"
    return f"There {count}, {'the latest ' if len(shown) < len(reports) else ''}{days}"
