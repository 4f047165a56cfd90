"""Texts in, unit vectors out: the embedding model on the side of the ingest, by sentence-transformers.

Knows how to load the model offline, which precision this processor is fast and faithful in, and how to batch by
length. Does not know what a passage is, nor where the vectors go. Questions use `QueryEncoder`, without torch.
"""

from __future__ import annotations

import json
import logging
import os
import warnings
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from ingest.onnx import CHECK_TEXTS, QueryEncoder, cosines, export, exported, exported_dimension
from ingest.weights import Weights, cache_folder, find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Embedder", "QueryEncoder"]

_BATCH = (8, 64)  # least and most texts at once
_BATCH_CHARACTERS = 8000  # what the processor's cache holds the products of; measured
_SLICE = 256  # texts between two reports of progress, and between two chances to stop
# Characters that ONNX Runtime embeds in the time torch takes to load: about one report, its sentences counted.
_LITTLE = 200_000
_FAITHFUL = 0.999  # least cosine to single precision at which half precision is taken


class Embedder:
    """Embeds texts with the model named (None: the packaged MiniLM), on the GPU where there is one.

    `name`, `dimension` and `weights_hash` identify the vectors; torch is loaded when there is much to
    embed. Raises ModelError when the model is not on this machine or cannot be loaded.
    """

    def __init__(self, model: str | None = None) -> None:
        self.weights: Weights = find_weights(model)
        self.name = self.weights.name
        self.weights_hash = self.weights.hash
        self._asked_for = model
        self._encoder: QueryEncoder | None = None
        self._model: Any = None
        self._half = False

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        known = exported_dimension(self.weights) if self._model is None else None
        return known or int(self.model.get_embedding_dimension())

    @property
    def precision(self) -> str:
        """The precision passages are embedded in on this machine: "bfloat16" or "float32"."""
        return "bfloat16" if self.model is not None and self._half else "float32"

    @property
    def model(self) -> Any:
        """The sentence-transformers model, loaded at first use."""
        if self._model is None:
            self._model = load(self.weights)
            self._half = self._half_is_faithful()
        return self._model

    def embed(
        self,
        texts: Sequence[str],
        *,
        on_progress: Callable[[int], None] | None = None,
        questions: bool = False,
    ) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`; `on_progress` hears how many are done.

        Some models want another prompt before a question than before a passage: `questions` says which these are.
        """
        encode, size = self._way(sum(map(len, texts)), questions)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        for at in range(0, len(order), size):
            some = order[at : at + size]
            vectors[some] = encode([texts[i] for i in some])
            if on_progress is not None:
                on_progress(at + len(some))
        return vectors

    def _way(self, characters: int, questions: bool) -> tuple[Callable[[list[str]], NDArray[np.float32]], int]:
        """How to embed so much text, and how much at once: for little of it, loading torch would take the longest."""
        if self._model is None and characters <= _LITTLE and exported(self.weights):
            self._encoder = self._encoder or QueryEncoder(self._asked_for)
            return self._encoder.embed, _BATCH[0]
        model, half = self.model, self._half
        return lambda some: _encode(model, some, half=half, questions=questions), _SLICE

    def export(self) -> bool:
        """Write the ONNX model that questions use, if it is not there yet; False when this model can't be exported."""
        return exported(self.weights) or export(self.weights, self.model)

    def _half_is_faithful(self) -> bool:
        """Whether bfloat16 is fast here and gives the same vectors; measured once a machine and remembered."""
        import torch

        device = self._model.device.type
        if device == "cpu":
            fast = _fast_bfloat16()
            kind = f"{_processor()}"
        else:
            fast = device == "cuda" and torch.cuda.is_bf16_supported()
            kind = torch.cuda.get_device_name() if device == "cuda" else device
        if not fast:
            return False
        key = f"{self.weights.key} torch {torch.__version__} {kind}"
        remembered = _read_json(cache_folder() / "precision.json")
        if key not in remembered:
            full = _encode(self._model, CHECK_TEXTS, half=False)
            half = _encode(self._model, CHECK_TEXTS, half=True)
            remembered[key] = float(cosines(full, half).min())
            _write_json(cache_folder() / "precision.json", remembered)
        return bool(remembered[key] >= _FAITHFUL)


def load(weights: Weights) -> Any:
    """The sentence-transformers model in `weights.folder`: no network, no remote code, no pickle, no chatter."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # reading forks; the tokenizers' threads would warn
    # oneDNN keeps a compiled product for each shape of batch, 1,024 by default: a fifth of an ingest's memory.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")
    with _quiet():
        try:
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(
                str(weights.folder),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except ImportError as error:
            raise ModelError(
                f"sentence-transformers cannot be loaded ({error}). Install inspectqa again, with `make install`."
            ) from error
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                f"The embedding model in {weights.folder} cannot be loaded: {error}. Check that the folder holds a "
                "whole sentence-transformers model, or leave the setting embedding_model empty to use the packaged one."
            ) from error
    model.eval()
    return model


def _encode(model: Any, texts: Sequence[str], *, half: bool, questions: bool = False) -> NDArray[np.float32]:
    import torch

    precision = torch.autocast(model.device.type, dtype=torch.bfloat16) if half else nullcontext()
    with torch.inference_mode(), precision, _quiet():
        encode = model.encode_query if questions else model.encode_document
        found = encode(
            list(texts),
            batch_size=_batch_size(texts),
            show_progress_bar=False,
            convert_to_numpy=False,
            convert_to_tensor=True,
        )
    vectors: NDArray[np.float32] = found.float().cpu().numpy()
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
    return vectors


def _batch_size(texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=1)
    return min(max(_BATCH_CHARACTERS // max(longest, 1), _BATCH[0]), _BATCH[1])


def _fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; elsewhere it is emulated, and slower than float32."""
    import torch

    try:
        can = torch.cpu.get_capabilities()
    except (AttributeError, RuntimeError):  # torch before 2.10
        return False
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def _processor() -> str:
    import platform

    import torch

    return str(torch.cpu.get_capabilities().get("cpu_name") or platform.processor())


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' warnings, logs and progress bars off the user's screen while they work."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers", "huggingface_hub")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _read_json(path: Any) -> dict[str, float]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_json(path: Any, content: dict[str, float]) -> None:
    new = path.with_name(f"{path.stem}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(content), encoding="utf-8")
        new.replace(path)
    except OSError:
        return  # measured again next time, no more
