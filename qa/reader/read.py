"""The sentences that were found, read: how well each answers the question, and each figure that stands in it.

Knows candidates and amounts. Does not know which of them is given as the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.language.amounts import Amount
    from qa.reader.model import Pair, Reader
    from qa.search.rerank import Candidate, Sentence

__all__ = ["FIGURES", "Figure", "Read", "figures_of", "read"]

FIGURES = frozenset({"count", "percentage", "rate", "money", "duration", "fraction", "none"})
"""The kinds of amounts that may be asked for."""

_MOST = 6  # sentences read for one question: each costs some ten milliseconds
_MOST_WITH_FIGURES = 9  # where a figure is asked for: its sentence is among as many for 94 of 100, among six for 91
_FIGURES_A_SENTENCE = 26
_LOOKED_AT = 25  # candidates whose sentences are looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure of a sentence and how well it answers: a logit, 0 being that no figure does."""

    amount: Amount
    logit: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A sentence and how well it answers: a logit, 0 being that no sentence does; and its figures."""

    sentence: Sentence
    relevance: float
    figures: tuple[Figure, ...]


def figures_of(text: str) -> list[Amount]:
    """The amounts of a sentence that may be asked for."""
    return [one for one in amounts(text) if one.kind in FIGURES][:_FIGURES_A_SENTENCE]


def read(
    question: str, candidates: Sequence[Candidate], reader: Reader, *, with_figures: bool, most: int | None = None
) -> list[Read]:
    """The best few sentences of the candidates, read, the best found first; only those with figures if so asked."""
    chosen: list[tuple[Sentence, str, str, list[Amount]]] = []
    for candidate in candidates[:_LOOKED_AT]:
        before = ""
        for sentence in candidate.sentences:
            found = figures_of(sentence.text)
            if found or not with_figures:
                chosen.append((sentence, candidate.passage.section, before, found))
            before = sentence.text
    chosen.sort(key=lambda one: -one[0].score)
    chosen = chosen[: most or (_MOST_WITH_FIGURES if with_figures else _MOST)]
    pairs: list[Pair] = [
        (heading, before, sentence.text, [(one.start, one.end) for one in found])
        for sentence, heading, before, found in chosen
    ]
    return [
        Read(
            sentence=sentence,
            relevance=relevance,
            figures=tuple(Figure(amount=amount, logit=logit) for amount, logit in zip(found, logits, strict=True)),
        )
        for (sentence, _, _, found), (relevance, logits) in zip(chosen, reader.scores(question, pairs), strict=True)
    ]
