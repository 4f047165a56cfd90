"""Passages made vectors: the embedding model, its weights, its ONNX export, and the mean of its tokens.

Knows models and texts. Does not know reports, nor where vectors are kept.
"""

from __future__ import annotations

__all__: list[str] = []
