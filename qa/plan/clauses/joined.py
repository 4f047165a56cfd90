"""Pieces joined that speak of the same report.

Knows which pieces do. Does not know how a piece is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause
    from qa.plan.query import DateKind

__all__ = ["add_a_grade", "adds_a_grade", "belongs", "join", "one_of_a_row"]

_DAYS: tuple[tuple[str, DateKind], ...] = (("verb.started", "started"), ("verb.ended", "ended"))


def one_of_a_row(pieces: Sequence[Clause]) -> None:
    """'Either A, B or C': the commas of a row that "either" opens are read as its "or"."""
    opened: int | None = None
    for at, piece in enumerate(pieces):
        first = piece.tokens[:2]
        if any(token.text.lower() == "either" for token in first) and (piece.apart or piece.quantifier):
            opened = at
        elif piece.either and piece.says and opened is not None:
            for one in pieces[opened + 1 : at]:
                one.either |= one.says and (one.apart or bool(one.quantifier)) and not _begins_with_and(one)
            opened = None


def _begins_with_and(piece: Clause) -> bool:
    return piece.tokens[0].has("op.and")


def adds_a_grade(clause: Clause, piece: Clause) -> bool:
    """'Outstanding overall or inadequate overall': two grades of one area, either of which will do."""
    if not (piece.either and len(piece.grades) == 1 and clause.grades) or piece.refers or piece.apart:
        return False
    last, more = clause.grades[-1], piece.grades[0]
    besides = piece.areas or piece.frameworks or piece.inspectors or piece.bound or piece.quantifier or piece.step
    alike = last.areas == more.areas and not last.negated and not more.negated and last.joined == more.joined
    return alike and not besides and not piece.again and piece.judged is None


def add_a_grade(clause: Clause, piece: Clause) -> None:
    """Take the grade of a piece that `adds_a_grade` to those of the clause."""
    last = clause.grades[-1]
    last.grades = (*last.grades, *piece.grades[0].grades)
    clause.tokens += piece.tokens


def belongs(clause: Clause, piece: Clause) -> bool:
    """Whether a piece speaks of the same report as the clause before it."""
    if (piece.either and piece.says) or (piece.apart and clause.says):
        return False
    if clause.authorities and piece.authorities and (clause.refers or piece.refers):
        return False  # "Salford's report of 2024 and Manchester's of 2022": each its own
    if clause.says and any(token.has("noun.area") for token in piece.tokens) and not piece.areas:
        return False  # "but one bit was not": of the parts of a report, not of the report
    if clause.says and piece.again and piece.grades:
        return False  # "and has not been inadequate again"
    if clause.says and piece.choice == "later" and (piece.negated or piece.quantifier == "never"):
        return False  # "but has not been since"
    if not clause.says and not (clause.choice and piece.choice and piece.says and clause.areas):
        return True
    if not piece.refers:
        return not (piece.says and clause.quantifier == "never") or bool(
            piece.grades and not piece.again and not piece.step
        )
    if not piece.says and not (piece.choice in ("later", "next", "earlier", "previous") and piece.grades):
        return piece.choice in ("", clause.choice) or not clause.choice
    return False


def _identifies(piece: Clause) -> bool:
    """'The year it failed': a grade that only says which report is meant."""
    return piece.tokens[0].has("op.but") and piece.tokens[0].text.lower().startswith(("the year", "the time"))


def join(clause: Clause, piece: Clause) -> None:
    if piece.either and clause.grades and any(token.has("op.both") for token in piece.tokens):
        clause.grades[-1].joined = "or"  # "for this, for that, or for both"
    elif (
        piece.areas
        and not piece.grades
        and clause.grades
        and piece.judged is None
        and not piece.says
        and not piece.tokens[0].has("op.but")
    ):
        last = clause.grades[-1]
        more = tuple(name for one in piece.areas for name in one.names)
        joined = "or" if piece.either or piece.areas[-1].joined == "or" else last.joined
        last.areas, last.joined = (*(last.areas or ()), *more), joined
    elif (
        len(piece.grades) == 1
        and piece.grades[0].areas is None
        and clause.areas
        and not clause.grades
        and not _identifies(piece)
    ):
        piece.grades[0].areas = clause.areas[-1].names
        clause.areas = clause.areas[:-1]
        clause.grades += piece.grades
    else:
        clause.areas += piece.areas
        clause.grades += piece.grades
    clause.judged = clause.judged if piece.judged is None else piece.judged
    clause.choice = clause.choice or piece.choice
    clause.periods = [(_said_of(piece) if kind == "any" else kind, listed) for kind, listed in clause.periods]
    clause.periods += piece.periods
    clause.frameworks += piece.frameworks
    clause.inspectors += piece.inspectors
    clause.authorities += piece.authorities
    clause.beside += piece.beside
    clause.quantifier = (
        clause.quantifier if clause.quantifier not in ("", "ever", "any") else piece.quantifier or clause.quantifier
    )
    clause.bound, clause.steps_by = clause.bound or piece.bound, clause.steps_by or piece.steps_by
    clause.step, clause.days = clause.step or piece.step, piece.days if clause.days is None else clause.days
    clause.negated |= piece.negated
    clause.again |= piece.again
    clause.same |= piece.same
    clause.tokens += piece.tokens
    clause.numbers += piece.numbers


def _said_of(piece: Clause) -> DateKind:
    """What a time before a comma is of: 'in 2022, how many inspections started?'."""
    if not piece.periods:
        for key, kind in _DAYS:
            if any(token.has(key) and not token.has("choice.latest") for token in piece.tokens):
                return kind
    return "any"
