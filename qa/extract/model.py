"""What extraction hands on: claims with their spans, and what can be measured about how sure it is.

Knows spans and strings. Does not know how the claims were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.model import Report
from qa.claim import Claim

__all__ = ["Extraction", "label", "shown"]

_MARK = re.compile(r"^(?:[\s•▪■●◼◆\-–\uf000-\uf8ff]|\d{1,3}[.)](?:\s|(?=[A-Z])))+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """An answer without a model: `value` is what was picked out ("" for findings), `claims` the sentences that say it.

    `features` are the measures that refusal is decided by (qa.extract.refusal).
    """

    answer: str
    claims: tuple[Claim, ...]
    value: str = ""
    features: Mapping[str, float] = field(default_factory=dict)


def shown(text: str) -> str:
    """A stretch of a report as a person reads it: white space as single blanks, without the bullet or number before."""
    return " ".join(_MARK.sub("", text).split())


def label(report: Report) -> str:
    """A report in a few words: whose it is and when it was published or inspected."""
    name = report.authority or report.title
    if report.published is not None:
        return f"{name}, report of {report.published.day} {report.published:%B %Y}"
    dated = report.dated
    return f"{name}, inspection of {dated:%B %Y}" if dated is not None else name
