"""Counts and lengths of time with their bounds: "at least two", "two or more", "only one", "between two and four".

Knows the words that bound a number. Does not know what is counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.language.small_words import ONE
from qa.plan.phrases.model import Bound, is_number, merged

if TYPE_CHECKING:
    from qa.plan.token import Token

__all__ = ["bounds"]


def bounds(tokens: list[Token]) -> list[Token]:
    """'at least two', 'two or more', 'more than 18 months', 'only one': a number or duration with its bounds."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        read, at = _bounded(tokens, at)
        found += read
    return found


def _bounded(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """The number or duration at `at` with its bounds as one token, else the token that is there; and where it ends.

    A unit that stands between the number and its bound ("two grades or more") follows it.
    """
    ends = _ends(tokens, at)
    if ends is not None:
        return [merged(tokens[at : at + 4], _key(tokens[at + 1]), ends)], at + 4
    here, before = at, None
    if _amount(tokens, at) is None and tokens[at].has("cmp", "op.only") and at + 1 < len(tokens):
        before, here = tokens[at], at + 1
    value = _amount(tokens, here)
    if value is None and tokens[here].text.lower() in ("a", "an", "one") and _or_more(tokens, here + 1)[1]:
        value = 1.0  # "a grade or more"
    if value is None:
        return [tokens[at]], at + 1
    number = tokens[here]
    after, unit = _or_more(tokens, here + 1)
    parts = [*tokens[at : here + 1], *([after] if after else [])]
    made = merged(parts, _key(number), _bound(int(value), before, after))
    counts = frozenset(key for key in number.keys if key.startswith("count."))
    ended = here + 1 + (1 + len(unit) if after else 0)
    return [replace(made, keys=made.keys | counts), *unit], ended


def _or_more(tokens: list[Token], at: int) -> tuple[Token | None, list[Token]]:
    """'Two or more', "two grades or more": what bounds a number from behind, and the unit that stands between."""
    for place in (at, at + 1):
        if place < len(tokens) and tokens[place].has("cmp.or_better", "cmp.or_worse"):
            return tokens[place], tokens[at:place]
        if place >= len(tokens) or not tokens[place].has("unit.step", "noun.report"):
            break
    return None, []


def _key(amount: Token) -> str:
    return "days" if amount.has("days") else "bound"


def _ends(tokens: list[Token], at: int) -> Bound | None:
    """'Between two and four', "between one year and two"."""
    if at + 3 >= len(tokens) or tokens[at].text.lower() != "between" or not tokens[at + 2].has("op.and"):
        return None
    low, high = _amount(tokens, at + 1), _amount(tokens, at + 3)
    return None if low is None or high is None else Bound(int(low), int(high), exact=True)


def _amount(tokens: list[Token], at: int) -> float | None:
    token = tokens[at]
    if token.has("days") or is_number(token):
        return float(token.value) if not isinstance(token.value, Bound) else None
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text.lower() in ONE and follows is not None:
        bounded = at > 0 and tokens[at - 1].has("cmp.at_least", "cmp.better", "cmp.at_most") and follows.has("grade")
        return 1.0 if bounded or follows.has("noun.report", "noun.authority", "unit.step", "framework") else None
    if token.has("count"):
        return {"once": 1.0, "twice": 2.0, "thrice": 3.0, "repeated": 2.0}[token.of("count")]
    return None


def _bound(value: int, before: Token | None, after: Token | None) -> Bound:
    if after is not None:
        return Bound(value, None) if after.has("cmp.or_better") else Bound(None, value)
    if before is None:
        return Bound(value, value)
    if before.has("cmp.at_least"):
        return Bound(value, None)
    if before.has("cmp.better"):
        return Bound(value + 1, None)
    if before.has("cmp.at_most"):
        return Bound(None, value)
    if before.has("cmp.worse"):
        return Bound(None, value - 1)
    return Bound(value, value, exact=True)
