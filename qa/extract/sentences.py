"""Sentences whole: the part beyond a page's end, the mark before it, and the choice of a few that say different things.

Knows sentences, their places and their vectors' likeness by words. Does not know what was asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.claim import Claim
from qa.extract.model import shown
from qa.language.words import STOP, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import IndexedPassage, Store
    from qa.claim import Span
    from qa.search.rerank import Candidate, Sentence

__all__ = ["alike", "claim", "report_of", "spread"]

_ENDED = re.compile(r"[.!?:;…][)\]'’”\"\d]*$")
_MARK = re.compile(r"^(?:[\s•▪■●◼◆\-–\uf000-\uf8ff]|\d{1,3}[.)]\s)+")


def claim(sentence: Sentence, store: Store) -> Claim:
    """The sentence as a claim: trimmed of its bullet, with its continuation where a page's end cuts it."""
    spans = [_trimmed(sentence.report, sentence.start, sentence.end, sentence.text)]
    texts = [sentence.text]
    if not _ENDED.search(sentence.text.strip()):
        after = _beyond(sentence, store, step=1)
        if after is not None and after[1][:1].islower():
            spans.append(after[0])
            texts.append(after[1])
    if shown(sentence.text)[:1].islower():
        before = _beyond(sentence, store, step=-1)
        if before is not None and not _ENDED.search(before[1].strip()):
            spans.insert(0, before[0])
            texts.insert(0, before[1])
    return Claim(text=" ".join(shown(text) for text in texts), spans=tuple(spans))


def report_of(sentence: Sentence, candidates: Sequence[Candidate]) -> Report:
    """The report that a sentence of one of the candidates stands in."""
    return next(one.report for one in candidates if one.report.number == sentence.report)


def _trimmed(report: int, start: int, end: int, text: str) -> Span:
    mark = _MARK.match(text)
    skip = mark.end() if mark and mark.end() < len(text) else 0
    return report, start + skip, end - (len(text) - len(text.rstrip()))


def _beyond(sentence: Sentence, store: Store, *, step: int) -> tuple[Span, str] | None:
    """The first sentence of the next page's passages, or the last of the page before; only at the page's edge."""
    here = store.passages_of(sentence.report, page=sentence.page)
    edge = here[-1].sentences[-1] if step > 0 else here[0].sentences[0]
    if edge != (sentence.start, sentence.end):
        return None
    there = store.passages_of(sentence.report, page=sentence.page + step)
    if not there:
        return None
    passage: IndexedPassage = there[0] if step > 0 else there[-1]
    start, end = passage.sentences[0] if step > 0 else passage.sentences[-1]
    text = passage.text[start - passage.start : end - passage.start]
    return _trimmed(sentence.report, start, end, text), text


def alike(one: str, other: str) -> float:
    """The share of the shorter text's telling words that stand in the other, 0 to 1."""
    a, b = (frozenset(word for word in stems(text) if word not in STOP) for text in (one, other))
    return len(a & b) / max(1, min(len(a), len(b)))


def spread(ranked: Sequence[Sentence], *, most: int, repeat: float = 0.7) -> list[Sentence]:
    """The first `most` of `ranked` that do not repeat one another."""
    kept: list[Sentence] = []
    for sentence in ranked:
        if len(kept) == most:
            break
        if all(alike(sentence.text, other.text) < repeat for other in kept):
            kept.append(sentence)
    return kept
