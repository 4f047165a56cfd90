"""The embedding model on the side of the question: ONNX Runtime and tokenizers, no torch in the process.

Knows how to write a sentence-transformers model once as ONNX (pooling and normalising inside the graph), check it
against the original and run it. Falls back to sentence-transformers for a model that cannot be written so. Does not
know what is embedded, nor why.
"""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from ingest.embedding.pooled import TokenModel
from ingest.embedding.weights import Weights, cache_folder, find_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "CHECK_TEXTS",
    "QueryEncoder",
    "cosines",
    "export",
    "exported",
    "exported_dimension",
    "pooling_of",
    "tokenizer_of",
]

_FAITHFUL = 0.9999  # least cosine to sentence-transformers at which an export is taken
_FORMAT = 2  # of the files in the cache; another number is written anew
_OPSET = 17

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


class QueryEncoder:
    """Embeds questions with the same model as the passages; `name`, `dimension` and `weights_hash` identify it.

    The ONNX model is written at the end of the first ingest; where it is missing it is written now, which takes some
    seconds once. Raises ModelError when the model is not on this machine.
    """

    def __init__(self, model: str | None = None) -> None:
        self.weights = find_weights(model)
        self.name = self.weights.name
        self.weights_hash = self.weights.hash
        self._fallback: Any = None
        if not exported(self.weights):
            from ingest.embedding.embed import Embedder

            embedder = Embedder(model)
            if not embedder.export():
                self._fallback = embedder
                self.dimension = embedder.dimension
                return
        about = _about(self.weights)
        self._pooling = about["pooling"]
        self.dimension = int(about["dimension"])
        self._inputs: list[str] = about["inputs"]
        self._session, self._tokenizer = _load(_folder(self.weights), int(about["max_length"]))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`."""
        if self._fallback is not None:
            found: NDArray[np.float32] = self._fallback.embed(texts, questions=True)
            return found
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return _run(self._session, self._tokenizer, self._inputs, texts)

    @property
    def tokens(self) -> TokenModel | None:
        """What gives the model's token embeddings; None where its vectors are not their mean."""
        if self._fallback is not None or self._pooling != "mean":
            return None

        def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            found: NDArray[np.float32] = self._session.run(["tokens"], {name: given[name] for name in self._inputs})[0]
            return found

        return TokenModel(tokenizer=self._tokenizer, run=run)


def exported(weights: Weights) -> bool:
    """Whether these weights stand in the cache as a checked and whole ONNX model."""
    about = _about(weights)
    try:
        return bool(about) and (_folder(weights) / "model.onnx").stat().st_size == about["bytes"]
    except OSError:
        return False


def exported_dimension(weights: Weights) -> int | None:
    """The dimension of these weights' vectors where they stand in the cache, else None."""
    return int(_about(weights)["dimension"]) if exported(weights) else None


def export(weights: Weights, model: Any) -> bool:
    """Write a loaded sentence-transformers model as ONNX into the cache; False when it can't be or differs.

    Only models of the common shape are tried: one transformer, one pooling (mean or first token), perhaps a
    normalisation. Files appear under their final name only after the check.
    """
    shape = pooling_of(model)
    if shape is None:
        return False
    target = _folder(weights)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".exporting-") as scratch:
            half_made = Path(scratch)
            about = _write(half_made, model, pooling=shape)
            session, tokenizer = _load(half_made, about["max_length"])
            mine = _run(session, tokenizer, about["inputs"], CHECK_TEXTS)
            del session
            theirs = model.encode(list(CHECK_TEXTS), show_progress_bar=False, normalize_embeddings=True)
            if cosines(mine, np.asarray(theirs, dtype=np.float32)).min() < _FAITHFUL:
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


def cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Row by row, the cosine of the angle between two matrices' rows."""
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    found: NDArray[np.float32] = (a * b).sum(axis=1) / np.maximum(lengths, 1e-12)
    return found


def _folder(weights: Weights) -> Path:
    return cache_folder() / "onnx" / weights.key


def _about(weights: Weights) -> dict[str, Any]:
    try:
        found = json.loads((_folder(weights) / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    usable = isinstance(found, dict) and found.get("format") == _FORMAT and found.get("hash") == weights.hash
    return found if usable else {}


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
        "format": _FORMAT,
        "dimension": int(model.get_embedding_dimension()),
        "max_length": int(model.max_seq_length),
        "pooling": pooling,
        "inputs": inputs,
    }


def _load(folder: Path, max_length: int) -> tuple[Any, Any]:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return session, _cutting(Tokenizer.from_file(str(folder / "tokenizer.json")), max_length)


def tokenizer_of(model: Any) -> Any:
    """The tokenizer of a loaded model, set to cut at its greatest length and to pad."""
    from tokenizers import Tokenizer

    own = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())  # a copy: transformers sets its own anew
    return _cutting(own, int(model.max_seq_length))


def _cutting(tokenizer: Any, max_length: int) -> Any:
    tokenizer.enable_truncation(max_length=max_length)
    padding = tokenizer.padding or {"pad_id": 0, "pad_token": "[PAD]"}
    tokenizer.enable_padding(pad_id=padding["pad_id"], pad_token=padding["pad_token"])
    return tokenizer


def _run(session: Any, tokenizer: Any, inputs: Sequence[str], texts: Sequence[str]) -> NDArray[np.float32]:
    encoded = tokenizer.encode_batch(list(texts))
    columns = {
        "input_ids": lambda: [one.ids for one in encoded],
        "attention_mask": lambda: [one.attention_mask for one in encoded],
        "token_type_ids": lambda: [one.type_ids for one in encoded],
    }
    feed = {name: np.asarray(columns[name](), dtype=np.int64) for name in inputs}
    vectors: NDArray[np.float32] = session.run(["vector"], feed)[0]
    return vectors
