"""A question of which more and more is read, and the English that all its readers share: bounds, what is wanted.

Knows the words around a record. Does not know any record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.language.numbers import find_bounds, find_numbers
from qa.plan.as_of_councils import spaced

if TYPE_CHECKING:
    from qa.plan.records.model import Form, Whom

__all__ = ["Text", "bounds", "form_of", "phrase", "plain"]

_MOST = re.compile(r"\b(?:the\s+)?(?:most|highest|largest|biggest|greatest|best|top)\b", re.IGNORECASE)
_FEWEST = re.compile(r"\b(?:the\s+)?(?:fewest|lowest|smallest|least|worst|bottom)\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:or\s+(?:more|higher|above|better)|and\s+above)\b", re.IGNORECASE)
# "Below 2" and "under 5" are ages to qa.language.numbers; what is recorded here is no age, and whole.
_BEYOND = re.compile(
    r"\b(?:(?P<below>below|under|less\s+than|lower\s+than)|above|over|higher\s+than)\s+(?P<number>\d[\d,]*)(?![\d.])",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:list|show|what\s+are|give)\b.*\b(?:all|each|every)\b|\bof\s+(?:all|each|every)\b", re.IGNORECASE
)


class Text:
    """The question, what of it is read blanked."""

    def __init__(self, text: str) -> None:
        self.left = text

    def take(self, shape: re.Pattern[str] | str) -> re.Match[str] | None:
        """The first match, in any case of letters, which is read with that; None where there is none."""
        found = (
            re.search(shape, self.left) if isinstance(shape, re.Pattern) else re.search(shape, self.left, re.IGNORECASE)
        )
        if found is not None:
            self.blank(*found.span())
        return found

    def blank(self, start: int, end: int) -> None:
        """Take a stretch as read."""
        self.left = self.left[:start] + "\x00" * (end - start) + self.left[end:]

    @property
    def words(self) -> list[str]:
        """The words that are not read yet, lower case."""
        return re.findall(r"[^\W_](?:[\w'./%-]*\w)?", self.left.casefold())


def phrase(words: str) -> re.Pattern[str]:
    """A pattern of these words, whole and in any case."""
    return re.compile(rf"(?<![\w-]){spaced(words)}(?![\w-])", re.IGNORECASE)


def bounds(text: Text) -> tuple[float | None, float | None]:
    """The condition on a number that the text states, both ends inclusive; it is read then."""
    for bound in find_bounds(text.left):
        text.blank(bound.start, bound.end)
        return float(bound.least), None if bound.most is None else float(bound.most)
    if (said := text.take(_BEYOND)) is not None:
        beyond = float(said["number"].replace(",", ""))
        return (0.0, beyond - 1) if said["below"] else (beyond + 1, None)
    for number in find_numbers(text.left):
        if number.kind in ("cardinal", "percentage"):
            text.blank(number.start, number.end)
            above = text.take(_AT_LEAST)
            return number.value, None if above else number.value
    return None, None


def form_of(text: Text, whom: Whom, *, conditioned: bool) -> Form | None:
    """What is wanted; None where it is neither of bodies that are named nor of a set of them."""
    if not conditioned and not whom.named:
        if text.take(_MOST):
            return "most"
        if text.take(_FEWEST):
            return "fewest"
    if whom.named:
        return "value" if not conditioned else None
    if not whom.several:
        return None
    if conditioned:
        return "count" if whom.count else "members"
    return "all" if _EVERY.search(text.left) else None


def plain(label: str) -> str:
    """An area's label as a sentence says it: "safety" for "Safety (healthy prison test)"."""
    said = re.sub(r"\s*\([^)]*\)", "", label).strip(" ?")
    return said[:1].lower() + said[1:]
