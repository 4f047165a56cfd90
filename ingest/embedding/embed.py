"""Texts in, unit vectors out: the embedding model on the side of the ingest, by sentence-transformers.

Knows how to load the model offline, which precision this processor is fast and faithful in, and how to batch by
length. Does not know what a passage is, nor where the vectors go. Questions use `QueryEncoder`, without torch.
"""

from __future__ import annotations

import copy
import logging
import os
import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from ingest.embedding.export import CHECK_TEXTS, cosines, export, pooling_of, tokenizer_of
from ingest.embedding.onnx import OnnxModel, exported, exported_dimension, exported_model
from ingest.embedding.pooled import TokenModel, embed_pooled
from ingest.embedding.weights import Weights, find_weights, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ingest.embedding.pooled import Span

__all__ = ["Embedder"]

_TEXTS = (8, 64)  # least and most texts at once, where a model is run by sentence-transformers
_BATCH_CHARACTERS = 8000
_SLICE = 256  # texts between two reports of progress, and between two chances to stop
_LITTLE = 100_000  # characters that ONNX Runtime embeds in the time torch takes to load: about one report
_MUCH = 2_000_000  # bytes of files that hold more text than that, whatever their format
_GPU_BATCHES = 16  # batches that a GPU is given at once
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
        self._exported: OnnxModel | None = None
        self._model: Any = None
        self._half: Any = None
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        known = exported_dimension(self.weights) if self._model is None else None
        return known or int(self.model.get_embedding_dimension())

    @property
    def precision(self) -> str:
        """The precision passages are embedded in on this machine: "bfloat16" or "float32"."""
        return "bfloat16" if self.model is not None and self._half is not None else "float32"

    @property
    def model(self) -> Any:
        """The sentence-transformers model, loaded at first use."""
        with self._loading:
            if self._model is None:
                model = load(self.weights)
                self._half = _faithful_half(model, self.weights)
                self._model = model
            return self._model

    def load_ahead(self, size: int) -> None:
        """Begin to load the model in a thread of its own, if files of so many bytes are sure to need it."""
        if self._model is None and size > _MUCH:
            threading.Thread(target=self._try_to_load, name="load").start()

    def _try_to_load(self) -> None:
        with suppress(ModelError):  # whoever needs the model will meet the error themselves
            _ = self.model

    def embed(self, texts: Sequence[str], *, questions: bool = False) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`.

        Some models want another prompt before a question than before a passage: `questions` says which these are.
        """
        if questions:
            return _encode(self.model, texts, questions=True)
        rows = self.embed_passages(texts, [()] * len(texts))
        return np.vstack([np.empty((0, self.dimension), dtype=np.float32), *rows])

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
        if self._model is None and sum(map(len, texts)) <= _LITTLE and exported(self.weights):
            self._exported = self._exported or exported_model(self.weights)
            tokens = self._exported.tokens
        else:
            tokens = _tokens(self.model, self._half)
        if tokens is None:
            rows = self._apart(texts, spans, on_progress)
        else:
            rows = embed_pooled(texts, spans, tokens, on_progress=on_progress)
        self._fill(rows, texts, spans)
        return rows

    def _apart(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], on_progress: Callable[[int], None] | None
    ) -> list[NDArray[np.float32]]:
        """The texts' own vectors by sentence-transformers, rows of zeros for their spans."""
        rows = [np.zeros((1 + len(own), self.dimension), dtype=np.float32) for own in spans]
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        for begin in range(0, len(order), _SLICE):
            some = order[begin : begin + _SLICE]
            for at, vector in zip(some, _encode(self.model, [texts[at] for at in some]), strict=True):
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

    def export(self) -> bool:
        """Write the ONNX model that questions use, if it is not there yet; False when this model can't be exported."""
        return exported(self.weights) or export(self.weights, self.model)


def _tokens(model: Any, half: Any) -> TokenModel | None:
    """What gives a loaded model's token embeddings, in half precision if there; None without mean pooling."""
    import torch

    if pooling_of(model) != "mean":
        return None
    transformer = half if half is not None else model[0].auto_model
    typed = "token_type_ids" in model.tokenizer.model_input_names

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
            if typed:
                inputs["token_type_ids"] = torch.zeros_like(inputs["input_ids"])
            inputs = {name: tensor.to(transformer.device) for name, tensor in inputs.items()}
            found: NDArray[np.float32] = transformer(**inputs).last_hidden_state.float().cpu().numpy()
        return found

    return TokenModel(tokenizer=tokenizer_of(model), run=run, batches=1 if model.device.type == "cpu" else _GPU_BATCHES)


def _faithful_half(model: Any, weights: Weights) -> Any:
    """The transformer in bfloat16, where that is fast here and gives the same vectors; else None.

    Whether it does is measured once a machine and remembered.
    """
    import torch

    device = model.device.type
    if device == "cpu":
        fast, kind = _fast_bfloat16(), _processor()
    else:
        fast = device == "cuda" and torch.cuda.is_bf16_supported()
        kind = torch.cuda.get_device_name() if device == "cuda" else device
    if not fast or pooling_of(model) != "mean":
        return None
    half = copy.deepcopy(model[0].auto_model).to(torch.bfloat16)
    if device == "cpu":
        half.set_attn_implementation("eager")  # a fifth faster than the fused one in bfloat16, at these lengths
    key = f"{weights.key} torch {torch.__version__} {kind}"
    known: dict[str, float] = remembered("precision")
    if key not in known:
        tokens = _tokens(model, half)
        assert tokens is not None
        rows = embed_pooled(CHECK_TEXTS, [()] * len(CHECK_TEXTS), tokens)
        known[key] = float(cosines(_encode(model, CHECK_TEXTS), np.vstack(rows)).min())
        remember("precision", known)
    return half if known[key] >= _FAITHFUL else None


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


def _encode(model: Any, texts: Sequence[str], *, questions: bool = False) -> NDArray[np.float32]:
    """Unit vectors by sentence-transformers itself."""
    import torch

    with torch.inference_mode(), _quiet():
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
    return min(max(_BATCH_CHARACTERS // max(longest, 1), _TEXTS[0]), _TEXTS[1])


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
