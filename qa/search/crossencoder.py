"""Re-ranking by a sentence-transformers CrossEncoder, where the settings name one.

Knows how to load it offline and how to put candidates in its order. Does not know how candidates were found.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.search.rerank import Candidate

__all__ = ["cross_rank"]

_LOADING = Lock()  # a model is read once, whichever thread needs it first
DEPTH = 20  # candidates it reads: what lies deeper keeps its place behind them


def cross_rank(question: str, candidates: Sequence[Candidate], *, model: str) -> list[Candidate]:
    """The candidates with the first ones in the model's order, their scores shifted so that order and score agree.

    Raises ModelError where the model is not on this machine or cannot be loaded.
    """
    head, tail = list(candidates[:DEPTH]), list(candidates[DEPTH:])
    if not head:
        return []
    with _LOADING:
        encoder = _loaded(model)
    given = encoder.predict([(question, f"{c.passage.header}\n{c.passage.text}") for c in head])
    order = sorted(zip(map(float, given), range(len(head)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    # The scores stay those of the re-ranker, handed out again in the new order: refusal was calibrated on them.
    scores = sorted((candidate.score for candidate in head), reverse=True)
    return [replace(head[at], score=score) for (_, at), score in zip(order, scores, strict=True)] + tail


@lru_cache(maxsize=1)
def _loaded(model: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(model, local_files_only=True, trust_remote_code=False)
    except (ImportError, OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(
            f"The re-ranker {model} cannot be loaded: {error}. Name the folder of a sentence-transformers CrossEncoder "
            "that lies on this machine, or leave the setting reranker empty: none is needed."
        ) from error
