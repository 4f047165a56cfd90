"""What reports want improved, over many reports: the recorded recommendations, of a theme if one is named, in groups.

Knows the recorded facts, words and vectors. Does not know how a recommendation is recognised (ingest.recommendations).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.answer import refused
from qa.claim import Claim
from qa.extract.model import label, shown
from qa.search.lexical import coverage
from qa.search.signals import stemmed
from qa.search.weights import weights

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store
    from qa.answer import Answer
    from qa.cite import Citer
    from qa.search.lexical import Concept
    from qa.search.retrieve import Encoder

__all__ = ["By", "Recommended", "answer_recommended", "recommended"]

By = Literal["year", "region", "grade"]
_WEIGHTS = weights("recommended")
NEAR = _WEIGHTS["near"]  # the cosine from which on a recommendation speaks of a theme
SAID = _WEIGHTS["said"]  # and the share of the theme's words


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommended:
    """A recommendation: its report, its words on one line, and its span in the report's text."""

    report: Report
    text: str
    start: int
    end: int


def recommended(
    reports: Sequence[Report], *, store: Store, about: str, found: Sequence[Concept], encoder: Encoder
) -> list[Recommended]:
    """The recorded recommendations of `reports` that speak of `about` ("" for all), by report and place.

    `found` are the concepts of `about`.
    """
    by_number = {report.number: report for report in reports}
    every: list[Recommended] = []
    texts: dict[int, str] = {}
    for stored in store.facts(reports=by_number, kind="recommendation"):
        text = texts.get(stored.report) or texts.setdefault(stored.report, store.text(stored.report))
        start, end = stored.fact.start, stored.fact.end
        every.append(Recommended(report=by_number[stored.report], text=shown(text[start:end]), start=start, end=end))
    if not about or not every:
        return every
    near = encoder.embed([one.text for one in every]) @ encoder.embed([about])[0]
    total = sum(one.weight for one in found) or 1.0
    return [
        one
        for one, similar in zip(every, near, strict=True)
        if similar >= NEAR or _said(one.text, found) / total >= SAID
    ]


def _said(text: str, found: Sequence[Concept]) -> float:
    return sum(c.weight * share for c, share in zip(found, coverage(found, *stemmed(text)), strict=True))


def answer_recommended(
    some: Sequence[Recommended], *, searched: int, about: str, by: By | None, citer: Citer
) -> Answer:
    """The recommendations as rows, in groups if asked for, each cited; a refusal where there is none."""
    speak = f" about “{about}”" if about else ""
    if not some:
        reason = (
            f"None of the {searched:,} reports searched records a recommendation{speak}. Reports whose list was not "
            "recognised have none; `inspectqa find` looks through their whole text."
        )
        return refused(reason)
    claims = [Claim(text=one.text, spans=((one.report.number, one.start, one.end),)) for one in some]
    rows = [f"{label(one.report)}: “{one.text}”" for one in some]
    grouped: dict[str, list[str]] = {}
    for one, row in zip(some, rows, strict=True):
        grouped.setdefault(_group(one.report, by), []).append(row)
    of = len({one.report.number for one in some})
    head = f"{len(some):,} recommendation{'s' if len(some) != 1 else ''}{speak} in {of:,} of {searched:,} reports."
    lines = [
        line
        for name in sorted(grouped)
        for line in ([f"{name} ({len(grouped[name])})"] if name else []) + grouped[name]
    ]
    return citer.answer([head, *lines], claims, {"about": about, "by": by, "searched": searched})


def _group(report: Report, by: By | None) -> str:
    """The name of a report's group; "" where there are none."""
    names: Mapping[str, str | None] = {
        "year": str(report.dated.year) if report.dated else None,
        "region": report.region,
        "grade": report.judgements.get("overall"),
    }
    return "" if by is None else names[by] or f"no {by} stated"
