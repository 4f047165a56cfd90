"""Which noun or verb a word in a clause is said of: "no report", "a later one", "published in 2019".

Knows the neighbours of a place. Does not know what the clause makes of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.small_words import BY_OR_FROM, NO

if TYPE_CHECKING:
    from qa.plan.clauses.pieces import Piece
    from qa.plan.query import DateKind
    from qa.question import Period

__all__ = ["a_report", "date_kind", "has_time", "no_report"]


_DATES: tuple[tuple[str, DateKind], ...] = (
    ("verb.started", "started"),
    ("verb.ended", "ended"),
    ("verb.published", "published"),
    ("verb.inspected", "inspected"),
)
_OF: dict[str, DateKind] = {"published": "published", "inspected": "inspected"}


_ANY = ("a", "an", "any", "any of", "some")


def _report_at(piece: Piece, place: int) -> int | None:
    """Where the noun stands of "report", "ILACS report", "later one", that begins at `place`."""
    while place < len(piece) and piece[place][1].has("set.authorities"):
        place += 1  # "any of Kent's reports"
    while place < len(piece) and piece[place][1].has("set.frameworks", "choice.later", "choice.earlier"):
        if place + 1 >= len(piece) or not piece[place + 1][1].has("noun.report", "pron.one", "set.frameworks"):
            return place if piece[place][1].has("set.frameworks") else None
        place += 1
    return place if place < len(piece) and piece[place][1].has("noun.report", "pron.one") else None


def no_report(piece: Piece, place: int) -> bool:
    """'No report', "no ILACS report", "no later one": it is denied that there is one, not what is said of it."""
    token = piece[place][1]
    return token.text.lower() in NO and _report_at(piece, place + 1) is not None


def a_report(piece: Piece, place: int) -> bool:
    """'A report', "an ILACS report", "any report": one of them at some time, no matter which."""
    return piece[place][1].text.lower() in _ANY and _report_at(piece, place + 1) is not None


def has_time(piece: Piece, place: int) -> bool:
    """Whether a time follows at once: "started in 2019"."""
    return place + 1 < len(piece) and piece[place + 1][1].has("set.periods")


def date_kind(piece: Piece, place: int) -> DateKind:
    """What a period qualifies, by the verb or noun nearest to it: publication, inspection, its first or last day."""
    said = [
        token for _, token in piece[max(0, place - 3) : place] if token.has("verb.published", "verb.inspected", "op.or")
    ]
    if len(said) == 3 and said[1].has("op.or"):
        return "any"  # "published or inspected in 2015"
    near = sorted(range(len(piece)), key=lambda at: (abs(at - place), at > place))
    for at in near:
        token = piece[at][1]
        if abs(at - place) > 6:
            break
        for key, kind in _DATES:
            if token.has(key) and token.text.lower() not in BY_OR_FROM:
                return kind
    period: Period = piece[place][1].value.names[0]
    return _OF.get(period.of, "any")
