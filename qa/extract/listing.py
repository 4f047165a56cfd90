"""Lists: every recommendation of a report, or the bullets below the heading that fits.

Knows the recommendations recognised at ingest and passages by section. Does not know how they were recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.claim import Claim
from qa.extract.model import Extraction, label, shown
from qa.plan.expected import is_improvement_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.question import Plan
    from qa.search.rerank import Candidate

__all__ = ["improvements", "recommendations"]


def recommendations(plan: Plan, candidates: Sequence[Candidate], store: Store) -> Extraction | None:
    """Every recommendation of the report that fits best, in order, each with its citation; None where it has none."""
    for report in _in_order(plan, candidates):
        claims = improvements(report, store)
        if claims:
            return Extraction(
                answer="\n".join([f"{label(report)}:", *(f"{n}. {said.text}" for n, said in enumerate(claims, 1))]),
                claims=tuple(claims),
                family="finding",
                features={"certain": 1.0},
            )
    return None


def improvements(report: Report, store: Store) -> list[Claim]:
    """What a report says must improve: its recorded recommendations, else what stands below such a heading."""
    return _recognised(report, store) or _below_heading(report, store)


def _recognised(report: Report, store: Store) -> list[Claim]:
    facts = [stored.fact for stored in store.facts(reports=[report.number], kind="recommendation")]
    text = store.text(report.number) if facts else ""
    return [
        Claim(text=shown(text[fact.start : fact.end]), spans=((report.number, fact.start, fact.end),)) for fact in facts
    ]


def _below_heading(report: Report, store: Store) -> list[Claim]:
    """The sentences of the passages whose own heading is that of the list asked for."""
    claims = []
    for passage in store.passages_of(report.number):
        if is_improvement_heading(passage.section):
            for start, end in passage.sentences:
                text = passage.text[start - passage.start : end - passage.start]
                if len(text.split()) > 2 and not is_improvement_heading(shown(text)):
                    claims.append(Claim(text=shown(text), spans=((report.number, start, end),)))
    return claims


def _in_order(plan: Plan, candidates: Sequence[Candidate]) -> list[Report]:
    """The candidates' reports: those that fit the time asked for, the latest first."""
    reports = {c.report.number: (c.features["preferred"], c.report) for c in candidates}
    fitting = [pair for pair in reports.values() if pair[0]] or list(reports.values())
    latest = sorted(fitting, key=lambda pair: str(pair[1].dated), reverse=plan.which != "first")
    return [report for _, report in latest]
