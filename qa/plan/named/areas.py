"""What is asked of a report's areas: which fell below good, whether any is outstanding, which stand above the whole.

Knows the clauses that ask it. Does not know which report is meant.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.plan import query as q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause, GradeCondition

__all__ = ["apart"]


def apart(clauses: Sequence[Clause]) -> tuple[list[Clause], tuple[q.Want, ...]]:
    """What is asked of a report's areas, apart from what says which report is meant.

    "Which areas fell below good?", "was any bit only good?", "one bit wasn't": the areas of these grades. "Any
    outstanding?" asks for areas too.
    """
    kept: list[Clause] = []
    wants: tuple[q.Want, ...] = ()
    held: list[GradeCondition] = []
    for one in clauses:
        if one.beside and not one.beside[0][0]:
            ways = tuple(f"{way} than {other}" for _, way, other in one.beside)
            wants = (q.Want(kind="areas", grades=ways, areas=("apart",)),)
            kept.append(replace(one, beside=[]))
            continue
        about = any(token.has("noun.area") for token in one.tokens) or _asks_any(one) or _asks_which(one)
        if about and one.grades and all(grade.areas is None for grade in one.grades):
            wants = (q.Want(kind="areas", grades=_names(one.grades), areas=() if _asks_any(one) else ("apart",)),)
            kept.append(replace(one, grades=[]))
        elif about and held and (one.negated or one.again or _says_that_grade(one)):
            grades = [replace(grade, negated=grade.negated != one.negated) for grade in held]
            wants = (q.Want(kind="areas", grades=_names(grades), areas=("apart",)),)
            kept.append(replace(one, negated=False, again=False))
        else:
            kept.append(one)
        held = one.grades or held
    return kept, wants


def _asks_any(one: Clause) -> bool:
    """'Any outstanding?': the word stands right before the grade."""
    return any(token.text.lower() == "any" and after.has("set.grades") for token, after in pairwise(one.tokens))


def _asks_which(one: Clause) -> bool:
    """'Which judgement fell below good?'"""
    return any(token.has("want.which") and after.has("noun.grade") for token, after in pairwise(one.tokens))


def _says_that_grade(one: Clause) -> bool:
    return any(token.has("pron.those") for token in one.tokens) and any(token.has("noun.grade") for token in one.tokens)


def _names(grades: Sequence[GradeCondition]) -> tuple[str, ...]:
    """The grades meant; one that is denied is written with "not" before it."""
    return tuple(dict.fromkeys(f"not {name}" if one.negated else name for one in grades for name in one.grades))
