"""Authorities told by their reports alone: inspected in a time, not since, by somebody, once or often; what is held.

Knows which reports there are and when they are of. Does not know grades: sets bounded by them are members'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.facts.model import FactAnswer, FactClaim, dated, upper
from qa.facts.rows import of_kind
from qa.language.pattern import Lazy
from qa.language.phrasing import count_words, listed
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.question import Plan

__all__ = ["AUTHORITIES", "REPORTS", "answer_visits", "coverage"]

REPORTS = Lazy(
    r"\b(?:how many|number of|which|what|list|share of|proportion of|percentage of|per ?cent of|% of|all|"
    r"any|of the) (?:\S+ ){0,4}?(?:reports|inspections)\b"
)
AUTHORITIES = Lazy(
    r"\b(?:councils?|authorit(?:y|ies)|las|boroughs?|count(?:y|ies)|places|departments|providers?|"
    r"trusts)\b|\bwho(?:se)?\b"
)
_HERE = Lazy(r"\b(?:library|corpus|collection|here|do you (?:have|hold|cover|know)|have you got|are there|in total)\b")
_HOW_OFTEN = Lazy(
    r"\b(?P<how>only|just|exactly|more than|at least)\s+(?:(?:have|has|had|been|got|inspected|there is|there are)\s+)*"
    r"(?P<n>one|a single|two|three|four|once|twice)\b(?:\s+(?:reports?|"
    r"inspections?))?(?!\s+(?:areas?|grades?|point|thing))"
)


def answer_visits(plan: Plan, store: Store, pool: list[Report], reports: Sequence[Report]) -> FactAnswer | None:
    """The authorities or reports asked for; None where the question bounds them by nothing that is known here."""
    return _unvisited(plan, store, pool, reports) or _listing(plan, store, pool)


def _unvisited(plan: Plan, store: Store, pool: list[Report], reports: Sequence[Report]) -> FactAnswer | None:
    """Authorities without a report in the time asked for, or with as many reports as asked; None where neither is."""
    few = _HOW_OFTEN.search(plan.question)
    if plan.negated and plan.periods and not (plan.areas or plan.inspectors):
        inside = {report.authority for report in pool}
        every = by_authority(report for report in reports if not plan.regions or report.region in plan.regions)
        chosen = {name: group[-1:] for name, group in every.items() if name not in inside}
    elif few and not (plan.areas or plan.inspectors or plan.periods):
        count = {"one": 1, "a single": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4}[few["n"].casefold()]
        every = by_authority(pool)
        least = (few["how"] or "only").casefold()
        chosen = {
            name: group
            for name, group in every.items()
            if (
                len(group) > count
                if least == "more than"
                else len(group) >= count
                if least == "at least"
                else len(group) == count
            )
        }
    else:
        return None
    facts = {
        fact.report: fact for fact in reversed(of_kind(store, "published", [r for g in chosen.values() for r in g]))
    }
    claims = [
        FactClaim(text=f"{name}: {dated(report)}", facts=(facts[report.number],) if report.number in facts else ())
        for name in sorted(chosen)
        for report in chosen[name]
    ]
    head = f"{upper(count_words(len(chosen)))}: {listed(sorted(chosen))}." if chosen else "None."
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{claim.text}." for claim in claims)]),
        claims=tuple(claims),
        coverage=f"Looked at the reports on {len(every):,} authorities in this library.",
    )


def _listing(plan: Plan, store: Store, pool: list[Report]) -> FactAnswer | None:
    """Reports told by inspector, time, region or framework alone."""
    if not (plan.inspectors or plan.periods or plan.regions or plan.frameworks or plan.which in ("latest", "first")):
        return _held(plan, pool) if _HERE.search(plan.question) else None
    if plan.which in ("latest", "first") and not (plan.inspectors or plan.regions):
        days = sorted((r for r in pool if r.dated), key=lambda r: (r.published or r.dated, r.number))
        pool = [days[-1] if plan.which == "latest" else days[0]] if days else []
    kind = "lead_inspector" if plan.inspectors else "inspection_start"
    facts: dict[int, StoredFact] = {}
    for fact in [*of_kind(store, kind, pool), *of_kind(store, "published", pool), *of_kind(store, "authority", pool)]:
        if fact.page is not None:
            facts.setdefault(fact.report, fact)
    shown = sorted(pool, key=lambda r: (r.authority or r.title, r.dated.toordinal() if r.dated else 0))
    claims = [
        FactClaim(
            text=f"{report.authority or report.title}: {dated(report)}"
            + (f", led by {report.lead_inspector}" if plan.inspectors else ""),
            facts=(facts[report.number],) if report.number in facts else (),
        )
        for report in shown
    ]
    names = sorted({str(report.authority or report.title) for report in pool})
    by_authority_only = bool(AUTHORITIES.search(plan.question)) and not REPORTS.search(plan.question)
    count = len(names) if by_authority_only else len(pool)
    head = f"{upper(count_words(count))}: {listed(names)}." if names else "None."
    return FactAnswer(
        status="answered",
        text="\n".join([head, *(f"{c.text}." for c in claims)]),
        claims=tuple(claims),
        coverage=coverage(pool, pool),
    )


def _held(plan: Plan, pool: list[Report]) -> FactAnswer:
    """How many reports and authorities the library holds, and which authorities they are where that is asked."""
    names = sorted({report.authority for report in pool if report.authority})
    head = f"{len(pool):,} reports on {len(names):,} authorities."
    return FactAnswer(status="answered", text=head if plan.asks_count else f"{head}\n{listed(names)}.")


def coverage(stating: Sequence[Report], pool: Sequence[Report]) -> str:
    """'Looked at 10 reports on 9 authorities; 1 of them does not state it.'"""
    authorities = len({report.authority for report in pool if report.authority})
    silent = len(pool) - len(stating)
    text = (
        f"Looked at {len(pool):,} {'report' if len(pool) == 1 else 'reports'} on {authorities:,} "
        f"{'authority' if authorities == 1 else 'authorities'}"
    )
    return (
        f"{text}; {silent:,} of them {'does' if silent == 1 else 'do'} not state it."
        if silent
        else f"{text}; all of them state it."
    )
