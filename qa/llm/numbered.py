"""What a model is shown: the sentences that were found, those first that are likeliest to answer.

Knows passages and sentences as they were found, and how well the reader thinks that each answers. Does not know how
they are put to a model, nor what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.extract.finding import FOUND
from qa.extract.model import shown
from qa.reader import read
from qa.reader.read import figures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.question import Plan
    from qa.reader import Read, Reader
    from qa.search.rerank import Candidate, Sentence

__all__ = ["ranked"]

_READ = 96  # sentences that the reader reads for a model: some ten milliseconds each, where a model takes seconds
_MOST = 60  # sentences numbered; how many are shown is a matter of tokens
_SHORT = 25  # characters below which a sentence says nothing by itself


def ranked(plan: Plan, candidates: Sequence[Candidate], reader: Reader, *, figure: bool) -> list[Sentence]:
    """The sentences of the candidates, the likeliest to answer first, none twice; with `figure` those that hold one,
    then the others: a question for a figure may be for more than it.
    """
    reading = read(plan.placeless, candidates, reader, with_figures=figure, most=_READ)
    likely = sorted(reading, key=lambda one: -(_answers(one, figure) + FOUND * one.sentence.score))
    rest = sorted((s for c in candidates for s in c.sentences), key=lambda one: -one.score)
    if figure:
        rest.sort(key=lambda one: not figures_of(one.text))
    kept: dict[str, Sentence] = {}
    for sentence in [*(one.sentence for one in likely), *rest]:
        said = shown(sentence.text)
        if len(said) >= _SHORT:
            kept.setdefault(said, sentence)
    return list(kept.values())[:_MOST]


def _answers(one: Read, figure: bool) -> float:
    """The logit that a sentence answers, or that its likeliest figure does."""
    return max((each.logit for each in one.figures), default=one.relevance) if figure else one.relevance
