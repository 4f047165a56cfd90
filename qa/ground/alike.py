"""Characters and words that look like others: letters of other scripts, digits in disguise, Roman numerals.

Knows Unicode. Does not know what a claim says: such a word may stand in a claim where it stands in its quotes.
"""

from __future__ import annotations

import re
import unicodedata

from qa.ground.normal import normal

__all__ = ["disguised"]

_PLAIN = frozenset("‘’‚“”„–—‒−•·…£€°«»‹›")
_DIGITS_IN_LETTERS = re.compile(r"[lIO|]+|[IVXLCDM]{2,}")


def disguised(text: str, support: str) -> list[str]:
    """The words of a text that hold characters which look like others, and do not stand so in the support."""
    there = f" {_folded(support)} "
    return [word for word in text.split() if _looks_otherwise(word) and f"{_folded(word)}" not in there]


def _looks_otherwise(word: str) -> bool:
    bare = word.strip(".,;:!?'\"()[]%")
    return any(not (" " <= c <= "~" or c in _PLAIN) for c in word) or _DIGITS_IN_LETTERS.fullmatch(bare) is not None


def _folded(text: str) -> str:
    return normal(unicodedata.normalize("NFKC", text)).text
