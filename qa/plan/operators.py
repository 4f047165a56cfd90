"""The words that could change an answer, each of which has to be part of the query.

Knows their kinds, and which of them changes nothing where it stands. Does not know how a query is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.lexicon import lexicon
from qa.language.marks import STRAIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token

__all__ = ["OPERATORS", "denials", "denies", "restrictions", "unplaced"]


# Kinds of words that could change an answer: each has to be part of the query.
_DENYING = {"op.not", "op.other_than", "op.neither", "quant.never", "pron.none"}


OPERATORS = (
    "op.not",
    "op.lack",
    "op.other_than",
    "op.neither",
    "op.only",
    "cmp",
    "quant",
    "count",
    "choice",
    "step",
    "bound",
    "days",
    "rank",
    "want.why",
    "name.absent",
    "name.ambiguous",
    "name.unknown",
)


def denials(text: str) -> bool:
    """Whether a sentence denies something: "had not", "without", "none", "all but"."""
    return any(match.keys & _DENYING for match in lexicon().find(text.translate(STRAIGHT)))


def denies(token: Token) -> bool:
    return bool(token.keys & _DENYING)


def unplaced(tokens: Sequence[Token], used: set[int]) -> tuple[str, ...]:
    """The words that could change an answer and found no place; `used` are the indexes of those that did."""
    return tuple(
        token.text
        for at, token in enumerate(tokens)
        if at not in used and token.has(*OPERATORS) and not _harmless(token)
    )


def _harmless(token: Token) -> bool:
    """A word of several meanings, one of which changes nothing where its others found no place."""
    if token.has("want.why"):
        return False
    return token.has("filler", "link", "verb", "noun", "want") or token.text.lower() in ("a", "an", "some")


def restrictions(tokens: Sequence[Token], clauses: Sequence[Clause], used: set[int]) -> None:
    """'Only' where what it restricts is restricted already: to a grade, a count, a framework, a place, every report."""
    every = any(clause.quantifier == "every" for clause in clauses)
    says = any(clause.says for clause in clauses)
    for at, token in enumerate(tokens):
        if token.has("op.only", "cmp.exactly"):
            near = (*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 3])
            kinds = ("set.grades", "bound", "set.regions", "unit.step", "step.same", "choice.latest")
            asks = at + 1 < len(tokens) and tokens[at + 1].has("want")  # "just the number"
            if every or asks or any(one.has(*kinds) or (says and one.has("set.frameworks")) for one in near):
                used.add(at)
