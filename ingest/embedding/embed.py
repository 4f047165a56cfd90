"""Texts in, unit vectors out: the embedding model on the side of the ingest.

Knows the two ways, ONNX Runtime and torch where this machine is quicker by it, each in as many threads as there are
cores to have and each text on one of them. Does not know what a passage is, nor where the vectors go.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ingest.embedding.choose import quicker_by_torch
from ingest.embedding.export import export, export_packaged
from ingest.embedding.onnx import OnnxModel, cores, exported, exported_dimension, exported_model
from ingest.embedding.pooled import TokenModel, embed_pooled
from ingest.embedding.weights import Weights, find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ingest.embedding.pooled import Span

__all__ = ["Embedder"]

Way = Literal["onnx", "torch"]

_SLICE = 256  # texts between two reports of progress, and between two chances to stop
_MUCH = 500_000  # characters from which on it may pay to load torch: a few reports


class Embedder:
    """Embeds texts with the model named (None: the packaged MiniLM).

    `name`, `dimension` and `weights_hash` identify the vectors. `way` is how passages are embedded (None: by
    ONNX Runtime, unless `expect` finds torch quicker). Raises ModelError when the
    model is not on this machine or cannot be loaded.
    """

    def __init__(self, model: str | None = None, *, way: Way | None = None) -> None:
        self.weights: Weights = find_weights(model)
        self.name = self.weights.name
        self.weights_hash = self.weights.hash
        self.way = way
        self._exported: OnnxModel | None = None
        self._model: Any = None
        self._half: Any = None
        self._packaged: TokenModel | None = None
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        known = exported_dimension(self.weights) if self._model is None else None
        return known or int(self.model.get_embedding_dimension())

    @property
    def side_by_side(self) -> int:
        """How many texts are embedded at once."""
        return cores()

    @property
    def precision(self) -> str:
        """The precision passages are embedded in: "bfloat16" or "float32"."""
        return "bfloat16" if self._packaged is not None or self._half is not None else "float32"

    @property
    def model(self) -> Any:
        """The sentence-transformers model, loaded at first use."""
        from ingest.embedding.by_torch import half_precision, load

        with self._loading:
            if self._model is None:
                model = load(self.weights)
                self._half = half_precision(model, self.weights)
                self._model = model
            return self._model

    def embed(self, texts: Sequence[str], *, questions: bool = False) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`.

        Some models want another prompt before a question than before a passage: `questions` says which these are.
        """
        if questions:
            from ingest.embedding.by_torch import encode

            return encode(self.model, texts, questions=True)
        rows = self.embed_passages(texts, [()] * len(texts))
        return np.vstack(rows) if rows else np.empty((0, self.dimension), dtype=np.float32)

    def embed_passages(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[Span]],
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[NDArray[np.float32]]:
        """For each text float32[1 + m, dimension], unit rows: its own vector, then one for each of its m `spans`.

        A span, of characters, is pooled from the text's own tokens; what the model cannot so embed, or cuts off at its
        greatest length, is embedded as a text of its own. `on_progress` hears how many texts are done.
        """
        tokens = self._tokens()
        if tokens is None:
            rows = self._apart(texts, spans, on_progress)
        else:
            rows = embed_pooled(texts, spans, tokens, on_progress=on_progress)
        self._fill(rows, texts, spans)
        return rows

    def export(self) -> bool:
        """Write the ONNX model if it is not there yet; False when this model can't be exported."""
        return exported(self.weights) or export_packaged(self.weights) or export(self.weights, self.model)

    def expect(self, characters: int) -> None:
        """Choose the quicker way for so much text, if none was named; little is not worth loading torch for."""
        if self.way is None and characters >= _MUCH:
            self.way = self._quicker()

    def _tokens(self) -> TokenModel | None:
        """What gives the model's token embeddings, by the way chosen; None where its vectors are not their mean."""
        if self.way != "torch" and self.export():
            return self._by_onnx()
        return self._by_torch()

    def _by_onnx(self) -> TokenModel | None:
        self._exported = self._exported or exported_model(self.weights, threads=1)
        return self._exported.tokens(side_by_side=cores())

    def _by_torch(self) -> TokenModel | None:
        from ingest.embedding.by_torch import packaged_in_half, token_model

        with self._loading:
            if self._packaged is None and self._model is None:
                self._packaged = packaged_in_half(self.weights)
        return self._packaged or token_model(self.model, self._half)

    def _quicker(self) -> Way:
        torch = quicker_by_torch(
            self.weights, by_onnx=lambda: self._by_onnx() if self.export() else None, by_torch=self._by_torch
        )
        if torch:
            self._exported = None  # the memory of the slower one is given back
            return "torch"
        self._packaged = None
        return "onnx"

    def _apart(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], on_progress: Callable[[int], None] | None
    ) -> list[NDArray[np.float32]]:
        """The texts' own vectors by sentence-transformers, rows of zeros for their spans."""
        from ingest.embedding.by_torch import encode

        rows = [np.zeros((1 + len(own), self.dimension), dtype=np.float32) for own in spans]
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        for begin in range(0, len(order), _SLICE):
            some = order[begin : begin + _SLICE]
            for at, vector in zip(some, encode(self.model, [texts[at] for at in some]), strict=True):
                rows[at][0] = vector
            if on_progress is not None:
                on_progress(begin + len(some))
        return rows

    def _fill(self, rows: Sequence[NDArray[np.float32]], texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> None:
        """Embed as texts of their own the spans whose rows are zero."""
        empty = [(at, n) for at, own in enumerate(rows) for n in range(1, len(own)) if not own[n].any()]
        said = [" ".join(texts[at][slice(*spans[at][n - 1])].split()) for at, n in empty]
        for (at, n), vector in zip(empty, self.embed([text or "." for text in said]) if said else (), strict=True):
            rows[at][n] = vector
