"""Marks of punctuation: those that part what is said, and typographic ones made plain.

Knows which points end a sentence and which only shorten a word. Does not know words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["APOSTROPHES", "STRAIGHT", "find_marks"]

# For str.translate: curly quotes, hard spaces and ends of lines made plain, each of one character still.
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " "})
APOSTROPHES = re.compile("['’‘]")
_MARK = re.compile(r"(?<!\d),|,(?!\d{3})|[;:.?!()/–—]|(?<=\s)-+(?=\s)|->|→")
# A point after these ends no sentence.
_ABBREVIATED = re.compile(
    r"\b(?:no|nos|vs?|excl|incl|approx|pub|publ|dept|cllr|mrs?|ms|dr|st|req|imp|yrs?|eg|ie|e\.g|i\.e|etc|r)$",
    re.IGNORECASE,
)


def find_marks(text: str) -> Iterator[tuple[int, int]]:
    """Where the marks of `text` stand that part what is said, from left to right."""
    for match in _MARK.finditer(text):
        if match[0] != "." or not _ABBREVIATED.search(text[: match.start()]):
            yield match.start(), match.end()
