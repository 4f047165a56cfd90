"""Findings: the two to five sentences that say it, in the report's order, without repeating each other.

Knows ranked sentences and concepts. Does not know how they were found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
NEIGHBOUR = 0.25  # what standing beside the best sentence is worth
REPEAT = 0.7  # above this share of common words a sentence repeats another
BELOW = 0.75  # how far below the best a sentence may score and still be shown


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
    missing = [c.weight * (1 - share) for c, share in zip(found, best.covered, strict=True)]
    return Extraction(
        answer=f"{label(report)}: " + " ".join(f"“{said.text}”" for said in claims),
        claims=claims,
        features={
            "overlap": best.features["overlap"],
            "context": best.features["context"],
            "similarity": best.similarity,
            "missing": max(missing, default=0.0),
            "preferred": next(c.features["preferred"] for c in candidates if best in c.sentences),
        },
    )


def _chosen(best: Sentence, candidates: Sequence[Candidate]) -> list[Sentence]:
    pool: list[tuple[float, Sentence]] = []
    for candidate in candidates:
        if candidate.report.number != best.report:
            continue
        for sentence in candidate.sentences:
            beside = 0 <= sentence.start - best.end < 400 or 0 <= best.start - sentence.end < 400
            pool.append((sentence.score + (NEIGHBOUR if beside else 0.0), sentence))
    pool.sort(key=lambda pair: -pair[0])
    kept: list[Sentence] = [best]
    for score, sentence in pool:
        if len(kept) == MOST or score < best.score - BELOW:
            break
        if len(sentence.text) < 25 or sentence is best:
            continue
        if all(alike(sentence.text, other.text) < REPEAT for other in kept):
            kept.append(sentence)
    return sorted(kept, key=lambda sentence: sentence.start)
