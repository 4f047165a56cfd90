"""Lists: every recommendation of a report, or the bullets below the heading that fits.

Knows the recommendations recognised at ingest and passages by section. Does not know how they were recognised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.claim import Claim
from qa.extract.model import Extraction, label, shown
from qa.plan.expected import is_improvement_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Fact, Report
    from corpus.store import Store
    from qa.question import Plan
    from qa.search.rerank import Candidate

__all__ = ["improvements", "recommendations"]

_PRIORITY = re.compile(r"\bpriority(?:\s+and\s+immediate)?\s+actions?\b", re.IGNORECASE)
_IMPROVEMENT = re.compile(r"\bareas?\s+(?:for|of)\s+improvement\b", re.IGNORECASE)
_FURTHER = 3000  # characters: what a page's end cuts goes on below the next page's head


def recommendations(plan: Plan, candidates: Sequence[Candidate], store: Store) -> Extraction | None:
    """Every recommendation of the report that fits best, in order, each with its citation; None where it has none."""
    priority, rest = bool(_PRIORITY.search(plan.question)), bool(_IMPROVEMENT.search(plan.question))
    for report in _in_order(plan, candidates):
        urgent, other = _two_lists(report, store)
        # A report that keeps two lists is asked for one by its name, or for both.
        heads = [f"{label(report)}, areas for priority action:", f"{label(report)}, areas for improvement:"]
        if not urgent or not other:
            claims, lines = improvements(report, store), [f"{label(report)}:"]
            lines += [f"{n}. {said.text}" for n, said in enumerate(claims, 1)]
        else:
            claims, lines = [], []
            for head, list_, asked in zip(heads, (urgent, other), (priority, rest), strict=True):
                if asked or priority == rest:
                    lines += [head, *(f"{n}. {said.text}" for n, said in enumerate(list_, len(claims) + 1))]
                    claims += list_
        if claims:
            return Extraction(
                answer="\n".join(lines),
                claims=tuple(claims),
                family="finding",
                features={"certain": 1.0},
            )
    return None


def improvements(report: Report, store: Store) -> list[Claim]:
    """What a report says must improve: its recorded recommendations, else what stands below such a heading."""
    return _recognised(report, store) or _below_heading(report, store)


def _recognised(report: Report, store: Store) -> list[Claim]:
    return [claim for _, claim in _listed(report, store)]


def _two_lists(report: Report, store: Store) -> tuple[list[Claim], list[Claim]]:
    """What stands in a report's lists of priority actions, and what in its others."""
    listed = _listed(report, store)
    return [one for key, one in listed if key == "priority"], [one for key, one in listed if key != "priority"]


def _listed(report: Report, store: Store) -> list[tuple[str, Claim]]:
    """Each recorded recommendation with its key, whole: one that a page's end cuts has a span on either page."""
    facts = [stored.fact for stored in store.facts(reports=[report.number], kind="recommendation")]
    text = store.text(report.number) if facts else ""
    found = []
    for fact in facts:
        spans = [(fact.start, fact.end), *_rest(text, fact)]
        said = " ".join(
            shown(text[start:end]) if n == 0 else _plain(text[start:end]) for n, (start, end) in enumerate(spans)
        )
        found.append((fact.key, Claim(text=said, spans=tuple((report.number, *span) for span in spans))))
    return found


def _rest(text: str, fact: Fact) -> list[tuple[int, int]]:
    """Where the item goes on that the fact's span does not hold to its end; nowhere where it is whole."""
    here = _plain(text[fact.start : fact.end])
    if not fact.value.startswith(here) or len(fact.value) <= len(here):
        return []
    words = fact.value[len(here) :].split()
    further = re.compile(r"\s+".join(map(re.escape, words))).search(text, fact.end, fact.end + _FURTHER)
    return [further.span()] if further else []


def _plain(text: str) -> str:
    return " ".join(text.split())


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
