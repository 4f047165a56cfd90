"""Authorities by a figure: the highest, the lowest, those above or below a number; inspectors by how often they led.

Knows statistics as facts. One figure an authority is compared: of the time asked for, or else the newest it states.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from qa.facts.figures import Figure, best_figure, can_tell, figure_claim
from qa.facts.model import FactAnswer, FactClaim, dated, upper
from qa.facts.rows import of_kind, statistics
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store
    from qa.question import Plan, Selection

__all__ = ["answer_ranking"]

_THRESHOLD = Lazy(
    r"\b(?P<word>more than|over|above|at least|exceed\w*|fewer than|less than|under|below|at most|"
    r"no more than)\s+(?P<number>\d[\d,]*(?:\.\d+)?)"
)
_TOP = Lazy(
    r"\b(?:top|bottom|(?:the )?)\s*(?P<n>\d+|two|three|four|five|ten)\b(?= (?:\w+ )?(?:highest|lowest|"
    r"most|largest|smallest|biggest|councils|authorities|las))|\b(?:top|bottom) (?P<m>\d+|two|three|four|"
    r"five|ten)\b"
)
_LOW = Lazy(r"\b(?:lowest|fewest|least|smallest|bottom)\b")
_INSPECTOR = Lazy(r"\b(?:inspector|hmi|who led|who has led)\b")
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


def answer_ranking(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    """Rank or filter by a figure, or None where the question ranks by what no fact holds."""
    if plan.measures:
        return _by_figure(plan, store, selection)
    if plan.topics or not plan.superlative:
        return None
    if _INSPECTOR.search(plan.question):
        return _by_inspector(store, list(selection.reports))
    return None


def _by_figure(plan: Plan, store: Store, selection: Selection) -> FactAnswer | None:
    threshold = _THRESHOLD.search(plan.question)
    if not can_tell(replace(plan, qualifiers=()) if threshold else plan) or not (
        plan.superlative or threshold or plan.direction in ("higher", "lower")
    ):
        return None
    key = plan.measures[-1]
    known = statistics(store, selection.reports, key)
    period = next((p for p in plan.periods if p.of == "as_of"), plan.periods[0] if plan.periods else None)
    groups = by_authority(selection.reports)
    every = [best_figure(group, known, period, plan) for group in groups.values()]
    figures = sorted(
        (figure for figure in every if figure is not None),
        key=lambda figure: (-figure.value, str(figure.report.authority)),
    )
    if not figures:
        return None
    chosen = _beyond(figures, threshold) if threshold else _extreme(plan, figures)
    names = [str(figure.report.authority) for figure in chosen]
    claims = [figure_claim(figure) for figure in chosen]
    head = f"{upper(count_words(len(names)))}: {listed(names)}." if threshold or len(names) > 1 else f"{listed(names)}."
    silent = len(groups) - len(figures)
    coverage = (
        (
            f"{len(figures):,} of {len(groups):,} authorities state this figure; {silent:,} "
            f"{'does' if silent == 1 else 'do'} not."
        )
        if silent
        else f"All {len(groups):,} authorities state this figure."
    )
    return FactAnswer(
        status="answered",
        text="\n".join([head if names else "None.", *(f"{c.text}." for c in claims)]),
        claims=tuple(claims),
        coverage=coverage,
    )


def _beyond(figures: list[Figure], threshold: re.Match[str]) -> list[Figure]:
    limit = float(threshold["number"].replace(",", ""))
    word = threshold["word"].casefold()
    if word in ("fewer than", "less than", "under", "below"):
        return [figure for figure in figures if figure.value < limit]
    if word in ("at most", "no more than"):
        return [figure for figure in figures if figure.value <= limit]
    return [figure for figure in figures if figure.value > limit or (word == "at least" and figure.value == limit)]


def _extreme(plan: Plan, figures: list[Figure]) -> list[Figure]:
    top = _TOP.search(plan.question)
    word = ((top["n"] or top["m"]) if top else "1").casefold()
    count = _WORDS.get(word) or int(word)
    low = bool(_LOW.search(plan.question)) or (
        plan.direction == "lower" and not re.search(r"\bhighest|most\b", plan.question, re.IGNORECASE)
    )
    ordered = figures[::-1] if low else figures
    last = ordered[min(count, len(ordered)) - 1].value
    return [figure for figure in ordered if (figure.value <= last if low else figure.value >= last)]


def _by_inspector(store: Store, pool: list[Report]) -> FactAnswer | None:
    """Who led the most of these inspections."""
    facts = of_kind(store, "lead_inspector", pool)
    counts = Counter(fact.fact.value for fact in facts)
    if not counts:
        return None
    most = max(counts.values())
    people = sorted(name for name, count in counts.items() if count == most)
    by_number = {report.number: report for report in pool}
    claims = [
        FactClaim(
            text=f"{fact.fact.value}: {by_number[fact.report].authority} ({dated(by_number[fact.report])})",
            facts=(fact,),
        )
        for fact in facts
        if fact.fact.value in people
    ]
    head = (
        f"{listed(people)}: {count_words(most)} "
        f"{'inspection' if most == 1 else 'inspections'}{' each' if len(people) > 1 else ''}."
    )
    return FactAnswer(status="answered", text="\n".join([head, *(f"{c.text}." for c in claims)]), claims=tuple(claims))
