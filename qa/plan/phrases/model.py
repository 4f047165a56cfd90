"""What tokens say together: grades, counts with their bounds, things of one kind in a row.

Knows what each holds. Does not know which words make one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.plan.token import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bound", "Grades", "Listed", "is_number", "merged"]


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades that are meant together ("good or better"), or all but them where `negated`."""

    names: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A count between `least` and `most`; None is no bound. `exact` where the words say so ("only two")."""

    least: int | None
    most: int | None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Things of one kind in a row, and how they are joined: "and", "or", "" (one thing alone)."""

    names: tuple[Any, ...]
    joined: str = ""


def merged(parts: Sequence[Token], key: str, value: Any) -> Token:
    """One token in place of several that stand side by side."""
    text = " ".join(part.text for part in parts)
    return Token(text, parts[0].start, parts[-1].end, frozenset({key}), value)


def is_number(token: Token) -> bool:
    """Whether it is a number in figures or in words."""
    return token.has("number") and token.value is not None
