"""A regular expression that is compiled when it is first used.

Knows the methods of a compiled pattern that the reading of reports and questions needs. Does not know any words: one
question or report needs a few of some hundred patterns, and to compile them all would cost more than to answer it.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Lazy"]


class Lazy:
    """A pattern that ignores case; its methods are those of a compiled one. `flags` are further flags of re."""

    __slots__ = ("_compiled", "_flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags | re.IGNORECASE
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, compiled once; raises re.error where it is no regular expression."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """The first place in text[pos:endpos] where it matches."""
        return self.compiled.search(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it matches at the beginning."""
        return self.compiled.match(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it matches the whole text."""
        return self.compiled.fullmatch(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every match, in order."""
        return self.compiled.finditer(text, pos, endpos)

    def split(self, text: str) -> list[str]:
        """The text cut where it matches."""
        return self.compiled.split(text)
