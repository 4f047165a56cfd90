"""Finding passages: the lexical and the dense leg, narrowed to the reports selected, fused and re-ranked.

Knows the library's index and vectors and a plan. Does not know how a question is understood nor how an answer is made.
"""

from __future__ import annotations

import weakref
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.database import decoded
from qa.search.lexical import Lexicon, concepts, expression
from qa.search.rerank import WEIGHTS, ScoredPassage, rerank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from corpus.store import Store
    from qa.question import Plan, Selection
    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate

__all__ = ["Encoder", "Nearest", "lexicon_of", "retrieve"]

HEADER_BODY = (0.4, 1.0)  # BM25's weights for a passage's header and body
SCOPED = 100  # up to so many reports the search by words costs what they do, beyond, what the library does
CANDIDATES_PER_RETRIEVER = 60  # candidates taken from each leg
MOST_SCORED_EXACTLY = 12  # up to so many reports are scored passage by passage; beyond, by the vectors' signs first


class Encoder(Protocol):
    """What turns a question into a vector (ingest.embedding.encoder.QueryEncoder)."""

    @property
    def dimension(self) -> int:
        """Numbers a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The unit vectors of `texts`, one row each."""
        ...


class Nearest(Protocol):
    """The vector index (corpus.vectors.Vectors)."""

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The ids of the `k` nearest passages with their cosine similarity."""
        ...


_lexicons: weakref.WeakKeyDictionary[Store, Lexicon] = weakref.WeakKeyDictionary()


def lexicon_of(store: Store) -> Lexicon:
    """The word counts of an open library, made at its first question and kept while it is open."""
    if store not in _lexicons:
        _lexicons[store] = Lexicon(store)
    return _lexicons[store]


def retrieve(
    plan: Plan,
    *,
    store: Store,
    vectors: Nearest | None,
    encoder: Encoder | None,
    reports: Selection,
    reranker: str | None = None,
    limit: int = 40,
    weights: Mapping[str, float] = WEIGHTS,
) -> list[Candidate]:
    """The passages that may answer, best first, at most `limit`; none where no report is selected.

    Without an encoder the dense leg and similarities are left out. `reranker` names a sentence-transformers
    CrossEncoder that has the last word; raises ModelError where it cannot be loaded.
    """
    if not reports.reports:
        return []
    found = concepts(plan, lexicon_of(store))
    by_number = {report.number: report for report in reports.reports}
    whole = len(by_number) == store.rows("SELECT COUNT(*) AS n FROM reports")[0]["n"]
    narrowed = None if whole else list(by_number)
    vector = encoder.embed([plan.question])[0] if encoder is not None else None
    lexical = lexical_leg(store, found, narrowed)
    dense = dense_leg(store, vectors, vector, narrowed)
    numbers = list(dict.fromkeys([*lexical, *dense]))
    passages = store.passages(numbers)
    stored = {} if encoder is None else store.vectors(numbers, dimension=encoder.dimension)
    low, high = _scale(lexical), _scale(dense)
    candidates = rerank(
        plan,
        [
            ScoredPassage(
                passage=passage,
                report=by_number[passage.report],
                lexical=_scaled(lexical.get(number), low),
                dense=_scaled(dense.get(number), high),
                vectors=stored[number][1] if number in stored else None,
            )
            for number, passage in passages.items()
            if passage.report in by_number
        ],
        concepts=found,
        vector=vector,
        preferred=frozenset(report.number for report in reports.preferred),
        weights=weights,
    )
    candidates = shared_out(candidates, plan.authorities, limit)
    if reranker is not None:
        from qa.search.crossencoder import cross_rank

        candidates = cross_rank(plan.question, candidates, model=reranker)
    return candidates


def shared_out(candidates: list[Candidate], authorities: Sequence[str], limit: int) -> list[Candidate]:
    """The first `limit`, of which each authority of a comparison has an even share; their order stays."""
    if len(authorities) < 2 or len(candidates) <= limit:
        return candidates[:limit]
    share = max(1, limit // len(authorities))
    kept: dict[int, Candidate] = {}
    for name in authorities:
        own = [candidate for candidate in candidates if candidate.report.authority == name]
        kept.update((candidate.passage.number, candidate) for candidate in own[:share])
    return [candidate for candidate in candidates if candidate.passage.number in kept][:limit]


def lexical_leg(
    store: Store, found: Sequence[Concept], narrowed: Sequence[int] | None, *, synonyms: bool = True
) -> dict[int, float]:
    """BM25 scores by passage: the best of the question's own words, then the best with its synonyms."""
    scores: dict[int, float] = {}
    few = narrowed is not None and len(narrowed) <= SCOPED
    write = partial(expression, found, lexicon_of(store), narrowed=few)
    for wanted in dict.fromkeys([write(synonyms=False), write(synonyms=synonyms)]):
        if wanted:
            for number, score in store.match(
                wanted, reports=narrowed, limit=CANDIDATES_PER_RETRIEVER, weights=HEADER_BODY
            ):
                scores[number] = max(score, scores.get(number, 0.0))
    return scores


def dense_leg(
    store: Store,
    vectors: Nearest | None,
    vector: NDArray[np.float32] | None,
    narrowed: Sequence[int] | None,
) -> dict[int, float]:
    """Cosine similarities by passage: exact over a few reports, sieved over many, by the vector index over all."""
    if vector is None:
        return {}
    if narrowed is not None and len(narrowed) <= MOST_SCORED_EXACTLY:
        marks = ",".join("?" * len(narrowed))
        rows = store.rows(
            "SELECT v.passage, v.vector FROM passages p JOIN vectors v ON v.passage = p.number"
            f" WHERE p.report IN ({marks})",
            narrowed,
        )
        if not rows:
            return {}
        with decoded(store.database.path):
            matrix = np.frombuffer(b"".join(row["vector"] for row in rows), dtype="<f2").reshape(len(rows), -1)
            similar = matrix.astype(np.float32) @ vector
        best = np.argsort(-similar)[:CANDIDATES_PER_RETRIEVER]
        return {int(rows[at]["passage"]): float(similar[at]) for at in best}
    if narrowed is not None:
        return dict(store.nearest(vector, CANDIDATES_PER_RETRIEVER, reports=narrowed))
    if vectors is None:
        return {}
    near = vectors.query(vector, CANDIDATES_PER_RETRIEVER)
    numbers = store.numbers_of([uid for uid, _ in near])
    return {numbers[uid]: similarity for uid, similarity in near if uid in numbers}


def _scale(scores: Mapping[int, float]) -> tuple[float, float]:
    return (min(scores.values()), max(scores.values())) if scores else (0.0, 0.0)


def _scaled(score: float | None, scale: tuple[float, float]) -> float:
    low, high = scale
    if score is None:
        return 0.0
    return 1.0 if high == low else (score - low) / (high - low)
