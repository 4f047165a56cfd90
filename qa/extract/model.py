"""What extraction hands on: claims with their spans, and what can be measured about how sure it is.

Knows spans and strings. Does not know how the claims were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.model import Report
from qa.claim import Claim, Span
from qa.language.lines import whole_words

__all__ = ["Extraction", "Offered", "label", "shown"]

_MARK = re.compile(r"^(?:[\s•▪■●◼◆\-–\uf000-\uf8ff]|\d{1,3}[.)](?:\s|(?=[A-Z])))+")


Family = Literal["value", "figure", "finding"]
"""What refusal tells apart: a date or a name, a figure, sentences."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """What is shown where nothing is sure: a sentence, and where in the report the figure stands that may be meant."""

    span: Span
    picked: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """An answer without a model: `value` is what was picked out ("" for findings), `claims` the sentences that say it.

    `picked` is where in the report the value stands (start, end). `features` are the measures that refusal is decided
    by (qa.extract.refusal); `offered` is shown where it refuses.
    """

    answer: str
    claims: tuple[Claim, ...]
    family: Family
    value: str = ""
    picked: tuple[int, int] | None = None
    offered: tuple[Offered, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)


def shown(text: str) -> str:
    """A stretch of a report as a person reads it: on one line, without the bullet or number before."""
    return " ".join(whole_words(_MARK.sub("", text)).split())


def label(report: Report) -> str:
    """A report in a few words: whose it is and when it was published or inspected."""
    name = report.authority or report.title
    if report.published is not None:
        return f"{name}, report of {report.published.day} {report.published:%B %Y}"
    dated = report.dated
    return f"{name}, inspection of {dated:%B %Y}" if dated is not None else name
