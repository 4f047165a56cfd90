"""Whether a question asks for a report in short, or for an authority's main problems.

Knows the words of such questions: all of a question's words must be of them, so that "the main problems with care
leavers" is none. Does not know reports.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["asks_summary"]

_WORD = re.compile(r"[a-z]+|\d+")
_SHORT = frozenset("summarise summarize summary sum overview gist".split())
_MAIN = frozenset("main biggest key major worst chief principal greatest".split())
_PROBLEMS = frozenset("problems weaknesses failings failures issues concerns shortcomings faults".split())
_PLAIN = frozenset(
    """a an the of on for me give please can could you us i we need want would like show write is was are were what s
    area
    up in its last latest most recent first previous report reports inspection ofsted about short brief quick council
    councils authority local children childrens services service from published and found identified with at
    inspectors did
    find by there raised according to tell""".split()
)


def asks_summary(placeless: str) -> Literal["report", "problems"] | None:
    """What is asked for, by a question with "the area" for its place; None where it is neither."""
    words = set(_WORD.findall(placeless.lower().replace("’s", " s").replace("'s", " s")))
    if words & _MAIN and words & _PROBLEMS:
        left = words - _MAIN - _PROBLEMS
        wanted: Literal["report", "problems"] = "problems"
    elif words & _SHORT:
        left, wanted = words - _SHORT, "report"
    else:
        return None
    return wanted if all(word in _PLAIN or word.isdigit() for word in left) else None
