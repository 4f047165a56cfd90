"""Re-ranking: each sentence of the candidates measured against the question, and the passages by their best sentences.

Knows concepts, vectors, amounts and dates as numbers to add up. Does not know how candidates were found, nor how an
answer is made of them. The weights were measured (docs/retrieval.md, benchmarks/retrieval_steps.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.plan.expected import asks_front, asks_weakness, expected_answer_type, is_improvement_heading
from qa.search.lexical import coverage
from qa.search.signals import dated, is_row, kind_fit, recency_of, stemmed
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.model import Report
    from corpus.store import IndexedPassage
    from qa.question import Plan
    from qa.search.lexical import Concept

__all__ = ["WEIGHTS", "Candidate", "Sentence", "rerank", "similar_by_words"]

WEIGHTS: dict[str, float] = dict(weights("rerank"))

ASKS_ROWS = frozenset({"person", "grade"})  # what the tables of a report answer
FAR = weights("sentence")["far"]  # similarity below which a sentence that shares no word is not looked into
_UNEMBEDDED = weights("unembedded")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of a candidate, measured: `covered` is each concept's share in it, `around` in it, its
    neighbours and its headings; `features` what was added up."""

    report: int
    page: int
    start: int
    end: int
    text: str
    score: float
    similarity: float
    covered: tuple[float, ...]
    around: tuple[float, ...]
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A passage that was found, with its report, its score (higher is better) and its sentences in reading order."""

    passage: IndexedPassage
    report: Report
    score: float
    features: Mapping[str, float]
    sentences: tuple[Sentence, ...]

    @property
    def best(self) -> Sentence:
        """The sentence that ranks it."""
        return max(self.sentences, key=lambda sentence: sentence.score)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredPassage:
    """A passage before re-ranking, with the normalised scores of both legs (0 to 1) and its sentences' vectors."""

    passage: IndexedPassage
    report: Report
    lexical: float
    dense: float
    vectors: NDArray[np.float32] | None


def rerank(
    plan: Plan,
    found: Sequence[ScoredPassage],
    *,
    concepts: Sequence[Concept],
    vector: NDArray[np.float32] | None,
    preferred: frozenset[int],
    weights: Mapping[str, float] = WEIGHTS,
) -> list[Candidate]:
    """The candidates, best first; `vector` is the question's, `preferred` the reports that fit its time best."""
    total = sum(concept.weight for concept in concepts) or 1.0
    shares = [concept.weight / total for concept in concepts]
    kind: str = "reason" if plan.asks_why else expected_answer_type(plan)
    if kind == "text" and asks_weakness(plan.question):
        kind = "weakness"
    rows = kind in ASKS_ROWS or asks_front(plan.question)
    recency = recency_of(plan, {one.report.number: one.report for one in found})
    ranked = [
        _candidate(
            plan,
            one,
            kind=kind,
            rows=rows,
            concepts=concepts,
            shares=shares,
            vector=vector,
            preferred=preferred,
            recency=recency,
            weights=weights,
        )
        for one in found
        if one.passage.sentences
    ]
    ranked.sort(key=lambda candidate: (-candidate.score, candidate.passage.number))
    return ranked


def _candidate(
    plan: Plan,
    found: ScoredPassage,
    *,
    kind: str,
    rows: bool,
    concepts: Sequence[Concept],
    shares: list[float],
    vector: NDArray[np.float32] | None,
    preferred: frozenset[int],
    recency: Mapping[int, float],
    weights: Mapping[str, float],
) -> Candidate:
    passage = found.passage
    texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
    covered = [coverage(concepts, *stemmed(text)) for text in texts]
    headed = coverage(concepts, *stemmed(f"{passage.section}. {passage.header}"))
    shared = [_dot(shares, one) for one in covered]
    similarities = _similarities(found.vectors, vector, shared)
    features = {
        "lexical": found.lexical,
        "dense": found.dense if found.vectors is not None or vector is None else _UNEMBEDDED["dense"],
        "preferred": 1.0 if not preferred or passage.report in preferred else 0.0,
        "section": _dot(shares, headed),
        "front": 1.0 / passage.page,
        "recent": recency.get(passage.report, 0.0),
        "listed": float(plan.kind == "list" and is_improvement_heading(passage.section)),
    }
    base = sum(weights[name] * value for name, value in features.items())
    sentences = []
    for n, (start, end) in enumerate(passage.sentences):
        around = (
            [max(values) for values in zip(*(covered[max(0, n - 1) : n + 2]), headed, strict=True)] if shares else []
        )
        near = shared[n]
        measures = {
            "overlap": near,
            "context": _dot(shares, around),
            "similarity": similarities[n],
            "kind": kind_fit(kind, texts[n]) if near or similarities[n] > FAR else 0.0,
            "dated": dated(plan, texts[n]),
            "row": float(not rows and is_row(texts[n])),
        }
        score = base + sum(weights[name] * value for name, value in measures.items())
        sentences.append(
            Sentence(
                report=passage.report,
                page=passage.page,
                start=start,
                end=end,
                text=texts[n],
                score=score,
                similarity=similarities[n],
                covered=tuple(covered[n]),
                around=tuple(around),
                features=measures,
            )
        )
    return Candidate(
        passage=passage,
        report=found.report,
        score=max(sentence.score for sentence in sentences),
        features=features,
        sentences=tuple(sentences),
    )


def similar_by_words(shared: float) -> float:
    """What a sentence's similarity to a question is likely to be, of whose words it holds that share, 0 to 1."""
    return _UNEMBEDDED["similar"] + _UNEMBEDDED["words"] * shared


def _similarities(
    vectors: NDArray[np.float32] | None, vector: NDArray[np.float32] | None, shared: Sequence[float]
) -> list[float]:
    """Each sentence's similarity; a passage without vectors is taken by its words."""
    if vector is None:
        return [0.0] * len(shared)
    if vectors is None or len(vectors) != len(shared):
        return [similar_by_words(share) for share in shared]
    return [float(value) for value in vectors @ vector]


def _dot(shares: Sequence[float], values: Sequence[float]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=False))
