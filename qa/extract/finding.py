"""Findings: the two to five sentences that say it, in the report's order, without repeating each other.

Knows ranked sentences and concepts. Does not know how they were found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.extract.measures import measures
from qa.extract.model import Extraction, label
from qa.extract.sentences import alike, claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Store
    from qa.lexical import Concept
    from qa.question import Plan
    from qa.rerank import Candidate, Sentence

__all__ = ["finding"]

MOST = 5
SHORT = 25  # characters below which a sentence says nothing by itself
GAP = 8  # characters between neighbours
NEIGHBOUR = 0.2  # what standing beside a sentence that is shown is worth
POINTING = 0.55  # the same, where the second of the two begins by pointing back to the first
REPEAT = 0.7  # above this share of common words a sentence repeats another
BELOW = 0.75  # how far below the best a sentence may score and still be shown

_POINTS_BACK = re.compile(
    r"^\W*(?:\d{1,3}\.\s*)?(?:this|these|those|that|such|as\s+a\s+(?:result|consequence)|consequently|therefore|thus|it|they|he|she|however"
    r"|also|in\s+addition|furthermore|moreover|for\s+(?:example|instance)|nevertheless|because\s+of\s+this)\b",
    re.IGNORECASE,
)


def finding(
    plan: Plan, candidates: Sequence[Candidate], found: Sequence[Concept], store: Store
) -> Extraction | None:
    """The sentences that answer, from the report of the best; None where there are no sentences."""
    del plan
    best = max((c.best for c in candidates), key=lambda s: s.score, default=None)
    if best is None:
        return None
    chosen = _chosen(best, candidates)
    claims = tuple(claim(sentence, store) for sentence in chosen)
    report = next(c.report for c in candidates if c.report.number == best.report)
    return Extraction(
        answer=f"{label(report)}: " + " ".join(f"“{said.text}”" for said in claims),
        claims=claims,
        features=measures(best, candidates, found),
    )


def _chosen(best: Sentence, candidates: Sequence[Candidate]) -> list[Sentence]:
    pool = {
        (sentence.start, sentence.end): sentence
        for candidate in candidates
        if candidate.report.number == best.report
        for sentence in candidate.sentences
        if len(sentence.text) >= SHORT or sentence is best
    }
    in_order = [pool[place] for place in sorted(pool)]
    kept = [best]
    worth = {sentence.start: sentence.score for sentence in in_order}
    while len(kept) < MOST:
        offered = [
            (worth[sentence.start] + _beside(sentence, kept), sentence)
            for sentence in in_order
            if sentence not in kept and all(alike(sentence.text, other.text) < REPEAT for other in kept)
        ]
        score, sentence = max(offered, key=lambda pair: pair[0], default=(0.0, best))
        if sentence is best or score < best.score - BELOW:
            break
        kept.append(sentence)
    return sorted(kept, key=lambda sentence: sentence.start)


def _beside(sentence: Sentence, kept: Sequence[Sentence]) -> float:
    """What a sentence gains by standing next to one that is shown, most where one of the two points to the other."""
    gained = 0.0
    for other in kept:
        if 0 <= sentence.start - other.end < GAP:
            gained = max(gained, POINTING if _POINTS_BACK.match(sentence.text) else NEIGHBOUR)
        elif 0 <= other.start - sentence.end < GAP:
            gained = max(gained, POINTING if _POINTS_BACK.match(other.text) else NEIGHBOUR)
    return gained
