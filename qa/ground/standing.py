"""Part or whole: which figures of a sentence are called a part of something, and which the whole that holds one.

Knows how English marks them: "94 of the 198", "198 plans, including 94", "198 plans; 94 were late". Does not know what
is counted, nor that figures overlap where no word says so. The rule that rests on it: within one report parts are added
to parts and wholes to wholes, never a part to the whole that holds it.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Standing", "standing_of"]

Standing = Literal["", "part", "whole"]

_THEM = r"(?:them|these|those|which|whom)"
_FIGURE = r"(?:a total of |about |around |some |the |these |those |all |its |their )*\d"
_PART = (
    re.compile(rf"(?:out )?of (?:{_THEM}|the|all|its|their|\d)\b"),
    re.compile(rf"(?:[a-z]+ ){{0,3}}[,(]? ?(?:(?:out )?of (?:{_THEM}\b|{_FIGURE})|in \d|among {_THEM}\b)"),
)
_OF_WHOLE = (
    re.compile(rf"\b(?:including|includes?|included|(?:among|(?:out )?of) {_THEM})(?:,| only| just| some| about)*$"),
    re.compile(r"(?:^|[,;] )(?:out )?of [^.;:,]{1,80},?(?: only| just| some| about)*$"),
)
# Behind a figure whose noun stands elsewhere: it is beside the others ("12 plans in May, 15 in June"), not among them.
_ASIDE = re.compile(r"^ ?\([^)]*\) ?")  # "94 (47%) were late"
_BESIDE = re.compile(r"$|[^a-z]|(?:and|or|to|in|at|on|for|from|by|during|between|last|this|since|under|against|than)\b")
_WHOLE = (
    re.compile(r"\b(?:of|among(?:st)?) (?:all )?(?:the|these|those|its|their)(?: total of)?$"),
    re.compile(r"(?:^|[,;(] ?|\d |\d [a-z]+ |\bout )of(?: a total of| about| around| some)?$"),
)


def standing_of(before: str, after: str, *, named: bool) -> Standing:
    """What a figure between two texts of its sentence is called; `named`, whether its noun stands behind it.

    Both are in normal form and lower case. A figure whose noun stands elsewhere counts some of those: "198 plans were
    seen; 94 were late".
    """
    if any(pattern.search(before) for pattern in _WHOLE):
        return "whole"
    if any(pattern.match(after) for pattern in _PART) or any(pattern.search(before) for pattern in _OF_WHOLE):
        return "part"
    return "" if named or _BESIDE.match(_ASIDE.sub("", after)) else "part"
