"""A query in its normal form, in which equal queries are equal, and as plain data for JSON.

Knows the classes of qa.plan.query. Does not know English.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from typing import Any

from qa.language.periods import Period
from qa.plan import query as q

__all__ = ["is_look_up", "normal", "said_once", "to_data"]

Condition = q.ReportCondition | q.SeriesCondition


def normal(query: q.Query) -> q.Query:
    """The query with the order of parts and names, the words of its times and other things that change nothing settled.

    Two queries whose normal forms are equal have the same members; who is left out, and why, is the same as well.
    """
    query = said_once(query)
    wants = tuple(
        replace(want, base=None if want.base is None else _settled(want.base), grades=tuple(sorted(set(want.grades))))
        for want in query.wants
    )
    choice = query.choice and replace(query.choice, among=_settled(query.choice.among))
    where, universe = _settled(query.where), _settled(query.universe)
    if query.over == "reports":  # what narrows the library need not be said of its reports again
        within = universe.parts if isinstance(universe, q.And) else (universe,)
        parts = where.parts if isinstance(where, q.And) else (where,)
        where = _settled(q.And(tuple(part for part in parts if part not in within)))
    return replace(query, where=where, universe=universe, choice=choice, wants=wants)


def said_once(query: q.Query) -> q.Query:
    """The query with each thing wanted, and each area of it, once."""
    wants = (replace(want, areas=tuple(dict.fromkeys(want.areas))) for want in query.wants)
    return replace(query, wants=tuple(dict.fromkeys(wants)))


def _settled(one: Any) -> Any:
    """A condition in its normal form."""
    if isinstance(one, q.And | q.Or):
        return _joined(one)
    if isinstance(one, q.Not):
        inner = _settled(one.part)
        return inner.part if isinstance(inner, q.Not) else q.Not(inner)
    if isinstance(one, Period):
        return Period(start=one.start, end=one.end, words="", precision="range")
    if isinstance(one, q.Has) and not one.every and one.among != q.ALL:
        return _settled(q.Has(q.And((one.among, one.condition)), q.ALL, one.least, one.most))
    if is_dataclass(one) and not isinstance(one, type):
        return replace(one, **{name.name: _value(name.name, getattr(one, name.name)) for name in fields(one)})
    return one


def _value(name: str, value: Any) -> Any:
    if name in ("grades", "names", "keys"):
        return tuple(sorted(set(value)))
    return _settled(value)


def _joined(one: q.And | q.Or) -> Condition:
    """Without brackets that change nothing, parts said twice, and what always holds; one part alone is itself."""
    parts: list[Condition] = []
    for part in map(_settled, one.parts):
        parts += part.parts if isinstance(part, type(one)) else [part]
    if isinstance(one, q.And):
        parts = _of_one_report(_strictest(parts))
    kept = sorted({part for part in parts if not (isinstance(one, q.And) and part == q.ALL)}, key=repr)
    if not kept:
        return q.ALL if isinstance(one, q.And) else one
    return kept[0] if len(kept) == 1 else type(one)(tuple(kept))


def _strictest(parts: list[Condition]) -> list[Condition]:
    """'At least two reports and at least three' are at least three."""
    least: dict[q.Has, int] = {}
    open_ended = [part for part in parts if isinstance(part, q.Has) and part.most is None and not part.every]
    for part in open_ended:
        one = replace(part, least=1)
        least[one] = max(least.get(one, 0), part.least or 0)
    others = [part for part in parts if part not in open_ended]
    return [*others, *(replace(one, least=count) for one, count in least.items())]


def _of_one_report(parts: list[Condition]) -> list[Condition]:
    """What is said of the same chosen report in two conditions, said in one."""
    said: dict[q.Choice, list[Condition]] = {}
    for part in parts:
        if isinstance(part, q.At):
            said.setdefault(part.choice, []).append(part.condition)
    others = [part for part in parts if not isinstance(part, q.At)]
    return [*others, *(q.At(choice, _settled(q.And(tuple(each)))) for choice, each in said.items())]


def is_look_up(query: q.Query) -> bool:
    """Whether what one authority's report states is looked up, a grade, a date, a name: no set, count or history."""
    if query.over != "reports" or query.ranking is not None or query.extreme is not None:
        return False
    kinds = {"grades", "leader", "dates", "framework", "region"} | ({"exists", "areas"} if query.choice else set())
    return len(q.authorities_of(query.universe)) == 1 and all(want.kind in kinds for want in query.wants)


def to_data(query: q.Query) -> dict[str, Any]:
    """The query as plain data: each class by its name under "is", fields that are not as by default, dates in ISO."""
    data = _data(query)
    assert isinstance(data, dict)
    del data["is"]
    return data


def _data(value: Any) -> Any:
    if isinstance(value, Period):
        ends = {"from": value.start if value.start != date.min else None}
        ends["to"] = value.end if value.end != date.max else None
        return {name: day.isoformat() for name, day in ends.items() if day is not None}
    if is_dataclass(value) and not isinstance(value, type):
        held = {"is": type(value).__name__}
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.default is MISSING or inner != field.default:
                held[field.name] = _data(inner)
        return held
    return [_data(one) for one in value] if isinstance(value, tuple) else value
