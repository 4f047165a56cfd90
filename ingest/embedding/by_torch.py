"""The embedding model by sentence-transformers and torch: for graphics cards, bfloat16, and what ONNX cannot hold.

Knows how to load a model offline, and which precision this processor is fast and faithful in. Does not know what a
passage is, nor whether it is the quicker way (`ingest.embedding.choose`).
"""

from __future__ import annotations

import copy
import logging
import os
import platform
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from ingest.embedding.export import CHECK_TEXTS, cosines, pooling_of, tokenizer_of
from ingest.embedding.pooled import TokenModel, embed_pooled
from ingest.embedding.weights import Weights, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["encode", "half_precision", "load", "token_model"]

_TEXTS = (8, 64)  # least and most texts at once, where a model is run by sentence-transformers
_BATCH_CHARACTERS = 8000
_GPU_BATCHES = 32  # batches that a GPU is given at once
_FAITHFUL = 0.999  # least cosine to single precision at which half precision is taken


def token_model(model: Any, half: Any) -> TokenModel | None:
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


def half_precision(model: Any, weights: Weights) -> Any:
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
        tokens = token_model(model, half)
        assert tokens is not None
        rows = embed_pooled(CHECK_TEXTS, [()] * len(CHECK_TEXTS), tokens)
        known[key] = float(cosines(encode(model, CHECK_TEXTS), np.vstack(rows)).min())
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


def encode(model: Any, texts: Sequence[str], *, questions: bool = False) -> NDArray[np.float32]:
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
