"""A query as one line of a small notation, and that line read as the query again.

    (query authorities :where (at latest (graded overall good|outstanding)) :wants [(want count)])

Knows the classes of qa.plan.query: each is written by its name in lower case, the fields it must have in their order,
then those that are not as by default, by name. Names of places and people stand in quotes, times as two days. Does not
know English.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from qa.language.periods import Period
from qa.plan import query as q

__all__ = ["NotationError", "read_query", "write_query"]

_CLASSES = {
    one.__name__.lower(): one
    for one in (*get_args(q.ReportCondition), *get_args(q.SeriesCondition), q.Choice, q.Want, q.Ranking, q.Extreme)
}
_CLASSES["query"] = q.Query
_CHOICES = {"latest": q.Choice(-1), "previous": q.Choice(-2), "first": q.Choice(0), "second": q.Choice(1)}
_TOKEN = re.compile(r"\"[^\"]*\"|[()\[\]]|[^\s()\[\]\"]+")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
_NAMES = ("names", "grades", "areas", "keys")  # fields of several words, joined by "|"


class NotationError(ValueError):
    """A line that is no query."""


def write_query(query: q.Query) -> str:
    """The query on one line."""
    return _written(query)


def read_query(line: str) -> q.Query:
    """The query of a line; raises NotationError where it is none."""
    tokens = _TOKEN.findall(line)
    try:
        value, rest = _value(tokens, 0, "")
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise NotationError(f"This is no query: {line}") from error
    if rest != len(tokens) or not isinstance(value, q.Query):
        raise NotationError(f"This is no query: {line}")
    return value


# --- writing


def _written(value: Any) -> str:
    if isinstance(value, q.Choice) and value in _CHOICES.values():
        return next(word for word, one in _CHOICES.items() if one == value)
    if isinstance(value, Period):
        start, end = value.start, value.end
        return f"{'' if start == date.min else start}..{'' if end == date.max else end}"
    if is_dataclass(value) and not isinstance(value, type):
        return f"({' '.join([type(value).__name__.lower(), *_fields(value)])})"
    if isinstance(value, tuple):
        return f"[{' '.join(map(_written, value))}]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    return str(value)


def _fields(value: Any) -> list[str]:
    said: list[str] = []
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.default is not MISSING and inner == field.default:
            continue
        word = _joined(inner) if field.name in _NAMES else _written(inner)
        said += [word] if field.default is MISSING else [f":{field.name}", word]
    return said


def _joined(words: tuple[str, ...]) -> str:
    plain = [f'"{word}"' if word != word.lower() or "'" in word else word.replace(" ", "_") for word in words]
    return "|".join(plain)


# --- reading


def _value(tokens: list[str], at: int, field: str) -> tuple[Any, int]:
    token = tokens[at]
    if token == "(":
        return _object(tokens, at + 1)
    if token == "[":
        parts, at = [], at + 1
        while tokens[at] != "]":
            part, at = _value(tokens, at, "")
            parts.append(part)
        return tuple(parts), at + 1
    if field in _NAMES:
        words, at = _words(tokens, at)
        return (tuple(word.replace("_", " ") for word in words) if field == "grades" else words), at
    return _atom(token), at + 1


def _words(tokens: list[str], at: int) -> tuple[tuple[str, ...], int]:
    """Words joined by "|"; those in quotes are tokens of their own."""
    words: list[str] = []
    while True:
        text = tokens[at]
        words += [text[1:-1]] if text[0] == '"' else [one for one in text.split("|") if one]
        joined = text.endswith("|") or (at + 1 < len(tokens) and tokens[at + 1].startswith("|"))
        at += 1
        if not joined:
            return tuple(words), at


def _atom(token: str) -> Any:
    if token in _CHOICES:
        return _CHOICES[token]
    if token in ("true", "false", "none"):
        return {"true": True, "false": False, "none": None}[token]
    days = _DAYS.fullmatch(token)
    if days is not None:
        first, last = days.groups()
        start = date.fromisoformat(first) if first else date.min
        return Period(start=start, end=date.fromisoformat(last) if last else date.max, words="", precision="range")
    return int(token) if re.fullmatch(r"-?\d+", token) else token


@cache
def _own(kind: type) -> tuple[tuple[Field[Any], ...], dict[str, Field[Any]]]:
    every = fields(kind)
    return tuple(one for one in every if one.default is MISSING), {one.name: one for one in every}


def _object(tokens: list[str], at: int) -> tuple[Any, int]:
    kind = _CLASSES[tokens[at]]
    needed, every = _own(kind)
    held: dict[str, Any] = {}
    at += 1
    for field in needed:
        held[field.name], at = _value(tokens, at, field.name)
    while tokens[at] != ")":
        name = every[tokens[at].removeprefix(":")].name
        held[name], at = _value(tokens, at + 1, name)
    for name, value in held.items():
        if not _fits(value, _hints(kind)[name]):
            raise ValueError(f"{value} is no {name} of a {kind.__name__}.")
    return kind(**held), at + 1


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"Period": Period})


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of the type that its field is declared with; a slot may stand for a period."""
    inner = get_args(hint)
    if get_origin(hint) is Literal:
        return value in inner
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(one, inner[0]) for one in value)
    if inner:
        return any(_fits(value, one) for one in inner)
    if hint is Period:
        return isinstance(value, Period | str)
    return type(value) is hint if hint in (int, bool, str) else isinstance(value, hint)
