"""Which kind of value a question wants, so far as its words settle it beyond the plan.

Knows question words. Does not know reports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.question import AnswerType, Plan

__all__ = ["AMOUNTS", "asks_improvements", "is_improvement_heading", "wanted"]

AMOUNTS = frozenset({"number", "percentage", "rate", "money", "duration"})

_TIME = r"(?:days?|weeks?|months?|years?|hours?)"
_DURATION = re.compile(
    rf"\bhow\s+long\b|\bhow\s+many\s+(?:\w+\s+)?{_TIME}\b|\b(?:average|number\s+of)\s+{_TIME}\b", re.IGNORECASE
)
_DATE = re.compile(
    r"^\W*(?:and\s+|so\s+)?(?:since\s+|by\s+|from\s+|until\s+)?when\b|\bsince\s+when\b|\b(?:what|which)\s+(?:\w+\s+)?(?:dates?|year|month|day)\b"
    r"|\bdates?\s+of\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^\W*(?:and\s+|so\s+)?who(?:se|['’]s)?\b|\bname\s+of\b|\bname\b.{0,20}\b(?:person|inspector|director|chair)\b|\bcalled\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"£|\b(?:spen[dt]\w*|cost\w*|money|budget\w*|invest\w*|fund\w*|paid|pay|earn\w*|salar\w+|pounds|extra\s+a\s+year)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:per\s?cent(?:age)?|proportion|share|fraction)s?\b|%|\bhow\s+(?:reliant|often)\b", re.IGNORECASE
)
_RATE = re.compile(r"\b(?:rates?|turnover|attendance|take-?up)\b", re.IGNORECASE)
_COUNT = re.compile(r"\bhow\s+many\b|\bnumbers?\s+(?:of|for)\b|\bhow\s+(?:big|large)\b|\bhow\s+much\b", re.IGNORECASE)
_MORE = re.compile(r"\bhow\s+many\b|\bnumbers?\b|\b(?:more|fewer|most|fewest|higher|lower)\b", re.IGNORECASE)

_ASKED = re.compile(
    r"\brecommend\w*|\b(?:areas?|things?)\s+(?:for|to|of|that\s+need\w*)\s+improve\w*|\bimprovements?\b"
    r"|\b(?:need\w*|must|should|had|have|has|told|asked?|to)\b[^.?!]{0,60}\b(?:improv\w+|do\s+better|get\s+better|put\s+right|fix)\b"
    r"|\bpriority\s+actions?\b|\bwhat\s+(?:needs|needed|has|had)\s+to\s+(?:improve|be\s+improved|change)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\W*(?:\d+\W+)?(?:what\s+(?:does\s+.{3,60}\s+)?needs?\s+to\s+improve|(?:key\s+)?recommendations|areas\s+for\s+improvement"
    r"|priority\s+and\s+immediate\s+action|areas\s+for\s+(?:priority|immediate)\s+action)\W*$",
    re.IGNORECASE,
)


def wanted(plan: Plan) -> AnswerType:
    """The answer type: the question's own words first, then the plan's."""
    question = plan.question
    if plan.asks_why or plan.kind == "list" or plan.answer_type in {"reason", "list"}:
        return plan.answer_type
    if _DATE.search(question):
        return "date"
    if _SHARE.search(question):
        return "percentage"
    if _DURATION.search(question):
        return "duration"
    if (
        re.search(r"\bhow\s+much\b|^\W*what\b", question, re.IGNORECASE)
        and _MONEY.search(question)
        and not re.search(r"\bhow\s+many\b", question, re.IGNORECASE)
    ):
        return "money"
    if _RATE.search(question) and not re.search(r"\bhow\s+many\b", question, re.IGNORECASE):
        return "rate"
    if plan.kind in {"compare", "trend"}:
        return plan.answer_type if plan.answer_type in AMOUNTS else "number" if _MORE.search(question) else "text"
    if _COUNT.search(question) or plan.kind == "number":
        return plan.answer_type if plan.answer_type in AMOUNTS - {"money"} else "number"
    if _PERSON.search(question):
        return "person"
    return plan.answer_type if plan.answer_type not in {"date", "person", "money"} else "text"


def asks_improvements(question: str) -> bool:
    """Whether the question asks what a report says must be improved."""
    return _ASKED.search(question) is not None


def is_improvement_heading(section: str) -> bool:
    """Whether a section's own heading (the last of its path) is that of what must be improved."""
    return _HEADING.search(section.rsplit(" > ", maxsplit=1)[-1]) is not None
