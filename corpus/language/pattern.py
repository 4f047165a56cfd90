"""Patterns of whole words and phrases, compiled when they are first used.

Knows where a word ends. Does not know any words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.lazy import Lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Lazy", "phrase", "words_pattern"]


def phrase(words: str) -> Lazy:
    """A pattern of whole words: nothing of a word stands before or after it."""
    return Lazy(rf"(?<!\w)(?:{words})(?!\w)")


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of these words, in any case; one that ends in * is the beginning of words."""
    written = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else r"\b") for word in words)
    return re.compile(rf"\b(?:{'|'.join(written)})", re.IGNORECASE)
