"""Standard statistics: one figure, two side by side, and one over time.

Knows statistics as facts, each with the date it speaks of. Does not know figures that stand in prose only: where a
side is missing, nothing is answered here and the passages are searched.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from corpus.measures import measure
from qa.facts.model import FactAnswer, FactClaim, upper
from qa.facts.rows import statistics
from qa.language.phrasing import amount, day_words, listed
from qa.plan.select import by_authority, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Period, Plan, Selection

__all__ = ["Figure", "answer_figures", "best_figure", "can_tell", "figure_claim", "figures_of"]

_BY_HOW_MUCH = Lazy(
    r"\bby how (?:much|many)\b|\bdifference\b|\bgap\b|\bhow (?:much|many) (?:more|less|fewer|higher|lower|"
    r"bigger|smaller)\b"
)
_THAN = Lazy(
    r"\b(?:more|fewer|less|higher|lower|most|fewest|highest|lowest|greater|larger|smaller|bigger|worse|"
    r"better|fall|fell|rise|rose|up|down|increas\w+|decreas\w+)\b"
)


_TOGETHER = Lazy(r"\b(?:and|both|plus|as well as|along with)\b|[,&;]")

# A figure of the last year-end, or of later, is the current one of a report.
_RECENT = timedelta(days=550)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A statistic with its report; `day` is the date it speaks of, or else the inspection's end."""

    report: Report
    fact: StoredFact
    day: date

    @property
    def value(self) -> float:
        """The number itself."""
        return self.fact.fact.number or 0.0


def can_tell(plan: Plan) -> bool:
    """Whether a statistic can be the answer: nothing but the measure, the place and the time is asked for."""
    if not plan.measures or plan.topics or plan.qualifiers or plan.negated or plan.asks_why:
        return False
    # "How many of the orders were for children in care?" names two, and asks for neither.
    if plan.kind == "number" and len(plan.measures) > 1 and not _TOGETHER.search(plan.question):
        return False
    units = {measure(key).unit for key in plan.measures}
    if plan.answer_type in ("money", "duration", "date", "reason"):
        return False
    if plan.answer_type == "percentage" and "%" not in units:
        return False
    return not (plan.answer_type == "rate" and not units & {"per 10,000", "%"})


