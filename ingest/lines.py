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
    from corpus.model import Page

__all__ = [
    "BULLET",
    "CELLS",
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
]

BULLET = re.compile(rf"\s*[{BULLETS}]|\s*o\s+(?=[a-z0-9])")
DASH = re.compile(r"\s*[-–—−*+]\s+\S")
NUMBERED = re.compile(r"\s*(\d{1,3})\.\s*(?=[A-Z‘’'“\"(])")
ROW = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})?\.?\s+[A-Z]")
LABELLED = re.compile(
    r"[A-Z][\w’'()-]*(?: [\w’'()/-]+){0,4}:\s+\S|(?:Lead|Deputy lead|Team|Reporting|Associate) inspectors?\s+[A-Z]"
)
CELLS = re.compile(r"\S\s*(?:\t|\|)\s*\S|^\|.*\|$")
OPENS_LIST = re.compile(r":\s*\d{0,2}\s*$")
TABLE_HEAD = re.compile(r"(?:key )?judge?ments?(?: judge?ment)? grades?", re.IGNORECASE)
RANK = re.compile(r"(?:His|Her) Majesty.s Inspectors?\b|(?:Senior )?HMI\b")
"""What follows a name on the next line of a labelled entry."""

_WORDS = r"(?:Outstanding|Good|Adequate|Inadequate|Requires?\s+[Ii]mprovement(?:\s+to\s+be\s+good)?|Not\s+judged)"
GRADE = rf"(?:{_WORDS}|Grade\s+\d\s*\({_WORDS}\))"
"""Grades as a table or a heading prints them; a set wide enough for every framework, never used to judge."""
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
