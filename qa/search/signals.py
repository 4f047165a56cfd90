"""Signals of a sentence for a question: the kind of thing it holds, the times it speaks of, how late its report is.

Knows amounts, dates, names and reasons in a sentence. Does not know how signals are added up (qa.search.rerank).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts
from corpus.language.mentions import Mention, mentions
from qa.language.words import stems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.model import Report
    from qa.question import Period, Plan

__all__ = ["dated", "is_row", "kind_fit", "recency_of", "stemmed", "telling"]

_NOW = re.compile(r"\b(?:do|does|is|are|has|have|'s|’s)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:did|was|were|had|been)\b", re.IGNORECASE)


def recency_of(plan: Plan, reports: Mapping[int, Report]) -> dict[int, float]:
    """How late a report is among those found, 0 to 1; less where the question speaks of the past, 0 if it is dated."""
    if plan.periods or plan.which is not None or len(reports) < 2:
        return {}
    order = sorted(reports, key=lambda number: str(reports[number].dated))
    worth = 1.0 if _NOW.search(plan.question) and not _THEN.search(plan.question) else 0.3
    return {number: worth * place / (len(order) - 1) for place, number in enumerate(order)}


_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?\s+(?:[A-Z]\.?\s+)?(?:Mc|Mac|O['’])?[A-Z][a-z]+")
_REASON = re.compile(
    r"\b(?:because|due\s+to|as\s+a\s+result|resulted\s+in|resulting|result\s+of|therefore|leads?\s+to|led\s+to|means\s+that"
    r"|meant\s+that|has\s+meant|reasons?|caused?|owing|attribut\w+|exacerbated|hindered|hampered|stem\w*\s+from|consequently|so\s+that|impact|contribut\w+)\b",
    re.IGNORECASE,
)


_WEAKNESS = re.compile(
    r"\b(?:however|but|although|while|not(?!\s+only)|no|nor|too\s+(?:many|few|long|often|much|slow\w*)|less|lack\w*|weak\w*|poor\w*|insufficient\w*"
    r"|inconsisten\w+|variab\w+|fail\w*|delay\w*|drift|ineffective\w*|unable|limited|concern\w*|shortfall\w*|inadequate\w*|gaps?|only|never"
    r"|deteriorat\w+|decline\w*|worse\w*|despite|hinder\w*|prevent\w*|unsatisfactory|small\s+number|minority|remain\w*|yet|without)\b",
    re.IGNORECASE,
)
# A row of a report's front page, of a judgement's table or of the inspection team's list: it says nothing of practice.
_LABEL = re.compile(
    r"^\W*(?:inspection\s+dates?|dates?\s+of\s+(?:\w+\s+)?(?:inspection|publication)|report\s+published|published|report\s+author"
    r"|(?:deputy\s+)?(?:lead\s+)?inspectors?|(?:deputy|team|shadow|additional|seconded|senior)\s+(?:lead\s+)?(?:inspectors?|data\s+analysts?)"
    r"|quality\s+assurance(?:\s+manager)?|reporting\s+inspector|previous\s+inspection\s+grade|region|unique\s+reference\s+number"
    r"|(?:telephone|email|website)\w*)\s*:",
    re.IGNORECASE,
)
_DATES_ROW = re.compile(r"\binspection\s+dates?\s*:", re.IGNORECASE)
_GRADES = r"(?:outstanding|good|adequate|inadequate|satisfactory|requires?\s+improvement(?:\s+to\s+be\s+good)?)"
_GRADED = re.compile(rf"^\W*(?:\d+(?:\.\d+)*\.?\s+)?(?:[\w,’'()|&/-]+\s+){{1,20}}?{_GRADES}\W*$", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|remains?|remained|continues?|judged|rated|requires?\s+improvement\s+in)\b",
    re.IGNORECASE,
)


# What does not depend on the question is kept, since passages come up again and again: 25 MB when all are full.
_KEPT = 8_192


@lru_cache(maxsize=_KEPT)
def stemmed(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems of a text in order, and as a set."""
    found = stems(text)
    return found, frozenset(found)


@lru_cache(maxsize=_KEPT)
def _kinds(text: str) -> frozenset[str]:
    return frozenset(amount.kind for amount in amounts(text))


@lru_cache(maxsize=_KEPT)
def _mentions(text: str) -> tuple[Mention, ...]:
    return mentions(text) if _DIGIT.search(text) else ()


@lru_cache(maxsize=_KEPT)
def is_row(text: str) -> bool:
    """Whether a sentence is a row of a front page, a judgement's table or the inspection team's list."""
    if _LABEL.match(text) or _DATES_ROW.search(text):
        return True
    return len(text) < 160 and _GRADED.match(text) is not None and _VERB.search(text) is None


_FITTING: dict[str, tuple[tuple[frozenset[str], float], ...]] = {
    "number": (
        (frozenset({"count"}), 1.0),
        (frozenset({"none", "fraction"}), 0.8),
        (frozenset({"percentage", "rate", "duration"}), 0.4),
    ),
    "percentage": ((frozenset({"percentage"}), 1.0), (frozenset({"fraction"}), 0.8), (frozenset({"count"}), 0.2)),
    "rate": ((frozenset({"rate", "percentage"}), 1.0), (frozenset({"fraction"}), 0.5), (frozenset({"count"}), 0.2)),
    "money": ((frozenset({"money"}), 1.0),),
    "duration": ((frozenset({"duration"}), 1.0),),
}


def kind_fit(kind: str, text: str) -> float:
    """Whether the sentence holds the kind of thing asked for, 0 to 1."""
    if kind == "date":
        return min(1.0, max((mention.fineness / 2 for mention in _mentions(text)), default=0.0))
    if kind == "person":
        return float(_NAME.search(text) is not None)
    if kind == "weakness":
        return float(_WEAKNESS.search(text) is not None)
    if kind == "reason":
        return float(_REASON.search(text) is not None)
    fitting = _FITTING.get(kind)
    if fitting is None:
        return 0.0
    kinds = _kinds(text)
    return next((worth for some, worth in fitting if some & kinds), 0.0)


def dated(plan: Plan, text: str) -> float:
    """How well the times that the sentence speaks of fit those asked for, -0.3 to 1."""
    times = _mentions(text) if plan.periods else ()
    if not times:
        return 0.0
    fits = [(time.fits(period.start, period.end), telling(period)) for period in plan.periods for time in times]
    best = max(fit * told for fit, told in fits)
    return best if best > 0 else -0.3 * max(told for _, told in fits)


def telling(period: Period) -> float:
    """How much a date in a sentence tells where the period, as it was named, has already chosen the report, 0 to 1."""
    if period.of == "as_of" or (period.of == "any" and period.precision in ("day", "month", "season")):
        return 1.0
    return 0.2 if period.of == "any" else 0.15
