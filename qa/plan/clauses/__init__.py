"""A question cut into clauses: what each says of one report, and which report of an authority's series it means.

Knows that pieces are read one by one, then joined. Does not know how they make a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.plan.clauses.joined import add_a_grade, adds_a_grade, belongs, join, one_of_a_row
from qa.plan.clauses.pieces import pieces
from qa.plan.clauses.said import clause_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.token import Token

__all__ = ["clauses_of"]


def clauses_of(tokens: Sequence[Token], used: set[int]) -> list[Clause]:
    """The clauses of a question in order; the index of every token that they make use of goes into `used`."""
    read = [clause_of(piece, used) for piece in pieces(tokens)]
    one_of_a_row(read)
    found: list[Clause] = []
    for piece in read:
        if found and adds_a_grade(found[-1], piece):
            add_a_grade(found[-1], piece)
        elif found and belongs(found[-1], piece):
            join(found[-1], piece)
        else:
            found.append(piece)
    return [one for one in found if one.tokens]
