"""A value picked out of a sentence, a date or a name, and how near what was asked for stands to it.

Knows concepts and words. Does not know figures (qa.extract.figure), nor how sentences were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.search.lexical import Concept
    from qa.search.rerank import Sentence

__all__ = ["ValueCandidate", "distance", "places"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueCandidate:
    """A value of a sentence, at `start` in it: `text` as shown, `fit` how well it answers, `near` what stands near.

    `role` is whether the role beside a name is the one asked for (1), or is another (-1).
    """

    sentence: Sentence
    start: int
    text: str
    fit: float
    near: float
    role: float = 0.0


def places(concept: Concept, words: Sequence[str]) -> list[int]:
    """Where a concept stands among stems: its phrase whole, else its head word, else what reports say for it."""
    for term in (concept.own, *concept.says):
        whole = _runs(term.stems, words)
        if whole:
            return whole
    return [n for n, word in enumerate(words) if word == concept.own.telling[-1]] if concept.reported else []


def _runs(phrase: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(phrase)
    starts = [n for n, word in enumerate(words) if word == phrase[0] and tuple(words[n : n + size]) == tuple(phrase)]
    return [n + k for n in starts for k in range(size)]


def distance(spots: Sequence[int], here: int) -> int:
    """Words between the nearest of `spots` and the word `here`; 99 where there is none."""
    # the first word after the value is at distance 0, as is the one before it
    return (
        min(spot - here - 1 if spot > here else here - 1 - spot if spot < here else 0 for spot in spots)
        if spots
        else 99
    )
