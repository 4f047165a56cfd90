"""Whether everything that a question names is part of its query.

Knows tokens and queries. Does not know how one is made of the other: it is the check on that.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from qa.plan.query import (
    And,
    Beside,
    Choice,
    DateOf,
    GapBetween,
    Graded,
    Has,
    LedBy,
    Not,
    Query,
    Repeats,
    Step,
    Then,
    every_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.plan.token import Token

__all__ = ["accounted", "contradictory", "of_the_services"]


def accounted(query: Query, tokens: Sequence[Token]) -> bool:
    """Whether each grade, area, time, place, framework and person that the tokens name stands in the query."""
    held = set(_leaves(query))
    steps = any(isinstance(part, Step | Then | Repeats) for part in every_part(query)) or any(
        w.kind == "history" for w in query.wants
    )
    led = any(isinstance(part, LedBy | Repeats) for part in every_part(query)) or any(
        want.kind == "leader" for want in query.wants
    )
    led = led or (query.ranking is not None and query.ranking.by == "inspector")
    if not _orders_held(query, tokens) or _mixes(tokens):
        return False
    for at, token in enumerate(tokens):
        if token.has("step") and at + 1 < len(tokens) and tokens[at + 1].has("set.grades"):
            continue  # "dropped below good": the grade says it
        if token.keys == {"verb.led"} and token.text.lower() != "by" and not led:
            return False
        if led and of_the_services(tokens[at:]):
            return False
        if token.has("set.grades"):
            named = {name.casefold() for name in token.value.names}
            if not all(name in held or f"not {name}" in held for name in named) and not (
                named == {"good"} and "requires improvement" in held  # "not good"
            ):
                return False
        elif token.has("set.areas"):
            if not all(name in held or name == "overall" for name in token.value.names):
                return False
        elif token.has("set.frameworks") and token.value.joined == "vs":
            return False
        elif token.has("set.periods", "set.authorities", "set.regions", "set.frameworks", "set.inspectors"):
            if not all(name in held for name in token.value.names):
                return False
        elif token.has("step") and not token.has("cmp", "want", "verb", "noun", "choice", "op") and not steps:
            return False
    return True


def of_the_services(tokens: Sequence[Token]) -> bool:
    """Whether the one in charge there is the services', not an inspection's: "who runs the council", "heads it"."""
    if len(tokens) < 2 or not tokens[0].has("verb.led") or not tokens[1].has("noun.authority"):
        return False
    return not any(one.has("noun.report", "verb.inspected") for one in tokens[2:4])


def _orders_held(query: Query, tokens: Sequence[Token]) -> bool:
    """Whether each word that says which report of a series is meant, or how many of them, is part of the query."""
    parts = list(every_part(query))
    indexes = {part.index for part in parts if isinstance(part, Choice)}
    between = {part.between for part in parts if isinstance(part, Step)}
    pairs = any(isinstance(part, Step | Then | GapBetween) for part in parts)
    last = {want.last for want in query.wants} - {0}
    history = any(want.kind == "history" for want in query.wants)
    by_date = query.extreme is not None
    every = history or any(isinstance(part, Has) and part.every for part in parts) or "every" in between
    held = {
        "choice.latest": -1 in indexes or bool(between & {"last", "ends"}) or bool(last) or by_date or history,
        "choice.first": 0 in indexes or "ends" in between or by_date or history,
        "choice.previous": bool(indexes - {-1, 0}) or "last" in between or 2 in last,
        "choice.later": pairs,
        "choice.earlier": pairs or 0 in indexes or (-1 in indexes and any(isinstance(part, Has) for part in parts)),
        "choice.next": pairs or by_date or bool(indexes - {-1, 0}) or query.extreme is not None,
        "quant.every": every or any(want.kind in ("grades", "leader", "dates") for want in query.wants),
        "quant.never": any(isinstance(part, Not) or (isinstance(part, Then) and part.never) for part in parts),
    }
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        on_each = token.text.lower() == "each" and (after is None or after.has("mark"))
        if token.has("quant.every") and (on_each or (after is not None and after.has("noun.authority"))):
            continue
        if token.has("quant.every") and query.over == "reports" and _names_reports(tokens, at):
            continue  # "list every report of 2018", "of all ILACS reports"
        if token.keys and token.keys <= held.keys() and not any(held[key] for key in token.keys):
            return False
    return True


def _names_reports(tokens: Sequence[Token], at: int) -> bool:
    """Whether "every" or "all" at `at` is of the reports asked for, and not of those that something holds in."""
    after = next((one for one in tokens[at + 1 :] if not one.has("set.frameworks", "set.periods")), None)
    return after is not None and after.has("noun.report") and not (at and tokens[at - 1].has("link.in"))


def _mixes(tokens: Sequence[Token]) -> bool:
    """'Either inadequate or in London', 'under both the SIF and ILACS': alternatives that no condition here joins."""
    for at, token in enumerate(tokens):
        after = [one for one in tokens[at + 1 : at + 3] if not one.has("link")][:1]
        other = bool(after) and after[0].has("set.regions", "set.authorities", "set.frameworks")
        if token.has("op.or") and other and at and tokens[at - 1].has("set.grades", "set.areas", "noun.grade"):
            return True
        both = token.has("set.frameworks") and token.value.joined == "and"
        if both and any(one.text.lower() == "both" for one in tokens[max(0, at - 2) : at]):
            return True
    return False


def contradictory(query: Query) -> bool:
    """Whether it asks one report for what none can give (two grades of one area, two times): it was read wrongly."""
    for part in every_part(query):
        if isinstance(part, Beside) and part.area == part.other:
            return True
        if not isinstance(part, And):
            continue
        said: dict[str, set[str]] = {}
        times = [one for one in _conjoined(part) if isinstance(one, DateOf)]
        if any(_apart(one, other) for one in times for other in times):
            return True
        for one in _conjoined(part):
            if isinstance(one, Graded):
                grades = {name.casefold() for name in one.grades}
                if one.area in said and not said[one.area] & grades:
                    return True
                said[one.area] = said.get(one.area, grades) & grades
    return False


def _apart(one: DateOf, other: DateOf) -> bool:
    """Whether two times of one kind have no day in common."""
    if one.kind != other.kind:
        return False
    return one.period.end < other.period.start or other.period.end < one.period.start


def _conjoined(condition: And) -> Iterator[Any]:
    for part in condition.parts:
        if isinstance(part, And):
            yield from _conjoined(part)
        else:
            yield part


def _leaves(value: Any) -> Iterator[Any]:
    """The names and periods that a query holds, grades in lower case."""
    for part in every_part(value):
        if part.__class__.__name__ == "Period":
            yield part
        for one in fields(part):
            held = getattr(part, one.name)
            if isinstance(held, str):
                yield held
            elif isinstance(held, tuple):
                yield from (name for name in held if isinstance(name, str))
