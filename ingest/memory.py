"""Vectors that need not be made again: of texts embedded before in this run, or found in the library.

Knows texts and their vectors. Does not embed, and does not know which report comes next.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from ingest.prepare import embedded_text, sentence_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from corpus.store import Store

__all__ = ["Memory", "stored"]

_REMEMBERED = 100_000  # texts whose vectors are kept during a run, some 100 MB


class Memory:
    """float16[dim] by a hash of the text; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[bytes, NDArray[np.float16]] = OrderedDict()

    def add(self, vectors: dict[str, NDArray[np.float16]]) -> None:
        for text, vector in vectors.items():
            self._vectors[_key(text)] = vector
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)

    def find(self, texts: Iterable[str]) -> dict[str, NDArray[np.float16]]:
        return {text: vector for text in texts if (vector := self._vectors.get(_key(text))) is not None}


def stored(store: Store, report: int) -> dict[str, NDArray[np.float16]]:
    """The vectors of an earlier reading, by text: what is the same in the new one is not embedded again."""
    dimension = int(store.setting("embedding_dimension") or 0)
    text = store.text(report)
    found: dict[str, NDArray[np.float16]] = {}
    for passage in store.passages_of(report):
        (row,) = store.rows("SELECT vector, sentences FROM vectors WHERE passage = ?", (passage.number,))
        found[embedded_text(passage.header, passage.text)] = np.frombuffer(row["vector"], dtype="<f2")
        rows = np.frombuffer(row["sentences"], dtype="<f2").reshape(-1, dimension)
        for (start, end), vector in zip(passage.sentences, rows, strict=True):
            found[sentence_text(text[start:end])] = vector
    return found


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
