"""Grades of inspections that are in no report here, and that the report after them states.

Knows queries, reports of other bodies than councils and their facts. A set over such bodies is told by the grades of
the reports that are here; where what they state of the inspection before would change it, it is not told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from corpus.bodies import kind_of
from corpus.frameworks import framework
from qa.facts.execute import run
from qa.facts.model import FactAnswer, FactClaim, refusal
from qa.facts.rows import of_kind
from qa.language.phrasing import listed
from qa.plan.select import by_authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store, StoredFact
    from qa.facts.result import Result
    from qa.plan.query import Query

__all__ = ["changed_by_recalled"]

_OF_A_SERIES = ("exists", "times")  # wants of single reports that a report more would change


def changed_by_recalled(query: Query, store: Store, reports: Sequence[Report]) -> FactAnswer | None:
    """The refusal of a query that grades stated of inspections before would answer otherwise; None where none would."""
    if query.over != "authorities" and query.wants[0].kind not in _OF_A_SERIES:
        return None
    recalled = _recalled(store, reports)
    if not recalled:
        return None
    plain = _members(run(query, reports))
    told = _members(run(query, [*reports, *(one for one, _ in recalled)]))
    if told == plain:
        return None
    changed = {name for name, _ in told ^ plain}
    claims = [_claim(one, fact) for one, fact in recalled if one.authority in changed]
    if not claims:
        return None
    whose = listed(sorted(str(name) for name in changed))
    reason = (
        "The grades of the reports here alone do not tell that: of an inspection before, whose report is not here, the "
        f"grade is stated for {whose}."
    )
    lines = [reason, *(f"{claim.text}." for claim in claims)]
    return replace(refusal("not_stated", reason, claims=claims), text="\n".join(lines))


def _members(result: Result) -> set[tuple[str | None, int]]:
    """The bodies that a query found, with how many of their reports where single reports are members."""
    counts: dict[str | None, int] = {}
    for one in result.members:
        counts[one.authority] = counts.get(one.authority, 0) + 1
    return set(counts.items())


def _recalled(store: Store, reports: Sequence[Report]) -> list[tuple[Report, StoredFact]]:
    """For each grade before that no report here gives, a stand-in for the report that did, and the fact stating it."""
    others = [one for one in reports if kind_of(one) not in (None, "council") and one.framework and one.authority]
    if not others:
        return []
    stated: dict[int, StoredFact] = {}
    for fact in of_kind(store, "previous_judgement", others):
        stated.setdefault(fact.report, fact)
    found: list[tuple[Report, StoredFact]] = []
    for group in by_authority(others).values():
        for at, report in enumerate(group):
            recalled = stated.get(report.number)
            known = framework(report.framework or "")
            if recalled is None or known is None:
                continue
            if any(known.headline in one.judgements for one in group[:at]):
                continue
            day = report.dated - timedelta(days=1) if report.dated else None
            found.append(
                (
                    replace(
                        report,
                        number=-report.number,
                        judgements={known.headline: recalled.fact.value},
                        inspection_start=day,
                        inspection_end=day,
                        published=None,
                        lead_inspector=None,
                    ),
                    recalled,
                )
            )
    return found


def _claim(one: Report, fact: StoredFact) -> FactClaim:
    text = f"{one.authority}, previous inspection: {fact.fact.value}, as its next report states"
    return FactClaim(text=text, facts=(fact,))
