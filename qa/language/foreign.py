"""Whether a text is in another language than English, by its small words.

Knows the words of qa/data/foreign_words.toml. Does not know any language's grammar.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from qa.language.lexicon import lexicon
from qa.language.words import STOP, words

__all__ = ["foreign_language"]

_LEAST = 2  # small words of another language that a text must have


def foreign_language(text: str) -> str | None:
    """The language that `text` seems to be in: it has more of that language's small words than of English ones."""
    said = words(text)
    english = sum(word in STOP for word in said)
    counts = {name: sum(word in own for word in said) for name, own in _small_words().items()}
    name = max(counts, key=lambda one: counts[one])
    return name if counts[name] >= _LEAST and counts[name] > english else None


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    text = (files("qa") / "data" / "foreign_words.toml").read_text(encoding="utf-8")
    known = lexicon().vocabulary | STOP
    return {name: frozenset(own.split()) - known for name, own in tomllib.loads(text).items()}
