"""Lengths of time: "five years and four months", "a year".

Knows units and their lengths in days. Does not know bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan.phrases.model import is_number, merged

if TYPE_CHECKING:
    from qa.plan.token import Token

__all__ = ["durations"]


_DAYS = {"year": 365.25, "month": 30.4375, "week": 7.0, "day": 1.0}


def durations(tokens: list[Token]) -> list[Token]:
    """'five years and four months' is so many days; 'a year' and 'one year' are one."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        parts, days, here = _duration(tokens, at)
        found.append(merged(parts, "days", round(days)) if parts else tokens[at])
        at = here if parts else at + 1
    return found


def _duration(tokens: list[Token], at: int) -> tuple[list[Token], float, int]:
    """The tokens of a length of time that begins at `at`, its days, and where it ends; no tokens where none does."""
    parts: list[Token] = []
    days = 0.0
    while at + 1 < len(tokens):
        first, unit = tokens[at], tokens[at + 1]
        amount = first.value if is_number(first) else 1.0 if first.text.lower() in ("a", "an", "one") else None
        if amount is None or not unit.has("unit") or unit.of("unit") not in _DAYS or _is_counted(tokens, at + 1):
            break
        if parts and not _smaller(unit, parts[-1]):
            break  # "between 300 days and 400 days": two, not one
        days += amount * _DAYS[unit.of("unit")]
        parts += [first, unit]
        at += 2
        joint = at + 2 < len(tokens) and tokens[at].has("op.and") and is_number(tokens[at + 1])
        if joint and tokens[at + 2].has("unit") and _smaller(tokens[at + 2], unit):
            at += 1
    return parts, days, at


def _is_counted(tokens: list[Token], at: int) -> bool:
    """'The two years with the most reports': they are counted, not how long."""
    after = tokens[at + 1 : at + 3]
    return bool(after) and after[0].text.lower() == "with" and any(one.has("rank.most", "rank.fewest") for one in after)


def _smaller(unit: Token, than: Token) -> bool:
    return _DAYS.get(unit.of("unit"), 0.0) < _DAYS[than.of("unit")]
