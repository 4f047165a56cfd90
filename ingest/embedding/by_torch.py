"""The embedding model by torch: for processors with bfloat16 products, graphics cards, and what ONNX cannot hold.

Knows how to load a model offline, and which precision this processor is fast and faithful in. Does not know what a
passage is, nor whether it is the quicker way (`ingest.embedding.choose`).
"""

from __future__ import annotations

import copy
import json
import logging
import os
import platform
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from ingest.embedding.export import CHECK_TEXTS, cosines, pooling_of, reference, tokenizer_of
from ingest.embedding.onnx import cores, file_tokenizer
from ingest.embedding.pooled import TokenModel, embed_pooled
from ingest.embedding.weights import DEFAULT_MODEL, Weights, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["encode", "fast_bfloat16", "half_precision", "load", "packaged_in_half", "token_model"]

_TEXTS = (8, 64)  # least and most texts at once, where a model is run by sentence-transformers
_BATCH_CHARACTERS = 8000
_GPU_BATCHES = 32  # batches that a GPU is given at once
_STEP = 16  # lengths there: oneDNN keeps a compiled product for each shape of batch
_FAITHFUL = 0.999  # least cosine to single precision at which half precision is taken


def packaged_in_half(weights: Weights) -> TokenModel | None:
    """The packaged model in bfloat16, by transformers alone, where a processor is fast and faithful in that; else None.

    Without sentence-transformers, and without the weights in single precision, it takes half the memory.
    """
    import torch

    if weights.name != DEFAULT_MODEL or not fast_bfloat16() or torch.accelerator.is_available():
        return None
    known: dict[str, float] = remembered("precision")
    key = _key(weights, _processor())
    if known.get(key, 1.0) < _FAITHFUL:
        return None
    with _quiet():
        from transformers import AutoModel

        transformer = AutoModel.from_pretrained(
            str(weights.folder),
            dtype=torch.bfloat16,
            attn_implementation="sdpa",
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        ).eval()
    own = json.loads((weights.folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
    tokens = _tokens(transformer, file_tokenizer(weights.folder, int(own["max_seq_length"])), typed=True)
    return tokens if _faithful(key, tokens, reference) else None


def token_model(model: Any, half: Any) -> TokenModel | None:
    """What gives a loaded model's token embeddings, in half precision if there; None without mean pooling."""
    if pooling_of(model) != "mean":
        return None
    transformer = half if half is not None else model[0].auto_model
    return _tokens(transformer, tokenizer_of(model), typed="token_type_ids" in model.tokenizer.model_input_names)


def half_precision(model: Any, weights: Weights) -> Any:
    """The transformer of a loaded model in bfloat16, where that is fast here and gives the same vectors; else None."""
    import torch

    device = model.device.type
    if device == "cpu":
        fast, kind = fast_bfloat16(), _processor()
    else:
        fast = device == "cuda" and torch.cuda.is_bf16_supported()
        kind = torch.cuda.get_device_name() if device == "cuda" else device
    if not fast or pooling_of(model) != "mean":
        return None
    half = copy.deepcopy(model[0].auto_model).to(torch.bfloat16)
    tokens = token_model(model, half)
    assert tokens is not None
    return half if _faithful(_key(weights, kind), tokens, lambda: encode(model, CHECK_TEXTS)) else None


def _tokens(transformer: Any, tokenizer: Any, *, typed: bool) -> TokenModel:
    """What runs a transformer; `typed` says whether it wants token types."""
    import torch

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
            if typed:
                inputs["token_type_ids"] = torch.zeros_like(inputs["input_ids"])
            inputs = {name: tensor.to(transformer.device) for name, tensor in inputs.items()}
            found: NDArray[np.float32] = transformer(**inputs).last_hidden_state.float().cpu().numpy()
        return found

    if transformer.device.type != "cpu":
        return TokenModel(tokenizer=tokenizer, run=run, batches=_GPU_BATCHES)
    torch.set_num_threads(1)  # calls side by side instead: threads of one call wait for each other by spinning
    return TokenModel(tokenizer=tokenizer, run=run, threads=cores(), step=_STEP)


def _key(weights: Weights, kind: str) -> str:
    import torch

    return f"{weights.key} torch {torch.__version__} {kind}"


def _faithful(key: str, tokens: TokenModel, theirs: Callable[[], NDArray[np.float32]]) -> bool:
    """Whether half precision gives the vectors of single precision, `theirs`; measured once a machine, remembered."""
    known: dict[str, float] = remembered("precision")
    if key not in known:
        rows = embed_pooled(CHECK_TEXTS, [()] * len(CHECK_TEXTS), tokens)
        known[key] = float(cosines(theirs(), np.vstack(rows)).min())
        remember("precision", known)
    return known[key] >= _FAITHFUL


def load(weights: Weights) -> Any:
    """The sentence-transformers model in `weights.folder`: no network, no remote code, no pickle, no chatter."""
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


def fast_bfloat16() -> bool:
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
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # reading forks; the tokenizers' threads would warn
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
