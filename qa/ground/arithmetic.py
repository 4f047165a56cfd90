"""The sums that claims state, done again.

Knows differences, sums, shares and counts. Does not know what the figures mean: a right sum of the wrong figures is
still right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from qa.ground.model import Arithmetic, Problem
from qa.ground.values import Value, agrees, values

__all__ = ["results"]

_MEASURED = {"number", "share", "money"}


def results(
    sums: Sequence[Arithmetic], stated: Sequence[Value], members: frozenset[str]
) -> tuple[list[Value], list[Problem]]:
    """The results of the sums that come out right, as values a claim may name, and what is wrong with the others.

    `stated` are the values of the claim's quotes: every term must be one of them. `members` are the ids of the evidence
    that the claim quotes: they are what a count counts.
    """
    right: list[Value] = []
    wrong: list[Problem] = []
    for one in sums:
        result = _value(one.result)
        problem = "its result is no number" if result is None else _wrong(one, result, stated, members)
        if problem is None and result is not None:
            right.append(result)
        else:
            wrong.append(Problem(kind="arithmetic", detail=f"The {one.operation} “{_shown(one)}”: {problem}."))
    return right, wrong


def _wrong(one: Arithmetic, result: Value, stated: Sequence[Value], members: frozenset[str]) -> str | None:
    if one.operation == "count":
        counted = set(one.of)
        if not counted or not counted <= members:
            return "only evidence that the claim quotes can be counted"
        return None if result.kind == "number" and result.key == len(counted) else f"it is {len(counted)}"
    terms = [_value(text) for text in one.of]
    if any(term is None or not any(agrees(term, value) for value in stated) for term in terms):
        return "its terms do not stand in the quotes"
    known = [term for term in terms if term is not None and isinstance(term.key, Fraction)]
    if len(known) < 2 or len({term.kind for term in known}) > 1:
        return "it needs two or more terms of one kind"
    computed = _computed(one.operation, [term.key for term in known if isinstance(term.key, Fraction)])
    kind = "share" if one.operation == "share" else known[0].kind
    if computed is None or result.kind != kind or not isinstance(result.key, Fraction):
        return "its terms and its result do not fit together"
    return None if _rounded(computed, result) == result.key else f"it is {_plain(computed, kind)}"


def _computed(operation: str, terms: Sequence[Fraction]) -> Fraction | None:
    if operation == "sum":
        return sum(terms, Fraction(0))
    if len(terms) != 2:
        return None
    if operation == "difference":
        return abs(terms[0] - terms[1])
    return terms[0] / terms[1] if terms[1] else None


def _rounded(computed: Fraction, result: Value) -> Fraction:
    """The exact result rounded as the claim's own figure is written (a share of words is not rounded)."""
    if not re.search(r"\d", result.text):
        return computed
    point = re.search(r"\d\.(\d+)", result.text)
    fineness = 10 ** (len(point[1]) if point else 0) * (100 if result.kind == "share" else 1)
    return Fraction(_half_up(computed * fineness), fineness)


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _plain(value: Fraction, kind: str) -> str:
    return f"{float(value * 100):.1f}%" if kind == "share" else f"{float(value):g}"


def _value(text: str) -> Value | None:
    found = [value for value in values(text) if value.kind in _MEASURED]
    return found[0] if len(found) == 1 else None


def _shown(one: Arithmetic) -> str:
    return f"{', '.join(one.of)} = {one.result}"[:120]
