"""The sums that claims state, done again.

Knows differences, sums, shares and counts, and that a figure of a report serves once, beside others that count the same
thing. Does not know what the figures mean: a right sum of the wrong figures is still right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qa.ground.model import Arithmetic, Problem
from qa.ground.names import authorities_in
from qa.ground.values import MEASURED, Value, counts, same, values
from qa.language.words import stem

if TYPE_CHECKING:
    from qa.ground.model import Evidence
    from qa.ground.standing import Standing

__all__ = ["Stated", "Sum", "results"]

_MOST_TERMS = 40
_HELD = "one of its terms is a part of another, or may be"
_SAID = {"sum": " plus ", "difference": " less ", "share": " of "}
# What evidence can be counted as: reports, those they are about, and the pieces of evidence themselves.
_REPORTS = frozenset(map(stem, "reports inspections".split()))
_AUTHORITIES = frozenset(map(stem, "authorities councils boroughs counties cities".split()))
_PIECES = frozenset(map(stem, "parts passages sentences quotes paragraphs".split()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A value that a claim's quotes state: the report, where in it the value and its sentence begin, and the value.

    `place` is -1 for what the program read off the quote (Evidence.states).
    """

    report: int
    place: int
    sentence: int
    value: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A sum that comes out right: the operation, its result as a value of the claim, how it is shown."""

    operation: str
    result: Value
    shown: str


def results(
    sums: Sequence[Arithmetic], stated: Sequence[Stated], members: Sequence[Evidence]
) -> tuple[list[Sum], list[Problem]]:
    """The sums that come out right, and what is wrong with the others.

    `stated` are the values of the claim's quotes: every term is one of them, and each is a term once. `members` is the
    evidence that the claim quotes: it is what a count counts.
    """
    right: list[Sum] = []
    wrong: list[Problem] = []
    for one in sums:
        result = _value(one.result)
        if result is None:
            done: list[Sum] | str = "its result is no number"
        elif one.operation == "count":
            done = _counted(one, result, members)
        else:
            done = _computed(one, result, stated)
        if isinstance(done, str):
            wrong.append(Problem(kind="arithmetic", detail=f"The {one.operation} “{_shown(one)}”: {done}."))
        else:
            right += done
    return right, wrong


def _counted(one: Arithmetic, result: Value, members: Sequence[Evidence]) -> list[Sum] | str:
    """What a count of evidence may be called: so many reports, authorities or passages, and nothing else."""
    known = {member.id: member for member in members}
    if not one.of or not set(one.of) <= known.keys():
        return "only evidence that the claim quotes can be counted"
    chosen = [known[ident] for ident in dict.fromkeys(one.of)]
    sizes = (
        (_PIECES, len(chosen)),
        (_REPORTS, len({member.report for member in chosen})),
        (_AUTHORITIES, len({_whose(member) for member in chosen})),
    )
    found = [names for names, size in sizes if result.kind == "number" and result.key == size > 1]
    if not found:
        could = sorted({size for _, size in sizes if size > 1})
        return f"it is {' or '.join(map(str, could))}" if could else "one alone is no count"
    return [
        Sum(
            operation=one.operation,
            result=replace(result, noun=noun, unit=None, near=frozenset(), bound=""),
            shown=f"{result.key} counted",
        )
        for names in found
        for noun in sorted(names)
    ]


def _whose(member: Evidence) -> str:
    """Whom a piece of evidence is about, by the program's line about its report."""
    return min(authorities_in(member.title), default=re.split(r"[,:]", member.title)[0].strip().casefold())


def _computed(one: Arithmetic, result: Value, stated: Sequence[Stated]) -> list[Sum] | str:
    terms = [_value(text) for text in one.of]
    asked = [term for term in terms if term is not None]
    if len(asked) != len(terms) or any(not any(same(term, other.value) for other in stated) for term in asked):
        return "its terms do not stand in the quotes"
    if not 2 <= len(asked) <= _MOST_TERMS or len({term.kind for term in asked}) > 1:
        return "it needs two or more terms of one kind"
    why = "its terms do not count the same thing, or one is used more often than it stands in the quotes"
    for thing in dict.fromkeys((other.value.unit, other.value.noun) for other in stated):
        pool = _pool(stated, thing)
        chosen = _chosen(asked, pool, _apart(pool, stated) if one.operation == "sum" else {})
        if chosen is None:
            why = _HELD if one.operation == "sum" and _chosen(asked, pool, {}) is not None else why
            continue
        done = _sum_of(one.operation, chosen, result, thing)
        if isinstance(done, Sum):
            return [done]
        why = done
    return why


