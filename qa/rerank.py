"""Re-ranking: each sentence of the candidates measured against the question, and the passages by their best sentences.

Knows concepts, vectors, amounts and dates as numbers to add up. Does not know how candidates were found, nor how an
answer is made of them. The weights were measured (docs/retrieval.md, benchmarks/retrieval_steps.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from qa.amounts import amounts
from qa.dates import Mention, mentions
from qa.lexical import coverage
from qa.wanted import is_improvement_heading, wanted
from qa.words import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.model import Report
    from corpus.store import IndexedPassage
    from qa.lexical import Concept
    from qa.question import Period, Plan

__all__ = ["WEIGHTS", "Candidate", "Sentence", "rerank"]

WEIGHTS: dict[str, float] = {
    # of a sentence
    "overlap": 0.85,
    "context": 0.27,
    "similarity": 0.9,
    "kind": 0.42,
    "dated": 0.22,
    # of its passage and report
    "lexical": 0.28,
    "dense": 0.28,
    "preferred": 0.5,
    "section": 0.05,
    "front": 0.25,
    "listed": 1.5,
    "recent": 0.3,
}


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
class Found:
    """A passage before re-ranking, with the normalised scores of both legs (0 to 1) and its sentences' vectors."""

    passage: IndexedPassage
    report: Report
    lexical: float
    dense: float
    vectors: NDArray[np.float32] | None


def rerank(
    plan: Plan,
    found: Sequence[Found],
    *,
    concepts: Sequence[Concept],
    vector: NDArray[np.float32] | None,
    preferred: frozenset[int],
    weights: Mapping[str, float] = WEIGHTS,
) -> list[Candidate]:
    """The candidates, best first; `vector` is the question's, `preferred` the reports that fit its time best."""
    total = sum(concept.weight for concept in concepts) or 1.0
    shares = [concept.weight / total for concept in concepts]
    kind = "reason" if plan.asks_why else wanted(plan)
    recency = _recency(plan, {one.report.number: one.report for one in found})
    ranked = [
        _candidate(plan, kind, one, concepts, shares, vector, preferred, recency, weights)
        for one in found
        if one.passage.sentences
    ]
    ranked.sort(key=lambda candidate: (-candidate.score, candidate.passage.number))
    return ranked


_NOW = re.compile(r"\b(?:do|does|is|are|has|have|'s|’s)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:did|was|were|had|been)\b", re.IGNORECASE)


def _recency(plan: Plan, reports: Mapping[int, Report]) -> dict[int, float]:
    """How late a report is among those found, 0 to 1; half of that where the question speaks of the past, 0 if dated."""
    if plan.periods or plan.which is not None or len(reports) < 2:
        return {}
    order = sorted(reports, key=lambda number: str(reports[number].dated))
    worth = 1.0 if _NOW.search(plan.question) and not _THEN.search(plan.question) else 0.3
    return {number: worth * place / (len(order) - 1) for place, number in enumerate(order)}


def _candidate(
    plan: Plan,
    kind: str,
    found: Found,
    concepts: Sequence[Concept],
    shares: list[float],
    vector: NDArray[np.float32] | None,
    preferred: frozenset[int],
    recency: Mapping[int, float],
    weights: Mapping[str, float],
) -> Candidate:
    passage = found.passage
    texts = [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
    covered = [coverage(concepts, *_stemmed(text)) for text in texts]
    headed = coverage(concepts, *_stemmed(f"{passage.section}. {passage.header}"))
    similarities = _similarities(found.vectors, vector, len(texts))
    features = {
        "lexical": found.lexical,
        "dense": found.dense,
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
        measures = {
            "overlap": _dot(shares, covered[n]),
            "context": _dot(shares, around),
            "similarity": similarities[n],
            "kind": _kind(kind, texts[n]),
            "dated": _dated(plan, texts[n]),
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


_NAME = re.compile(r"\b[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?\s+(?:[A-Z]\.?\s+)?(?:Mc|Mac|O['’])?[A-Z][a-z]+")
_REASON = re.compile(
    r"\b(?:because|due\s+to|as\s+a\s+result|resulted\s+in|resulting|result\s+of|therefore|leads?\s+to|led\s+to|means\s+that"
    r"|meant\s+that|has\s+meant|reasons?|caused?|owing|consequently|so\s+that|impact|contribut\w+)\b",
    re.IGNORECASE,
)


# What does not depend on the question is kept, since passages come up again and again.


@lru_cache(maxsize=32_768)
def _stemmed(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    stemmed = stems(text)
    return stemmed, frozenset(stemmed)


@lru_cache(maxsize=32_768)
def _kinds(text: str) -> frozenset[str]:
    return frozenset(amount.kind for amount in amounts(text))


@lru_cache(maxsize=32_768)
def _mentions(text: str) -> tuple[Mention, ...]:
    return mentions(text) if any(digit.isdigit() for digit in text) else ()


_FITTING: dict[str, tuple[tuple[frozenset[str], float], ...]] = {
    "number": (
        (frozenset({"count"}), 1.0),
        (frozenset({"none", "fraction"}), 0.8),
        (frozenset({"percentage", "rate", "duration"}), 0.4),
    ),
    "percentage": ((frozenset({"percentage"}), 1.0), (frozenset({"fraction"}), 0.8), (frozenset({"count"}), 0.2)),
    "rate": ((frozenset({"rate", "percentage"}), 1.0), (frozenset({"fraction"}), 0.5), (frozenset({"count"}), 0.2)),
    "money": ((frozenset({"money"}), 1.0),),
    "duration": ((frozenset({"duration"}), 1.0),),
}


def _kind(kind: str, text: str) -> float:
    """Whether the sentence holds the kind of thing asked for, 0 to 1."""
    if kind == "date":
        return min(1.0, max((mention.fineness / 2 for mention in _mentions(text)), default=0.0))
    if kind == "person":
        return float(_NAME.search(text) is not None)
    if kind == "reason":
        return float(_REASON.search(text) is not None)
    fitting = _FITTING.get(kind)
    if fitting is None:
        return 0.0
    kinds = _kinds(text)
    return next((worth for some, worth in fitting if some & kinds), 0.0)


def _dated(plan: Plan, text: str) -> float:
    """How well the times that the sentence speaks of fit those asked for, -0.3 to 1."""
    times = _mentions(text) if plan.periods else ()
    if not times:
        return 0.0
    fits = [(time.fits(period.start, period.end), telling(period)) for period in plan.periods for time in times]
    best = max(fit * told for fit, told in fits)
    return best if best > 0 else -0.3 * max(told for _, told in fits)


def telling(period: Period) -> float:
    """How much a date in a sentence tells where the period, as it was named, has already chosen the report, 0 to 1."""
    if period.of == "as_of" or (period.of == "any" and period.precision in ("day", "month", "season")):
        return 1.0
    return 0.4 if period.of == "any" else 0.15


def _similarities(vectors: NDArray[np.float32] | None, vector: NDArray[np.float32] | None, count: int) -> list[float]:
    if vectors is None or vector is None or len(vectors) != count:
        return [0.0] * count
    return [float(value) for value in vectors @ vector]


def _dot(shares: Sequence[float], values: Sequence[float]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=False))
