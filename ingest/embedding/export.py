"""The embedding model written once as ONNX, with pooling and normalising inside, and checked against the original.

Knows BERT models, which are written without torch, and sentence-transformers models of the common shape, which torch
must have loaded. Does not know how the written model is used (`ingest.embedding.onnx`), nor what is embedded.
"""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from corpus.files import scratch
from ingest.embedding.onnx import FORMAT, OnnxModel, cutting, export_folder
from ingest.embedding.weights import DEFAULT_MODEL, Weights, cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["CHECK_TEXTS", "cosines", "export", "export_packaged", "pooling_of", "reference", "tokenizer_of"]

_FAITHFUL = 0.9999  # least cosine to sentence-transformers at which an export is taken
_OPSET = 17
_REFERENCE = Path(__file__).with_name("reference.f16")  # float16[len(CHECK_TEXTS), 384], by sentence-transformers 6.1

# Short, long, numbers, capitals, other scripts, nothing: the texts on which two ways of embedding must agree.
CHECK_TEXTS = (
    "How many children are waiting for an assessment?",
    "The quality of leadership has improved since the last visit, and managers now know their service well.",
    "94 assessments were late in March 2015; 12.5% of plans had lapsed, against 7.1% a year before.",
    "REQUIRES IMPROVEMENT",
    "Überprüfung der Jugendhilfe – naïve café, 東京, καλημέρα",
    "a",
    "",
    "Social workers see children regularly and write down what they hear. " * 12,
    "- thresholds are understood\n- referrals are answered within a day\n- decisions are recorded",
)


def export_packaged(weights: Weights) -> bool:
    """Write the packaged model as ONNX into the cache, without torch; False for any other.

    It is checked against what sentence-transformers made of the same weights when this was written (_REFERENCE).
    """
    if weights.name != DEFAULT_MODEL:
        return False
    theirs = reference()
    return _keep(weights, lambda folder: _write_fused(folder, weights.folder), lambda: theirs)


def reference() -> NDArray[np.float32]:
    """The packaged model's stored vectors of the check's texts, float32[len(CHECK_TEXTS), 384]."""
    return np.frombuffer(_REFERENCE.read_bytes(), dtype="<f2").reshape(len(CHECK_TEXTS), -1).astype(np.float32)


def export(weights: Weights, model: Any) -> bool:
    """Write a loaded sentence-transformers model as ONNX into the cache; False when it can't be or differs.

    Only models of the common shape are tried: one transformer, one pooling (mean or first token), perhaps a
    normalisation. Files appear under their final name only after the check.
    """
    shape = pooling_of(model)
    if shape is None:
        return False

    def theirs() -> NDArray[np.float32]:
        made = model.encode(list(CHECK_TEXTS), show_progress_bar=False, normalize_embeddings=True)
        return np.asarray(made, dtype=np.float32)

    return _keep(weights, lambda folder: _write(folder, model, pooling=shape), theirs)


def _keep(weights: Weights, write: Callable[[Path], dict[str, Any]], theirs: Callable[[], NDArray[np.float32]]) -> bool:
    """Put what `write` writes into the cache, if it gives the same vectors of the check's texts as `theirs`."""
    target = export_folder(weights)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch(target.parent) as half_made:
            about = write(half_made)
            mine = OnnxModel(half_made, about).embed(CHECK_TEXTS)
            if cosines(mine, theirs()).min() < _FAITHFUL:
                return False
            about["hash"] = weights.hash
            about["bytes"] = (half_made / "model.onnx").stat().st_size
            target.mkdir(parents=True, exist_ok=True)
            for name in ("model.onnx", "tokenizer.json"):
                (half_made / name).replace(target / name)
            (half_made / "about.json").write_text(json.dumps(about), encoding="utf-8")
            (half_made / "about.json").replace(target / "about.json")
    except OSError as error:
        raise ModelError(
            f"The embedding model cannot be kept in the cache folder {cache_folder()}: {error.strerror or error}. "
            "Name another folder in the environment variable INSPECTQA_CACHE."
        ) from error
    return True


def _write_fused(folder: Path, source: Path) -> dict[str, Any]:
    """Write the packaged model, a BERT with mean pooling, by its weights alone."""
    import onnx

    from ingest.embedding.graph import INPUTS, fused_graph

    onnx.save(fused_graph(source), folder / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    config, own = (
        json.loads((source / n).read_text(encoding="utf-8")) for n in ("config.json", "sentence_bert_config.json")
    )
    return {
        "format": FORMAT,
        "dimension": int(config["hidden_size"]),
        "max_length": int(own["max_seq_length"]),
        "pooling": "mean",
        "inputs": list(INPUTS),
    }


def cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Row by row, the cosine of the angle between two matrices' rows."""
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    found: NDArray[np.float32] = (a * b).sum(axis=1) / np.maximum(lengths, 1e-12)
    return found


def pooling_of(model: Any) -> str | None:
    """The pooling of a model of the common shape ("mean" or "cls"), else None."""
    modules = [type(module).__name__ for module in model]
    if modules not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return None
    prompts = getattr(model, "prompts", None) or {}
    if any(prompts.values()) or not getattr(model.tokenizer, "is_fast", False):
        return None
    mode = model[1].get_config_dict().get("pooling_mode")
    modes = [mode] if isinstance(mode, str) else list(mode or ())
    return modes[0] if len(modes) == 1 and modes[0] in ("mean", "cls") else None


def _write(folder: Path, model: Any, *, pooling: str) -> dict[str, Any]:
    import torch

    transformer = model[0].auto_model
    device = transformer.device
    inputs = [
        name for name in ("input_ids", "attention_mask", "token_type_ids") if name in model.tokenizer.model_input_names
    ]

    class Pooled(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        """The transformer with pooling and normalising behind it, inputs by position."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *tensors: Any) -> Any:
            named = dict(zip(inputs, tensors, strict=True))
            hidden = self.transformer(**named).last_hidden_state
            if pooling == "cls":
                pooled = hidden[:, 0]
            else:
                mask = named["attention_mask"].unsqueeze(-1).to(hidden.dtype)
                pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, p=2, dim=1), hidden

    example = model.tokenizer(["one", "two and three"], padding=True, return_tensors="pt")
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, "tokens")} | {"vector": {0: "batch"}}
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Pooled().eval().to("cpu"),
                tuple(example[name] for name in inputs),
                str(folder / "model.onnx"),
                input_names=inputs,
                output_names=["vector", "tokens"],
                dynamic_axes=axes,
                opset_version=_OPSET,
                dynamo=False,
            )
    finally:
        transformer.to(device)
    model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    return {
        "format": FORMAT,
        "dimension": int(model.get_embedding_dimension()),
        "max_length": int(model.max_seq_length),
        "pooling": pooling,
        "inputs": inputs,
    }


def tokenizer_of(model: Any) -> Any:
    """The tokenizer of a loaded model, set to cut at its greatest length and to pad."""
    from tokenizers import Tokenizer

    own = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())  # a copy: transformers sets its own anew
    return cutting(own, int(model.max_seq_length))
