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


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DATE = _re(
    r"^\W*(?:and\s+|so\s+)?(?:since\s+|by\s+|from\s+|until\s+)?when\b(?!.*\b(?:what|how|who|why)\b)|\bsince\s+when\b"
    r"|\b(?:what|which)\s+(?:\w+\s+)?(?:dates?|year|month|day)\b|\bdates?\s+of\b"
)
_SHARE = _re(
    r"\b(?:per\s?cent(?:age)?|proportion|fraction)s?\b|%|\bhow\s+(?:reliant|often)\b"
    r"|^\W*(?:what\s+)?share\b|\b(?:what|the)\s+share\s+of\b"
)
_DURATION = _re(rf"\bhow\s+long\b|\bhow\s+many\s+(?:\w+\s+)?{_TIME}\b|\b(?:average|number\s+of)\s+{_TIME}\b")
_MONEY = _re(
    r"\bhow\s+much\b.*(?:£|\b(?:spen[dt]\w*|cost\w*|money|budget\w*|invest\w*|fund\w*|pa(?:id|y)|earn\w*|extra\s+a\s+year)\b)"
    r"|^\W*what\s+(?:is|was|were|are)\b.{0,40}\b(?:money|budget|costs?|salar\w+|spending|sum|price|pounds)\b"
    r"|^\W*what\s+(?:did|does|do)\b.{0,60}\b(?:cost|spend|pay|earn)\b"
)
_RATE = _re(r"\b(?:rates?|turnover|attendance|take-?up)\b")
_MANY = _re(r"\bhow\s+many\b")
_COUNT = _re(
    r"\bhow\s+(?:many|much|big|large|old)\b|\bnumbers?\s+(?:of|for)\b|^\W*what\s+(?:is|was|were|are)\s+the\s+(?:average|total|mean)\b"
)
_MORE = _re(r"\bhow\s+many\b|\bnumbers?\b|\b(?:more|fewer|most|fewest|higher|lower)\b")
_NAME = _re(r"^\W*(?:what\s+(?:is|was)|what['’]s)\s+the\s+name\s+of\b")
_PERSON = _re(
    r"^\W*(?:and\s+|so\s+)?who(?:se|['’]s)?\b|\bname\s+of\b|\bname\b.{0,20}\b(?:person|inspector|director|chair)\b"
    r"|\bcalled\b|^\W*name\b.{0,40}\b(?:executive|director|chair|head|inspector|member|manager|leader|officer|mayor)\b"
)

_ASKED = re.compile(
    r"\brecommend\w*|\b(?:areas?|things?)\s+(?:for|to|of|that\s+need\w*)\s+improve\w*"
    r"|\bimprovements?\b(?!\s+(?:board|plan|notice|partner|journey|programme|group))"
    r"|\b(?:need\w*|must|should|had|have|has|told|asked?|to)\b[^.?!]{0,60}\b(?:improv\w+|do\s+better|get\s+better|put\s+right|fix)\b"
    r"|\bneeds?\s+(?:fixing|improving|sorting|doing|work|attention|to\s+change)\b|\bto-?do\s+list\b"
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
    figure = plan.kind in {"number", "compare", "trend"} or plan.answer_type in AMOUNTS
    many = _MANY.search(question) is not None
    if plan.asks_why or plan.kind == "list" or plan.answer_type in {"reason", "list", "grade"}:
        return "person" if _NAME.search(question) else plan.answer_type
    named: tuple[tuple[AnswerType, bool], ...] = (
        ("date", _DATE.search(question) is not None),
        ("percentage", _SHARE.search(question) is not None),
        ("duration", _DURATION.search(question) is not None),
        ("money", _MONEY.search(question) is not None and not many),
        ("rate", figure and _RATE.search(question) is not None and not many),
    )
    for kind, asked in named:
        if asked:
            return kind
    if plan.kind in {"compare", "trend"}:
        return plan.answer_type if plan.answer_type in AMOUNTS else "number" if _MORE.search(question) else "text"
    if _PERSON.search(question):
        return "person"
    if _COUNT.search(question) or plan.kind == "number":
        return plan.answer_type if plan.answer_type in AMOUNTS - {"money"} else "number"
    return plan.answer_type if plan.answer_type not in {"date", "person", "money"} else "text"


def asks_improvements(question: str) -> bool:
    """Whether the question asks what a report says must be improved."""
    return _ASKED.search(question) is not None


def is_improvement_heading(section: str) -> bool:
    """Whether a section's own heading (the last of its path) is that of what must be improved."""
    return _HEADING.search(section.rsplit(" > ", maxsplit=1)[-1]) is not None
