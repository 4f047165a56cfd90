"""Vectors that need not be made again: of texts embedded before in this run, or found in the library.

Knows texts and their vectors. Does not embed, and does not know which report comes next.
"""

from __future__ import annotations

import hashlib
import json
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
    """The vectors of an earlier reading, by text: what is the same in the new one is not embedded again.

    Empty where the report has gone meanwhile; vectors of another length than the library's are left out.
    """
    dimension = int(store.setting("embedding_dimension") or 0)
    found: dict[str, NDArray[np.float16]] = {}
    for row in store.rows(
        "SELECT r.text, p.header, p.body, p.sentences, v.vector, v.sentences AS vectors FROM passages p"
        " JOIN reports r ON r.number = p.report JOIN vectors v ON v.passage = p.number WHERE p.report = ?",
        (report,),
    ):
        spans = json.loads(row["sentences"])
        if len(row["vector"]) != 2 * dimension or len(row["vectors"]) != 2 * dimension * len(spans):
            continue
        found[embedded_text(row["header"], row["body"])] = np.frombuffer(row["vector"], dtype="<f2")
        rows = np.frombuffer(row["vectors"], dtype="<f2").reshape(-1, dimension)
        found |= {sentence_text(row["text"][s:e]): vector for (s, e), vector in zip(spans, rows, strict=True)}
    return found


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
