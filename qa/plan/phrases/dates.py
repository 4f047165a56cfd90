"""The day of a publication or a visit that is asked for: "the day it came out", "publication day", "days on site".

Knows tokens alone. A number of days is none of these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["days_asked"]

_OF_WHAT = ("verb.published", "verb.inspected", "verb.ended", "noun.report")
_COUNTED = ("number", "bound", "want.how_many", "want.gap", "want.how", "cmp", "quant")
_NEAR = (2, 5)  # how many tokens before and after a day may say of what it is one


def days_asked(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with such a day as what asks when."""
    found = list(tokens)
    for at, token in enumerate(tokens):
        before, beside = tokens[max(0, at - 1) : at], tokens[max(0, at - _NEAR[0]) : at + _NEAR[1]]
        counted = any(one.has(*_COUNTED) for one in before) or any(one.has("want.how_many") for one in tokens)
        if token.has("unit.day") and not counted and any(one.has(*_OF_WHAT) for one in beside):
            found[at] = replace(token, keys=frozenset({"want.when"}))
    return found
