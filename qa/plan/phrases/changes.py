"""Words joined before all others: brackets that say nothing of their own, changes either way, times with prepositions.

Knows short rules from tokens to a token. Does not know grades, counts or lists.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.language.small_words import AFTER_TIME, BEFORE_TIME
from qa.plan.phrases.model import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["asides", "either_way", "related", "than_before"]


def asides(tokens: Sequence[Token]) -> list[Token]:
    """Brackets that only say how a word beside them is meant ("first day on site") are no clause of their own."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].has("mark.("):
            end = next((n for n in range(at + 1, len(tokens)) if tokens[n].has("mark.)")), None)
            inside = tokens[at + 1 : end] if end is not None else []
            if end is not None and all(one.has("verb", "mark", "link", "filler") for one in inside):
                found += [one for one in inside if not one.has("mark")]
                at = end + 1
                continue
        found.append(tokens[at])
        at += 1
    return found


def than_before(tokens: Sequence[Token]) -> list[Token]:
    """'Lower at the latest than at the one before': a change, where nothing else is what it is measured by."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if token.has("cmp.better", "cmp.worse") and not token.has("step"):
            after = [one for one in tokens[at + 1 : at + 6] if not one.has("link", "pron", "noun.report", "filler")]
            if after and after[0].has("choice.previous", "choice.latest", "choice.earlier"):
                way = "step.down" if token.has("cmp.worse") else "step.up"
                found.append(replace(token, keys=frozenset({way})))
                continue
        found.append(token)
    return found


def either_way(tokens: Sequence[Token]) -> list[Token]:
    """'Up or down', 'improve or get worse': a change either way."""
    found: list[Token] = []
    for token in tokens:
        ways = {"step.up", "step.down", "step.same"}
        if found and found[-1].keys & ways and token.text.lower() in ("or worse", "or better", "or lower", "or higher"):
            found[-1:] = [merged([found[-1], token], "step.either", None)]
        elif len(found) > 1 and token.keys & ways and found[-1].has("op.or") and found[-2].keys & ways:
            found[-2:] = [merged([*found[-2:], token], "step.either", None)]
        else:
            found.append(token)
    return found


def related(tokens: list[Token]) -> list[Token]:
    """'before 2022', 'since 2019', 'by the end of 2024', '2020 onwards': the words beside a period are its own."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if token.has("time.period") and last is not None and last.text.lower() in BEFORE_TIME:
            found[-1] = merged([last, token], "time.period", token.value)
        elif last is not None and last.has("time.period") and token.text.lower() in AFTER_TIME:
            found[-1] = merged([last, token], "time.period", last.value)
        else:
            found.append(token)
    return found
