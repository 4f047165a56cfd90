"""Whether a question asks what is said of something: "What did inspectors think of the foster carers?"

Knows how people ask so. Does not know reports. Whatever is said of it answers, one sentence no more than another.
"""

from __future__ import annotations

import re

from qa.question import HERE

__all__ = ["said_of"]

_VERBS = r"say|says|said|think|thinks|thought|find|found|report|reported|note|noted|make|made|write|wrote|written"
_SAID = re.compile(
    rf"\bwhat\b[^?]{{0,40}}?\b(?:{_VERBS})\s+(?:about|of|on|regarding)\s+(?P<about>[^?]+)", re.IGNORECASE
)
_WHERE = re.compile(
    rf"\s*\b(?:in|at|for|within|of|by)\s+{re.escape(HERE)}\b|\b{re.escape(HERE)}(?:['’]s)?\s*", re.IGNORECASE
)
_WHEN = re.compile(r"\s*\b(?:in|of|since|from|for)\s+(?:the\s+)?(?:\w+\s+)?(?:19|20)\d\d\b.*$", re.IGNORECASE)


def said_of(placeless: str) -> str:
    """What a question wants to be told all that is said of, without place and year; "" where it asks something else."""
    match = _SAID.search(placeless)
    if match is None:
        return ""
    about = _WHEN.sub("", _WHERE.sub(" ", match["about"])).strip(" .,;:!")
    return " ".join(about.split())
