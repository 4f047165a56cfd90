"""One area measured by another: "below overall", "higher for adoption than overall", "a better grade than overall".

Knows the words that compare and the areas on both sides. Does not know grades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.small_words import LOWER
from qa.plan.phrases.model import merged

if TYPE_CHECKING:
    from qa.plan.token import Token

__all__ = ["beside"]


def beside(tokens: list[Token]) -> list[Token]:
    """'below overall', 'lower than the whole', 'a better grade than overall': one area measured by another."""
    found: list[Token] = []
    for token in _measured(tokens):
        place = _comparison(found)
        word = found[place] if place is not None else None
        measured = _other(token, word, found)
        if place is None or measured is None:
            found.append(token)
        else:
            found[place:] = [merged([*found[place:], token], "set.beside", measured)]
    return found


def _comparison(found: list[Token]) -> int | None:
    """Where the word stands that what follows would be measured by."""
    place = len(found) - 1
    while place >= 0 and _is_between(found[place]):
        place -= 1
    return place if place >= 0 and _takes_an_object(found[place], found[place + 1 :]) else None


def _other(token: Token, word: Token | None, found: list[Token]) -> tuple[str, str] | None:
    """Which way, and the area measured by: `token` itself, or the one named before where it only points there."""
    if word is None:
        return None
    if token.has("area") and word.has("cmp.better", "cmp.worse", "want.better"):
        lower = word.has("cmp.worse") or word.text.lower().split()[-1] in ("lower", "worse")
        return "lower" if lower else "higher", token.of("area")
    if token.has("pron.those") and word.has("cmp.better", "cmp.worse"):
        held = next((one.value[1] for one in reversed(found) if one.has("set.beside")), None)
        return None if held is None else ("lower" if word.has("cmp.worse") else "higher", held)
    return None


def _is_between(token: Token) -> bool:
    """'Than' and "their" between "above", "better" and the area that one is measured by."""
    return (token.has("link.than") and not token.has("cmp")) or token.text.lower() in ("their", "its")


def _takes_an_object(word: Token, after: list[Token]) -> bool:
    """'Below', "higher than", "a better grade than": with "than", or a word that needs none."""
    than = word.text.lower().split()[-1] == "than" or any(one.has("link.than") for one in after)
    return than or not word.has("want.better")


def _measured(tokens: list[Token]) -> list[Token]:
    """'Higher for adoption than overall', "the same for adoption as overall": put as "adoption higher than overall"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        one, way = tokens[at], _way(tokens[at])
        first = _area_at(tokens, at + 1) if way else None
        than = first is not None and first + 1 < len(tokens) and tokens[first + 1].has("link.than")
        last = _area_at(tokens, first + 1 + than) if first is not None and (than or way == "same") else None
        if first is not None and last is not None:
            other = tokens[last].of("area")
            found += [tokens[first], merged([one, *tokens[first + 1 : last + 1]], "set.beside", (way, other))]
            at = last + 1
        else:
            found.append(one)
            at += 1
    return found


def _way(token: Token) -> str:
    if token.has("step.same") and token.text.lower().endswith("same"):
        return "same"
    if token.text.lower().split()[0] in ("better", "worse") or token.has("want.better", "cmp.better", "cmp.worse"):
        return "lower" if token.text.lower() in LOWER else "higher"
    return ""


def _area_at(tokens: list[Token], at: int) -> int | None:
    """Where the area stands that follows at `at`, with "for" or "a grade for" before it."""
    while at < len(tokens) and tokens[at].has("link.for", "noun.grade") and not tokens[at].has("area"):
        at += 1
    return at if at < len(tokens) and tokens[at].has("area") else None
