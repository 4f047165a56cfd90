"""A passage's vector and its sentences' vectors from one pass: means over the passage's own token embeddings.

Knows tokens, batches and means; what runs the transformer is given. Does not know passages, nor what loads a model.
A sentence pooled within its passage has seen its neighbours and header, which ranked it better than embedding it apart
(docs/retrieval.md), at half the cost.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Span = tuple[int, int]
    Transformer = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]

__all__ = ["TokenModel", "embed_pooled"]

_BATCH_TOKENS = 840  # in a batch, padding counted: what the processor's cache holds the products of; measured


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenModel:
    """A `tokenizer` (tokenizers.Tokenizer that cuts and pads) and what runs the transformer on its tokens.

    `run` takes token ids and attention mask, int64[b, length], to token embeddings, float32[b, length, dim]. `batches`
    is how many batches are one call (1; more for a GPU), `threads` how many calls run side by side, `step` what the
    length of each is a multiple of, below the tokenizer's greatest.
    """

    tokenizer: Any
    run: Transformer
    batches: int = 1
    threads: int = 1
    step: int = 1

    def padded(self, length: int) -> int:
        """The length that a text of so many tokens is brought to."""
        greatest: int = self.tokenizer.truncation["max_length"]
        return max(length, min(-(-length // self.step) * self.step, greatest))


def embed_pooled(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    model: TokenModel,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> list[NDArray[np.float32]]:
    """For each text float32[1 + m, dim], unit rows: its own vector, then one for each of its m spans of characters.

    The row of a span that the model's greatest length cuts off is zero. `on_progress` hears how many texts are done.
    """
    encoded = model.tokenizer.encode_batch(list(texts))
    lengths = [sum(one.attention_mask) for one in encoded]
    padded = [model.padded(length) for length in lengths]
    found: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(texts)

    def work(batch: list[int]) -> int:
        ids = np.full((len(batch), padded[batch[0]]), model.tokenizer.padding["pad_id"], dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, at in enumerate(batch):
            ids[row, : lengths[at]] = encoded[at].ids[: lengths[at]]
            mask[row, : lengths[at]] = 1
        for at, tokens in zip(batch, model.run(ids, mask), strict=True):
            rows = _means(tokens[: lengths[at]], encoded[at].offsets[: lengths[at]], spans[at])
            rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
            found[at] = rows
        return len(batch)

    done = 0
    with _side_by_side(model.threads) as each:
        for count in each(work, _batches(padded, model.batches * _BATCH_TOKENS)):
            done += count
            if on_progress is not None:
                on_progress(done)
    return found


@contextmanager
def _side_by_side(threads: int) -> Iterator[Callable[..., Iterator[int]]]:
    """`map` in so many threads; whoever leaves in the middle waits for the calls under way, and for no others."""
    if threads == 1:
        yield map
        return
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="embed")
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Positions by length, the longest first, in batches of at most so many tokens with their padding."""
    order = sorted(range(len(lengths)), key=lambda at: -lengths[at])
    begin = 0
    while begin < len(order):
        end = begin + max(1, tokens // max(1, lengths[order[begin]]))
        yield order[begin:end]
        begin = end


def _means(tokens: NDArray[np.float32], offsets: Sequence[Span], spans: Sequence[Span]) -> NDArray[np.float32]:
    """float32[1 + m, dim]: the mean of all tokens, as sentence-transformers, and of those that each span touches.

    Sums, not a matrix product: numpy's own threads for that would hold up torch's.
    """
    rows = np.zeros((1 + len(spans), tokens.shape[1]), dtype=np.float32)
    tokens.mean(axis=0, out=rows[0])
    starts, ends = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
    for row, (start, end) in zip(rows[1:], spans, strict=True):
        inside = np.flatnonzero((starts < end) & (ends > start) & (ends > starts))  # special tokens are empty
        if len(inside):
            tokens[inside[0] : inside[-1] + 1].mean(axis=0, out=row)
    return rows
