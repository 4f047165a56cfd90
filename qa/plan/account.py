"""Whether everything that a question names is part of its query.

Knows tokens and queries. Does not know how one is made of the other: it is the check on that.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from qa.plan.query import And, Graded, LedBy, Query, Repeats, Step, Then

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.plan.annotate import Token

__all__ = ["accounted", "contradictory"]


def accounted(query: Query, tokens: Sequence[Token]) -> bool:
    """Whether each grade, area, time, place, framework and person that the tokens name stands in the query."""
    held = set(_leaves(query))
    steps = any(isinstance(part, Step | Then) for part in _parts(query)) or any(
        w.kind == "history" for w in query.wants
    )
    led = any(isinstance(part, LedBy | Repeats) for part in _parts(query)) or any(
        want.kind == "leader" for want in query.wants
    )
    led = led or (query.ranking is not None and query.ranking.by == "inspector")
    for token in tokens:
        if token.keys == {"verb.led"} and token.text.lower() != "by" and not led:
            return False
        if token.has("set.grades"):
            named = {name.casefold() for name in token.value.names}
            if not all(name in held or f"not {name}" in held for name in named):
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


def contradictory(query: Query) -> bool:
    """Whether it asks one report for two grades of one area, which none can give: it was read wrongly."""
    for part in _parts(query):
        if not isinstance(part, And):
            continue
        said: dict[str, set[str]] = {}
        for one in _conjoined(part):
            if isinstance(one, Graded):
                grades = {name.casefold() for name in one.grades}
                if one.area in said and not said[one.area] & grades:
                    return True
                said[one.area] = said.get(one.area, grades) & grades
    return False


def _conjoined(condition: And) -> Iterator[Any]:
    for part in condition.parts:
        if isinstance(part, And):
            yield from _conjoined(part)
        else:
            yield part


def _parts(value: Any) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        for one in fields(value):
            yield from _parts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _parts(one)


def _leaves(value: Any) -> Iterator[Any]:
    """The names and periods that a query holds, grades in lower case."""
    for part in _parts(value):
        if part.__class__.__name__ == "Period":
            yield part
        for one in fields(part):
            held = getattr(part, one.name)
            if isinstance(held, str):
                yield held
            elif isinstance(held, tuple):
                yield from (name for name in held if isinstance(name, str))
