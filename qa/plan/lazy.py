"""A regular expression that is compiled when it is first used.

Knows the methods of a compiled pattern that the reading of questions needs. Does not know any words: a question needs a
few of some hundred patterns, and to compile them all would cost more than to answer it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Lazy", "phrase"]


class Lazy:
    """A pattern that ignores case; its methods are those of a compiled one."""

    __slots__ = ("_compiled", "_pattern")

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, compiled once."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern, re.IGNORECASE)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where it matches."""
        return self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Whether it matches at the beginning."""
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Whether it matches the whole text."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in order."""
        return self.compiled.finditer(text)

    def split(self, text: str) -> list[str]:
        """The text cut where it matches."""
        return self.compiled.split(text)


def phrase(words: str) -> Lazy:
    """A pattern of whole words: nothing of a word stands before or after it."""
    return Lazy(rf"(?<!\w)(?:{words})(?!\w)")
