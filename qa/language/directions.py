"""Which way a text says that something is - much or little, well or badly - and whether it denies that.

Knows the pairs of sides in qa/data/directions.toml. Does not know what the text is about.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.language.pattern import words_pattern

__all__ = ["agrees", "sides"]

_DATA = Path(__file__).parents[1] / "data" / "directions.toml"
_TURNS = re.compile(
    r"(?:\b(?:not|no|never|nor|without|neither|hardly|longer)\b|n['’]t)(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE
)
_REDUCES = re.compile(
    r"\b(?:(?:reduc|lower|avoid|prevent|eliminat|cut)\w*|addressed|tackled|resolved|overcome)(?:\s+[\w-]+){0,2}\s*$",
    re.IGNORECASE,
)

Side = tuple[int, bool]
"""A pair's number, and whether it is its first side."""


@cache
def _patterns() -> tuple[tuple[Side, re.Pattern[str]], ...]:
    with _DATA.open("rb") as file:
        pairs = tomllib.load(file)["pair"]
    return tuple(
        ((n, first), words_pattern(pair["one" if first else "other"]))
        for n, pair in enumerate(pairs)
        for first in (True, False)
    )


def sides(text: str) -> list[tuple[Side, int]]:
    """The sides that a text names and where; "not high" is the other side of "high"."""
    found: list[tuple[Side, int]] = []
    for (pair, first), pattern in _patterns():
        for match in pattern.finditer(text):
            turned = _TURNS.search(text[: match.start()]) or _REDUCES.search(text[: match.start()])
            found.append(((pair, first != bool(turned)), match.start()))
    return sorted(found, key=lambda one: one[1])


def agrees(theme: str, text: str, near: list[int], *, within: int = 60) -> bool:
    """Whether a text says of what stands at the places `near` what the theme says of it, or names no side at all.

    A theme that names no side agrees with every text. Of the sides of its pairs, those within so many characters of a
    place count; the nearest decides. Where no place is known ("shortages" is itself what is spoken of), all sides
    of the text must be the theme's.
    """
    wanted = {side for side, _ in sides(theme)}
    if not wanted:
        return True
    pairs = {pair for pair, _ in wanted}
    if not near:
        named = {side for side, _ in sides(text) if side[0] in pairs}
        return bool(named) and named <= wanted
    told = [
        (min(abs(at - place) for place in near), side)
        for side, at in sides(text)
        if side[0] in pairs and near and min(abs(at - place) for place in near) <= within
    ]
    return bool(told) and min(told)[1] in wanted
