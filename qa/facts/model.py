"""What an answer from facts is, and the phrases its parts share: the name of an area, of a report, of a grade.

Knows reports, facts and English. Does not know how facts are chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.frameworks import framework, frameworks
from qa.claim import Claim
from qa.language.phrasing import day_words, listed, month_words, span_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.frameworks import Framework
    from corpus.model import Report
    from corpus.store import StoredFact
    from qa.answer import Status
    from qa.claim import Span

__all__ = [
    "FactAnswer",
    "FactClaim",
    "area_name",
    "covers_both",
    "dated",
    "grade_claim",
    "refusal",
    "report_name",
    "scale_rank",
    "upper",
]

_LABELLED = {
    "lead_inspector",
    "inspection_start",
    "inspection_end",
    "published",
    "own",
    "published_month",
    "person",
}  # facts whose span is the bare value
_AREA_NAMES = {
    "overall": "overall",
    "help_and_protection": "help and protection",
    "in_care": "children in care",
    "adoption": "adoption performance",
    "care_leavers": "care leavers",
    "leadership": "leadership",
    "lscb": "the Local Safeguarding Children Board",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FactClaim:
    """One statement and the facts that carry it, while an answer is put together; what comes of it is a Claim."""

    text: str
    facts: tuple[StoredFact, ...]

    def claim(self, lines: Callable[[int, int, int], Span]) -> Claim:
        """The statement with its facts' spans: of a name or a date the `lines` around it, which say what it is.

        A fact read from a file's name has no span.
        """
        spans = [
            lines(one.report, one.fact.start, one.fact.end)
            if one.fact.kind in _LABELLED
            else (one.report, one.fact.start, one.fact.end)
            for one in self.facts
            if one.fact.end > one.fact.start
        ]
        return Claim(text=self.text, spans=tuple(dict.fromkeys(spans)))


@dataclass(frozen=True, kw_only=True, slots=True)
class FactAnswer:
    """An answer read off the facts table.

    `text` is what a person is shown, its claims' texts among it; ValueError for one that says nothing. `reason` says
    why it was refused. `notes` are what the person should know besides. `coverage` says how many reports were looked at
    and how many of them state the fact.
    """

    status: Status
    text: str
    claims: tuple[FactClaim, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()
    coverage: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"an answer of the status {self.status} says nothing")


def refusal(status: Status, reason: str, *, claims: Sequence[FactClaim] = (), notes: Sequence[str] = ()) -> FactAnswer:
    """An answer that declines; what it shows is its reason."""
    return FactAnswer(status=status, text=reason, reason=reason, claims=tuple(claims), notes=tuple(notes))


def upper(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def area_name(area: str, report: Report | None = None) -> str:
    """What an area is called in an answer; one judgement that covers two groups names both."""
    if area == "in_care" and report is not None and covers_both(report):
        return "children in care and care leavers"
    if area in _AREA_NAMES:
        return _AREA_NAMES[area]
    known = framework(report.framework) if report is not None and report.framework else None
    named = known if known is not None and area in known.areas else _judging(area)
    label = named.areas[area].label if named is not None else area.replace("_", " ")
    return label[:1].lower() + label[1:]


def _judging(area: str) -> Framework | None:
    return next((one for one in frameworks() if area in one.areas), None)


def covers_both(report: Report) -> bool:
    """Whether one judgement of `report` is for children in care and care leavers together.

    Ofsted's inspections of children's services (ILACS) judge care leavers apart only since January 2023.
    """
    return report.framework == "ILACS" and "in_care" in report.judgements and "care_leavers" not in report.judgements


def dated(report: Report) -> str:
    """'inspected 9 to 24 November 2017, published 29 January 2018', as far as the report states it."""
    parts = []
    if report.inspection_start and report.inspection_end:
        parts.append(f"inspected {span_words(report.inspection_start, report.inspection_end)}")
    elif report.dated and report.dated != report.published:
        parts.append(f"inspected {'from ' if report.inspection_start else ''}{day_words(report.dated)}")
    if report.published:
        parts.append(f"published {day_words(report.published)}")
    elif report.out:
        parts.append(f"published {month_words(report.out[0])}")
    return ", ".join(parts) or "of no stated date"


def report_name(report: Report) -> str:
    """'the report published 1 September 2015', by its inspection where it does not say when it was published."""
    if report.published:
        return f"the report published {day_words(report.published)}"
    if report.out and not report.dated:
        return f"the report published {month_words(report.out[0])}"
    return (
        f"the report of the inspection of {day_words(report.dated)}" if report.dated else f"the report “{report.title}”"
    )


def grade_claim(report: Report, fact: StoredFact, *, authority: bool = True) -> FactClaim:
    """'Darlington, leadership: inadequate (published 1 September 2015)', carried by the judgement's own span."""
    who = f"{report.authority}, " if authority and report.authority else ""
    area = area_name(fact.fact.key, report)
    return FactClaim(text=f"{who}{area}: {fact.fact.value} ({dated(report)})", facts=(fact,))


def scale_rank(report: Report, grade: str) -> int | None:
    """How far from the best a grade stands on its report's own scale (0: the best), or None where there is none."""
    known = framework(report.framework) if report.framework else None
    scales = dict.fromkeys((known.scale, *(area.scale for area in known.areas.values()))) if known is not None else ()
    folded = ([one.casefold() for one in scale] for scale in scales)
    return next((scale.index(grade.casefold()) for scale in folded if grade.casefold() in scale), None)


def same_scale(reports: Iterable[Report]) -> bool:
    """Whether all the reports grade on one and the same scale."""
    scales = set()
    for report in reports:
        known = framework(report.framework) if report.framework else None
        scales.add(known.scale if known is not None else ())
    return len(scales) == 1 and () not in scales


def names(values: Iterable[str | None]) -> str:
    """The distinct values, listed."""
    return listed(list(dict.fromkeys(value for value in values if value)))
