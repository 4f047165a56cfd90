"""Patterns of whole words and phrases, compiled when they are first used.

Knows where a word ends. Does not know any words.
"""

from __future__ import annotations

from corpus.lazy import Lazy

__all__ = ["Lazy", "phrase"]


def phrase(words: str) -> Lazy:
    """A pattern of whole words: nothing of a word stands before or after it."""
    return Lazy(rf"(?<!\w)(?:{words})(?!\w)")