def _pool(stated: Sequence[Stated], thing: tuple[str | None, str | None]) -> list[Stated]:
    """The figures that count a thing, or do not say what they count, each as often as it may be a term.

    A report that says a figure again says the same figure: only within one sentence, with its own noun, is it another.
    """
    unit, noun = thing
    fit = [
        one
        for one in stated
        if one.value.kind in MEASURED and not one.value.bound and one.value.unit == unit and counts(noun, one.value)
    ]
    pool: list[Stated] = []
    places = {(one.report, one.place): one for one in fit if one.place >= 0}
    read = [one for one in fit if one.place < 0]
    for one in [*places.values(), *read]:
        before = [other for other in pool if other.report == one.report and same(one.value, other.value)]
        another = one.place >= 0 and one.value.noun is not None and not one.value.again
        if before and not (another and all(other.sentence == one.sentence and other.value.noun for other in before)):
            continue
        pool.append(one)
    return pool


def _apart(pool: Sequence[Stated], stated: Sequence[Stated]) -> dict[Stated, frozenset[Standing]]:
    """What each figure of a pool is called wherever its report says it: a part, a whole, both, or neither."""
    return {
        one: frozenset(
            other.value.standing for other in stated if other.report == one.report and same(one.value, other.value)
        )
        for one in pool
    }


def _chosen(
    asked: Sequence[Value], pool: Sequence[Stated], apart: Mapping[Stated, frozenset[Standing]]
) -> list[Value] | None:
    """A figure of the pool for each term, none twice; None where there are not as many.

    Those of one report are called alike in `apart`: a part is not added to the whole that holds it.
    """
    left = list(pool)
    chosen: list[Stated] = []
    for term in asked:
        fit = next(
            (
                one
                for one in left
                if same(term, one.value)
                and counts(term.noun, one.value)
                and all(apart.get(one) == apart.get(other) for other in chosen if other.report == one.report)
            ),
            None,
        )
        if fit is None:
            return None
        left.remove(fit)
        chosen.append(fit)
    return [one.value for one in chosen]


def _sum_of(operation: str, terms: Sequence[Value], result: Value, thing: tuple[str | None, str | None]) -> Sum | str:
    keys = [term.key for term in terms if isinstance(term.key, Fraction)]
    computed = _done(operation, keys)
    kind = "share" if operation == "share" else terms[0].kind
    if computed is None or result.kind != kind or not isinstance(result.key, Fraction):
        return "its terms and its result do not fit together"
    if _rounded(computed, result) != result.key:
        return f"it is {_plain(computed, kind)}"
    points = operation == "difference" and kind == "share"
    unit = None if operation == "share" else "point" if points else thing[0]
    near = frozenset().union(*(term.near for term in terms))
    means = replace(result, unit=unit, noun=thing[1], near=near, bound="")
    if operation == "difference":
        terms = sorted(terms, key=lambda term: term.key if isinstance(term.key, Fraction) else 0, reverse=True)
    return Sum(
        operation=operation, result=means, shown=_SAID[operation].join(" ".join(term.text.split()) for term in terms)
    )


def _done(operation: str, terms: Sequence[Fraction]) -> Fraction | None:
    if operation == "sum":
        return sum(terms, Fraction(0))
    if len(terms) != 2:
        return None
    if operation == "difference":
        return abs(terms[0] - terms[1])
    return terms[0] / terms[1] if 0 <= terms[0] <= terms[1] and terms[1] else None


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
    """The one figure of a term or a result; four digits are no year there."""
    found = [value for value in values(re.sub(r"^\s*(\d)(\d{3})(?=\D|$)", r"\1,\2", text)) if value.kind in MEASURED]
    return found[0] if len(found) == 1 else None


def _shown(one: Arithmetic) -> str:
    return f"{', '.join(one.of)} = {one.result}"[:120]
