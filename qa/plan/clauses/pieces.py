"""A question's tokens cut where another clause begins.

Knows stops, and which words begin something of its own. Does not know what a piece says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.small_words import REACHING, RELATIVE, THIS_OR_THAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["Piece", "pieces", "relative"]

Piece = list[tuple[int, "Token"]]  # tokens with their places in the question


_STOPS = ("mark.,", "mark.;", "mark.:", "mark..", "mark.?", "mark.(", "mark.)", "mark.-", "mark.–", "mark.—", "op.but")


def pieces(tokens: Sequence[Token]) -> list[Piece]:
    """Runs of tokens between stops, with their indexes; "and" stops where what follows says which report it means."""
    found: list[Piece] = [[]]
    for at, token in enumerate(tokens):
        if token.has("op.and", "op.or") and relative(tokens, at + 1):
            found.append([(at, token)])
        elif token.has("op.but") and found[-1] and all(one.has("op.and", "op.or", "op.both") for _, one in found[-1]):
            found[-1].append((at, token))
        elif token.has(*_STOPS):
            found.append([(at, token)] if token.has("op.but") else [])
        elif (
            (token.has("op.and", "op.or") and _is_new(tokens, at + 1))
            or _goes_on(tokens, at, found[-1])
            or _reaches(tokens, at, found[-1])
        ):
            found.append([(at, token)])
        else:
            found[-1].append((at, token))
    return [piece for piece in found if piece]


def _reaches(tokens: Sequence[Token], at: int, piece: Piece) -> bool:
    """'From good to inadequate': the grade after "to" is that of a later report."""
    after = [token for token in tokens[at + 1 : at + 3] if not token.has("cmp", "op.only")]
    said = any(one.has("set.grades") for _, one in piece)
    return tokens[at].text.lower() in REACHING and said and bool(after) and after[0].has("set.grades")


def relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether "whose ..." or "with a report ..." begins at `at`, behind "either" or "both" too."""
    while at < len(tokens) and tokens[at].text.lower() in THIS_OR_THAT:
        at += 1
    return at < len(tokens) and tokens[at].text.lower() in RELATIVE


def _goes_on(tokens: Sequence[Token], at: int, piece: Piece) -> bool:
    """Whether another report begins with a word for a later or earlier one: "... made it to", not "a later one"."""
    if not tokens[at].has("choice.later", "choice.earlier") or not any(
        one.has("set.grades", "step") for _, one in piece
    ):
        return False
    return not (at + 1 < len(tokens) and tokens[at + 1].has("pron.one", "noun.report")) and at + 1 < len(tokens)


def _is_new(tokens: Sequence[Token], at: int) -> bool:
    """Whether something of its own follows: a report, a grade, a denial, before the next stop."""
    if at > 1 and tokens[at - 2].has("verb.published") and at < len(tokens) and tokens[at].has("verb.inspected"):
        return False  # "published or inspected in 2019"
    for token in tokens[at : at + 4]:
        if token.has(*_STOPS, "op.and", "op.or"):
            return False
        if token.has("choice", "set.grades", "op.not", "quant", "step", "set.areas", "set.authorities"):
            return True
    return False