def answer_figures(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """Answer with figures, or None where a figure is not stated as a statistic."""
    if plan.kind not in ("number", "compare", "trend") or not plan.authorities or not can_tell(plan):
        return None
    if plan.kind == "trend":
        return _trend(plan, store, selection)
    sides = _sides(plan)
    answers: list[tuple[str, list[Figure]]] = []
    for key in plan.measures:
        known = statistics(store, selection.reports, key)
        figures = [best_figure(_of(selection.reports, name), known, period, plan) for name, period in sides]
        if any(figure is None for figure in figures):
            return None
        answers.append((key, [figure for figure in figures if figure is not None]))
    claims = [figure_claim(figure) for _, figures in answers for figure in figures]
    verdicts = [_verdict(plan, key, figures) for key, figures in answers if len(figures) > 1]
    if _BY_HOW_MUCH.search(plan.question):
        verdicts += [_difference(figures) for _, figures in answers if len(figures) == 2]
    if not verdicts and len(claims) == 1:
        only = answers[0][1][0]
        return FactAnswer(status="answered", text=f"{_amount(only)}. {claims[0].text}.", claims=tuple(claims))
    return FactAnswer(
        status="answered", text="\n".join([*verdicts, *(f"{c.text}." for c in claims)]), claims=tuple(claims)
    )


def _sides(plan: Plan) -> list[tuple[str, Period | None]]:
    """What is set side by side: every authority at every time named."""
    # "In the 2015 report, how many at 31 March 2014?": one time tells the report, the other the figure.
    dates = [period for period in plan.periods if period.of == "as_of"]
    periods: Sequence[Period | None] = (dates if plan.kind == "number" and dates else plan.periods) or (None,)
    if plan.kind == "number" and len(plan.authorities) == 1 and len(periods) == 1:
        return [(plan.authorities[0], periods[0])]
    # "Leeds in 2014 and Hull in 2015": times and places paired as they stand.
    if len(periods) == len(plan.authorities) > 1:
        return list(zip(plan.authorities, periods, strict=True))
    return [(name, period) for name in plan.authorities for period in periods]


def _of(reports: Iterable[Report], name: str) -> list[Report]:
    return by_authority(reports).get(name, [])


def _day(fact: StoredFact, report: Report) -> date:
    """The date a figure speaks of; a month or a year alone stands for its last day."""
    parts = [int(part) for part in (fact.fact.as_of or "").split("-") if part.isdigit()]
    if not parts:
        return report.dated or date.min
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def _when(figure: Figure) -> str:
    """The date a figure speaks of in words, as exactly as the report has it."""
    parts = (figure.fact.fact.as_of or "").count("-")
    return (
        day_words(figure.day)
        if parts == 2 or not figure.fact.fact.as_of
        else f"{figure.day:{'%B %Y' if parts else '%Y'}}"
    )


def figures_of(reports: Iterable[Report], known: dict[int, list[StoredFact]]) -> list[Figure]:
    """All figures of these reports, in order of the dates they speak of."""
    found = [Figure(report=r, fact=f, day=_day(f, r)) for r in reports for f in known.get(r.number, [])]
    return sorted(found, key=lambda figure: (figure.day, figure.report.dated or date.min, figure.fact.fact.start))


def best_figure(
    reports: Sequence[Report], known: dict[int, list[StoredFact]], period: Period | None, plan: Plan
) -> Figure | None:
    """The figure for a time: that of the date named, or else the current one of the report of that time.

    Without a time it is the current figure of the latest report that states one ("first" and "previous" as they say).
    """
    figures = figures_of(reports, known)
    if period is None:
        order = {figure.report.number: figure.report for figure in figures}
        stating = [report for report in reports if report.number in order]
        if plan.which == "first":
            stating = stating[:1]
        elif plan.which == "previous":
            stating = stating[-2:-1]
        return _current([figure for figure in figures if stating and figure.report is stating[-1]])
    if period.of in ("any", "as_of"):
        dated = [figure for figure in figures if figure.fact.fact.as_of and period.holds(figure.day)]
        if dated:
            last = max(figure.day for figure in dated)
            return next(figure for figure in dated if figure.day == last)
        if period.precision == "day" or (period.of == "as_of" and period.precision != "month"):
            return None
    fits = {report.number: fit(report, period) for report in reports}
    top = max(fits.values(), default=0)
    return _current([figure for figure in figures if top and fits[figure.report.number] == top])


def _current(figures: list[Figure]) -> Figure | None:
    """The newest figure; of several of one date the first printed.

    A figure whose date the report states goes before one without: only then is it sure what it speaks of.
    """
    if not figures:
        return None
    recent = [f for f in figures if f.fact.fact.as_of and (f.report.dated or f.day) - f.day <= _RECENT]
    figures = recent or figures
    newest = max(figure.day for figure in figures)
    return min((f for f in figures if f.day == newest), key=lambda figure: figure.fact.fact.start)


def _amount(figure: Figure) -> str:
    one = measure(figure.fact.fact.key)
    return amount(figure.value, one.unit if one.unit in ("%", "per 10,000") else None)


def figure_claim(figure: Figure) -> FactClaim:
    """'Darlington, children looked after: 200 at 31 March 2015', carried by the figure's own span."""
    one = measure(figure.fact.fact.key)
    if figure.fact.fact.as_of:
        when = f"at {_when(figure)}"
    elif figure.report.published:
        when = f"in the report published {day_words(figure.report.published)}"
    else:
        when = f"in the report of {day_words(figure.report.dated)}"
    return FactClaim(text=f"{figure.report.authority}, {one.label}: {_amount(figure)} {when}", facts=(figure.fact,))


def _name(figure: Figure, figures: Sequence[Figure]) -> str:
    """What tells this side from the others: the authority, or else its date."""
    if len({f.report.authority for f in figures}) > 1:
        return str(figure.report.authority)
    if figure.fact.fact.as_of:
        return _when(figure)
    return f"the report published {day_words(figure.report.published)}"


def _verdict(plan: Plan, key: str, figures: list[Figure]) -> str:
    one = measure(key)
    values = [figure.value for figure in figures]
    if len(set(values)) == 1:
        return f"{upper(one.label)}: the same, {_amount(figures[0])}."
    lower = plan.direction in ("lower", "declined") and bool(_THAN.search(plan.question))
    best = min(values) if lower else max(values)
    first = [f for f in figures if f.value == best]
    if len({f.report.authority for f in figures}) == 1:
        shown = listed([f"{_amount(f)} ({_name(f, figures)})" for f in figures])
        ordered = sorted(figures, key=lambda figure: figure.day)
        way = "up" if ordered[-1].value > ordered[0].value else "down"
        return (
            f"{upper(one.label)}: {shown}; {way} over that time, {'lower' if lower else 'higher'} at "
            f"{_name(first[0], figures)}."
        )
    shown = listed([f"{_name(f, figures)} {_amount(f)}" for f in figures])
    share = {"per 10,000": "rate", "%": "share"}.get(one.unit)
    had = f"had the {'lower' if lower else 'higher'} {share}" if share else f"had {'fewer' if lower else 'more'}"
    return f"{listed([_name(f, figures) for f in first])} {had} ({one.label}: {shown})."


def _difference(figures: list[Figure]) -> str:
    """'A difference of 133 (589 - 456).'"""
    high, low = sorted(figures, key=lambda figure: -figure.value)
    one = measure(high.fact.fact.key)
    unit = "percentage points" if one.unit == "%" else "per 10,000" if one.unit == "per 10,000" else None
    between = amount(round(high.value - low.value, 2), unit)
    return f"A difference of {between} ({_amount(high)} - {_amount(low)})."


def _trend(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    blocks: list[str] = []
    claims: list[FactClaim] = []
    for key in plan.measures:
        known = statistics(store, selection.reports, key)
        for name in plan.authorities:
            steps = _steps(plan, figures_of(_of(selection.reports, name), known), selection)
            if len(steps) < 2:
                return None
            first, last = steps[0], steps[-1]
            way = "Up" if last.value > first.value else "Down" if last.value < first.value else "The same"
            chain = ", then ".join(f"{_amount(f)} ({_when(f)})" for f in steps)
            ends = f"{_amount(first)} to {_amount(last)}" if way != "The same" else _amount(last)
            blocks.append(f"{way}, {ends}: {name}, {measure(key).label}: {chain}.")
            claims += [figure_claim(figure) for figure in steps]
    return FactAnswer(status="answered", text="\n".join(blocks), claims=tuple(claims))


def _steps(plan: Plan, figures: list[Figure], selection: Selection) -> list[Figure]:
    """One figure a date: of the dates asked for, where dates are, else of the reports asked for."""
    spans = [period for period in plan.periods if period.of in ("any", "as_of")]
    chosen = [f for f in figures if any(span.holds(f.day) for span in spans)] if spans else []
    if len({f.day for f in chosen}) < 2:
        numbers = {report.number for report in selection.preferred or selection.reports}
        chosen = [f for f in figures if f.report.number in numbers]
    by_day: dict[date, Figure] = {}
    for figure in chosen:
        by_day.setdefault(figure.day, figure)
    return [by_day[day] for day in sorted(by_day)]
