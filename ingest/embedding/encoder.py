"""Questions made vectors: by ONNX Runtime alone, or by sentence-transformers for a model that has no ONNX form.

Knows which of the two a model goes by, and has a missing export written. Does not know what is asked, nor why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.embedding.onnx import OnnxModel, exported, exported_model
from ingest.embedding.weights import find_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ingest.embedding.embed import Embedder

__all__ = ["QueryEncoder"]


class QueryEncoder:
    """Embeds questions with the same model as the passages; `name`, `dimension` and `weights_hash` identify it.

    The ONNX model is written at the end of the first ingest; where it is missing it is written now, which takes some
    seconds once. Raises ModelError when the model is not on this machine.
    """

    def __init__(self, model: str | None = None) -> None:
        self.weights = find_weights(model)
        self.name = self.weights.name
        self.weights_hash = self.weights.hash
        self._model: OnnxModel | Embedder = (
            exported_model(self.weights) if exported(self.weights) else _exported_now(model)
        )
        self.dimension = self._model.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`."""
        if isinstance(self._model, OnnxModel):
            return self._model.embed(texts)
        return self._model.embed(texts, questions=True)


def _exported_now(model: str | None) -> OnnxModel | Embedder:
    """The model written as ONNX first, which needs torch; where it cannot be, the one that embeds passages."""
    from ingest.embedding.embed import Embedder

    embedder = Embedder(model)
    return exported_model(embedder.weights) if embedder.export() else embedder
