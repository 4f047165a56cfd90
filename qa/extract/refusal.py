"""Refusal: whether what was extracted is good enough to be given, and what to say where it is not.

Knows the measures of an extraction and the calibrated coefficients in qa/data/refusal.toml, which
benchmarks/calibrate_refusal.py makes (docs/retrieval.md shows the risk-coverage curve). Does not know how an answer is
found; authorities or reports that are not there are told by the selection of reports.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qa.extract.objections import OBJECTIONS
from qa.language.phrasing import reports_on
from qa.search.weights import weights

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.extract.model import Extraction, Family
    from qa.question import Plan, Selection
    from qa.search.rerank import Candidate

__all__ = ["Calibration", "Refusal", "calibration", "confidence", "refusal"]

_DATA = Path(__file__).parents[1] / "data" / "refusal.toml"
_NAMED = 8  # reports named one by one in a reason
# The reader was taught, and the rest fitted, with questions that turn on one word where a sentence says all the others,
# as people's seldom do: there both doubt more than they should.
DOUBTED = weights("refusal")["said"]
UNSURE = weights("refusal")["unsure"]  # from here on a figure that is not sure may still be the one


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A refusal after the search: its kind, a sentence that names what was searched, and the confidence it rests on."""

    status: Literal["not_stated", "off_topic"]
    reason: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """A logistic regression: weights by feature, its intercept, and the confidence from which an answer is given."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float


@cache
def calibration(family: Family) -> Calibration:
    """The calibrated coefficients for answers that are a date or a name, a figure, or findings."""
    with _DATA.open("rb") as file:
        table = tomllib.load(file)[family]
    return Calibration(weights=table["weights"], intercept=table["intercept"], threshold=table["threshold"])


def confidence(extraction: Extraction) -> float:
    """How likely it is that the reports say what was asked and that this is it, 0 to 1."""
    if extraction.features.get("certain"):
        return 1.0
    if extraction.features.keys() & OBJECTIONS:
        return UNSURE  # whatever else speaks for it, a word of the question speaks against it
    fitted = calibration(extraction.family)
    total = sum(weight * extraction.features.get(name, 0.0) for name, weight in fitted.weights.items())
    total += DOUBTED * extraction.features.get("said", 0.0)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total + fitted.intercept))))


def refusal(
    plan: Plan, candidates: Sequence[Candidate], extraction: Extraction | None, *, selection: Selection
) -> Refusal | None:
    """The refusal where there is no extraction or too little speaks for it; None where it may be given."""
    sure = 0.0
    if extraction is not None:
        sure = confidence(extraction)
        if sure >= calibration(extraction.family).threshold:
            return None
    if _off_topic(candidates):
        reason = (
            "That does not seem to be a question about inspection reports: nothing in "
            f"{_searched(selection.reports)} speaks of it."
        )
        return Refusal(status="off_topic", reason=reason, confidence=sure)
    wanted = {
        "number": "such a number",
        "percentage": "such a percentage",
        "rate": "such a rate",
        "money": "such a sum",
    }
    wanted |= {"date": "such a date", "person": "such a name", "duration": "such a length of time"}
    kind = wanted.get(plan.answer_type, "that")
    if extraction is not None and extraction.family == "figure" and sure >= UNSURE:
        reason = (
            f"I am not sure which figure of {_searched(selection.reports)} is the one asked for, so I give none: those "
            "that come nearest stand below, each to be checked on its page."
        )
        return Refusal(status="not_stated", reason=reason, confidence=sure)
    reason = f"The reports do not state {kind}: {_searched(selection.reports)} {_were(selection.reports)} searched."
    return Refusal(status="not_stated", reason=reason, confidence=sure)


def _off_topic(candidates: Sequence[Candidate]) -> bool:
    """Whether nothing found comes near the question in meaning, and no sentence names most of what it names."""
    found = [sentence for candidate in candidates for sentence in candidate.sentences]
    if not found:
        return False
    limits = _limits()
    nearest = max(sentence.similarity for sentence in found)
    named = max(sum(sentence.covered) / max(1, len(sentence.covered)) for sentence in found)
    return nearest < limits["nearest"] and named < limits["named"]


@cache
def _limits() -> Mapping[str, float]:
    with _DATA.open("rb") as file:
        table: Mapping[str, float] = tomllib.load(file)["off_topic"]
    return table


def _searched(reports: Sequence[Report]) -> str:
    """The reports in words: "the 3 reports on Darlington (2015, 2018, 2022)"."""
    names = list(dict.fromkeys(report.authority or report.title for report in reports))
    years = [str(day.year) for report in reports if (day := report.published or report.dated) is not None]
    when = f" ({', '.join(years)})" if 0 < len(years) <= _NAMED else ""
    if len(names) > 2:
        nameless = sum(not report.authority for report in reports)
        authorities = len({report.authority for report in reports if report.authority})
        return f"the {reports_on(len(reports), authorities, nameless=nameless)}{when}"
    on = f" on {' and '.join(names)}" if names else ""
    return f"the report{on}{when}" if len(reports) == 1 else f"the {len(reports):,} reports{on}{when}"


def _were(reports: Sequence[Report]) -> str:
    return "was" if len(reports) == 1 else "were"
