"""Whether a sentence praises or blames, by its words (qa/data/tones.toml).

Knows these words. Does not know what a sentence is about.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.language.pattern import words_pattern

__all__ = ["tone"]

_DATA = Path(__file__).parents[1] / "data" / "tones.toml"
# "Without delays", "prevents drift", "no backlog": what would blame is denied.
_LIFTED = re.compile(
    r"\b(?:no|not|without|avoid\w*|prevent\w*|reduc\w*|minimis\w*|tackl\w*|address\w*|fewer|rarely|remedied)\s+(?:\w+\s+){0,3}"
    r"(?:delays?|delayed|drift|weak\w*|poor\w*|fail\w*|backlogs?|turnover|unsafe|inadequate|unallocated|overdue)\b",
    re.IGNORECASE,
)


_LIMITED = re.compile(r"\b(?:but|although|though|however|while|despite)\b", re.IGNORECASE)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    with _DATA.open("rb") as file:
        table = tomllib.load(file)
    return words_pattern(table["strong"]), words_pattern(table["weak"])


def tone(text: str) -> float:
    """Above 0 for praise, below for blame, the further the clearer; 0 for neither, or for both alike.

    One word that blames outweighs those of praise: "plans are not always effective".
    """
    strong, weak = _words()
    text = _LIFTED.sub(" ", text)
    blames = len(weak.findall(text))
    if blames:
        return float(-blames)
    return 0.0 if _LIMITED.search(text) else float(len(strong.findall(text)))
