"""Of each report the sentence that comes nearest to a theme, by meaning and by words, all sentences looked at.

Knows the store's vectors and concepts. Does not know whether the sentence says what was asked (qa.themes.theme).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.search.lexical import coverage
from qa.search.rerank import similar_by_words
from qa.search.signals import is_row, stemmed
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.model import Report
    from corpus.store import IndexedPassage, Store
    from qa.search.lexical import Concept
    from qa.search.retrieve import Encoder

__all__ = ["Spoken", "gather"]

WORDS = weights("gather")["words"]  # what it is worth that a sentence holds the theme's words, beside its meaning
NEAREST = 12  # sentences of a report whose words are looked at
SHORTEST = 25  # characters below which a sentence says nothing by itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """A report and a sentence of it: its text, span, page, heading, the sentence before it, and how near it comes."""

    report: Report
    text: str
    start: int
    end: int
    page: int
    heading: str
    before: str
    near: float


def gather(
    theme: str, found: Sequence[Concept], reports: Sequence[Report], *, store: Store, encoder: Encoder, each: int
) -> list[Spoken]:
    """The `each` nearest sentences of every report, nearest first; `found` are the theme's concepts.

    Passages without vectors are looked through by words alone.
    """
    vector = encoder.embed([theme])[0]
    chosen: list[Spoken] = []
    for report in reports:
        chosen += sorted(_of_report(report, vector, found, store), key=lambda one: -one.near)[:each]
    return sorted(chosen, key=lambda one: -one.near)


def _of_report(report: Report, vector: NDArray[np.float32], found: Sequence[Concept], store: Store) -> Iterator[Spoken]:
    passages = store.passages_of(report.number)
    held = store.vectors([one.number for one in passages], dimension=len(vector))
    total = sum(one.weight for one in found) or 1.0

    def said(text: str) -> float:
        return sum(c.weight * share for c, share in zip(found, coverage(found, *stemmed(text)), strict=True)) / total

    places: list[tuple[IndexedPassage, int]] = []
    similar: list[float] = []
    for passage in passages:
        count = len(passage.sentences)
        own = held.get(passage.number)
        places += [(passage, n) for n in range(count)]
        if own is None:
            similar += [similar_by_words(said(_cut(passage, n))) for n in range(count)]
        elif len(own[1]) == count:
            similar += (own[1] @ vector).tolist()
        else:  # a damaged library: `inspectqa check` says so
            return
    for place in np.argsort(-np.array(similar))[:NEAREST]:
        passage, n = places[place]
        text = _cut(passage, n)
        if len(text) < SHORTEST or is_row(text):
            continue
        start, end = passage.sentences[n]
        yield Spoken(
            report=report,
            text=text,
            start=start,
            end=end,
            page=passage.page,
            heading=passage.section,
            before=_cut(passage, n - 1) if n else "",
            near=similar[place] + WORDS * said(text),
        )


def _cut(passage: IndexedPassage, n: int) -> str:
    start, end = passage.sentences[n]
    return passage.text[start - passage.start : end - passage.start]
