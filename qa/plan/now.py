"""The grade that a question says bodies have now, and whether a query holds them to it.

Knows "now" beside a grade, and queries. Does not know how a question is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.plan.query import At, Graded, every_part
from qa.plan.vocabulary import find_grades

if TYPE_CHECKING:
    from qa.plan.query import Query

__all__ = ["grade_now", "holds_now"]

_NOW = re.compile(
    r"\b(?:is|are|was|were)?\s*(?:now|currently|today)\s+(?:been\s+)?(?:(?:rated|graded|judged|deemed)\s+)?(?=\w)",
    re.IGNORECASE,
)
_NEXT = 2  # characters between "now" and the grade


def grade_now(question: str) -> str | None:
    """The grade that stands right after "now", of several that the question names ("were good and are now ..."); None
    where it names one grade alone, or none stands there.
    """
    named = find_grades(question)
    if len({one.key for one in named}) < 2:
        return None
    ends = [found.end() for found in _NOW.finditer(question)]
    return next((one.key for one in named if any(0 <= one.start - end <= _NEXT for end in ends)), None)


def holds_now(query: Query, grade: str | None) -> bool:
    """Whether the query's condition on the latest report, if it has one, is the grade said to be had now."""
    if grade is None:
        return True
    latest = [part for part in every_part(query) if isinstance(part, At) and part.choice.index == -1]
    graded = {
        one
        for part in latest
        for inner in every_part(part.condition)
        if isinstance(inner, Graded)
        for one in inner.grades
    }
    return not graded or grade.replace(" ", "_") in {one.replace(" ", "_") for one in graded}
