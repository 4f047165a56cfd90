"""The lines of a page, and the marks that can be told from a line alone.

Knows bullets, paragraph numbers, grades at a line's end and labelled lines ("Lead inspector: ..."). Does not know
what stands before or after a line: that is for `structure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.sentences import BULLETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Page

__all__ = [
    "BULLET",
    "DASH",
    "GRADE",
    "GRADE_PART",
    "LABELLED",
    "NUMBERED",
    "RANK",
    "ROW",
    "TABLE_HEAD",
    "Line",
    "lines",
    "row_end",
]

BULLET = re.compile(rf"\s*[{BULLETS}]|\s*o\s+(?=[a-z0-9])")
DASH = re.compile(r"\s*[-–—*+]\s+\S")
NUMBERED = re.compile(r"\s*(\d{1,3})\.\s*(?=[A-Z‘’'“\"(])")
ROW = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})?\.?\s+[A-Z]")
LABELLED = re.compile(
    r"[A-Z][\w’'()-]*(?: [\w’'()/-]+){0,4}:\s+\S|(?:Lead|Deputy lead|Team|Reporting|Associate) inspectors?\s+[A-Z]"
)
TABLE_HEAD = re.compile(r"(?:key )?judge?ments?(?: judge?ment)? grades?", re.IGNORECASE)
RANK = re.compile(r"(?:His|Her) Majesty.s Inspectors?\b|(?:Senior )?HMI\b")
"""What follows a name on the next line of a labelled entry."""

_WORDS = r"(?:Outstanding|Good|Adequate|Inadequate|Requires?\s+[Ii]mprovement(?:\s+to\s+be\s+good)?|Not\s+judged)"
GRADE = rf"(?:{_WORDS}|Grade\s+\d\s*\({_WORDS}\))"
"""Grades as a table or a heading prints them; a set wide enough for every framework, never used to judge."""
_GRADE_END = re.compile(rf"(?:^|(?<![.!?;,])\s){GRADE}\d?$|:\s*(?i:{GRADE})$")
_SMALL_GRADE_END = re.compile(rf"\s{GRADE}$", re.IGNORECASE)
_MAY_GRADE = re.compile(r"(?:outstanding|good|(?:in)?adequate|requires?|judged|grade)\b", re.IGNORECASE)

GRADE_PART = re.compile(rf"(?=\S)(?:{GRADE}|(?:[Rr]equires?)? ?(?:[Ii]mprovement)? ?(?:to)? ?(?:be)? ?(?:good)?)")
"""A line that is a grade, or part of one where a narrow column breaks "Requires / improvement / to be good"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a page: `text[start:end]` without its line end, and the same stripped of white space."""

    start: int
    end: int
    text: str


def lines(text: str, page: Page) -> list[Line]:
    """The lines of one page, blank ones among them; they begin where the page does."""
    found = []
    at = page.start
    for piece in text[page.start : page.end].splitlines(keepends=True):
        found.append(Line(start=at, end=at + len(piece.rstrip()), text=piece.strip()))
        at += len(piece)
    return found


def row_end(found: Sequence[str], at: int) -> int | None:
    """The number of the line that ends a table's row, where that row's grade begins on line `at`; None if none does.

    A grade may break over three lines in a narrow column. A bullet is no row, and a sentence that happens to break off
    after a grade word goes on with a small letter.
    """
    line = found[at]
    if _MAY_GRADE.search(line) is None or BULLET.match(line) or DASH.match(line):
        return None
    numbered = any(ROW.match(above) for above in found[max(at - 2, 0) : at + 1])
    joined, best = "", None
    for last in range(at, min(at + 3, len(found))):
        joined = f"{joined} {found[last]}".strip()
        match = _GRADE_END.search(joined) or (numbered and last > at and _SMALL_GRADE_END.search(joined))
        after = found[last + 1] if last + 1 < len(found) else ""
        if match and match.start() <= len(line) and not after[:1].islower():
            best = last
    return best
