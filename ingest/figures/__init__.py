"""The figures of a report's prose as records: value, unit, what is counted, of how many, when, whose.

Knows sentences with figures, one after another: "of these" and "compared with" point back. A parse by rules, of the
words that end a noun phrase and part clauses; no model. Does NOT know the standard statistics (ingest.statistics), nor
questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.figures.sentence import Before, read_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.model import Document, Figure, Passage

__all__ = ["figures"]


def figures(document: Document, passages: Iterable[Passage]) -> list[Figure]:
    """The figures of the passages' sentences, in the order of the text."""
    found: list[Figure] = []
    before = Before()
    seen: set[tuple[int, int]] = set()
    for passage in passages:
        for start, end in passage.sentences:
            if (start, end) not in seen:
                seen.add((start, end))
                made, before = read_sentence(document.text[start:end], start, before)
                found += made
    return found
