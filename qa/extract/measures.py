"""What can be measured about an answer's best sentence: the features that refusal is decided by.

Knows sentences, concepts and candidates. Does not know thresholds (qa.extract.refusal).
"""

from __future__ import annotations

from statistics import fmean, median, pstdev
from typing import TYPE_CHECKING

from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate, Sentence

__all__ = ["measures"]

UNSAID = weights("measures")["unsaid"]  # the share of a concept below which it is not said


def measures(best: Sentence, candidates: Sequence[Candidate], found: Sequence[Concept]) -> dict[str, float]:
    """Of the best sentence: its overlap with the question and what of the question it lacks, all 0 to 1.

    `missing` is the weight of the weightiest concept that is neither in the sentence nor beside it, `lacking` that of
    the weightiest that is not in the sentence itself; `novel` that of the weightiest in no candidate at all.
    `absent` is the share of concepts that are not said there, whatever they weigh. `apart` is by how many standard
    deviations its similarity exceeds that of the sentences looked at, over 4: what sets it apart from the library's
    background for this question. `lead` is by how much its score exceeds that of the middle candidate.
    """
    total = sum(concept.weight for concept in found) or 1.0
    anywhere = [max((s.covered[n] for c in candidates for s in c.sentences), default=0.0) for n in range(len(found))]
    near = sorted((s.similarity for c in candidates for s in c.sentences), reverse=True)
    mean = fmean(near) if near else 0.0
    scores = [candidate.score for candidate in candidates]
    return {
        "apart": max(-1.0, min(2.0, (best.similarity - mean) / (4 * (pstdev(near) or 1.0)))) if near else 0.0,
        "lead": best.score - median(scores) if scores else 0.0,
        "overlap": best.features["overlap"],
        "around": sum(c.weight * share for c, share in zip(found, best.around, strict=True)) / total,
        "similarity": best.similarity,
        "missing": max((c.weight * (1 - share) for c, share in zip(found, best.around, strict=True)), default=0.0),
        "lacking": max((c.weight * (1 - share) for c, share in zip(found, best.covered, strict=True)), default=0.0),
        "novel": max((c.weight * (1 - share) for c, share in zip(found, anywhere, strict=True)), default=0.0),
        "absent": sum(share < UNSAID for share in best.around) / max(1, len(found)),
        "nearest": near[0] if near else 0.0,
    }
