"""Lists: every recommendation of a report, or the bullets below the heading that fits.

Knows the recommendations recognised at ingest and passages by section. Does not know how they were recognised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.extract.model import Extracted, Extraction, label, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.question import Plan
    from qa.rerank import Candidate

__all__ = ["asks_recommendations", "recommendations"]

_ASKED = re.compile(
    r"\brecommend\w*|\b(?:areas?|things?)\s+(?:for|to|of|that\s+need\w*)\s+improve\w*|\bimprovements?\b"
    r"|\b(?:need\w*|must|should|had|have|has|told|asked?|to)\b[^.?!]{0,60}\b(?:improv\w+|do\s+better|get\s+better|put\s+right|fix)\b"
    r"|\bpriority\s+actions?\b|\bwhat\s+(?:needs|needed|has|had)\s+to\s+(?:improve|be\s+improved|change)\b",
    re.IGNORECASE,
)


def asks_recommendations(question: str) -> bool:
    """Whether the question asks what a report says must be improved."""
    return _ASKED.search(question) is not None


def recommendations(plan: Plan, candidates: Sequence[Candidate], store: Store) -> Extraction | None:
    """Every recommendation of the report that fits best, in order, each with its citation; None where it has none."""
    for report in _in_order(plan, candidates):
        facts = store.facts(reports=[report.number], kind="recommendation")
        if facts:
            text = store.text(report.number)
            claims = tuple(
                Extracted(
                    text=shown(text[stored.fact.start : stored.fact.end]),
                    spans=((report.number, stored.fact.start, stored.fact.end),),
                )
                for stored in facts
            )
            return Extraction(
                answer="\n".join([f"{label(report)}:", *(f"{n}. {c.text}" for n, c in enumerate(claims, 1))]),
                claims=claims,
                features={"certain": 1.0},
            )
    return None


def _in_order(plan: Plan, candidates: Sequence[Candidate]) -> list[Report]:
    """The candidates' reports: those that fit the time asked for, the latest first."""
    reports = {c.report.number: (c.features["preferred"], c.report) for c in candidates}
    fitting = [pair for pair in reports.values() if pair[0]] or list(reports.values())
    latest = sorted(fitting, key=lambda pair: str(pair[1].dated), reverse=plan.which != "first")
    return [report for _, report in latest]
