"""An embedding model that stands in the cache as ONNX, run by ONNX Runtime and tokenizers: no torch in the process.

Knows the files of the cache and whether they are whole. Does not know how they are written (`ingest.embedding.export`),
what to do where they are missing, nor what is embedded.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.embedding.pooled import TokenModel
from ingest.embedding.weights import Weights, cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = [
    "FORMAT",
    "OnnxModel",
    "cores",
    "cutting",
    "export_folder",
    "exported",
    "exported_dimension",
    "exported_model",
    "file_tokenizer",
    "giving_back",
    "session",
]

FORMAT = 3  # of the files in the cache; another number is written anew


class OnnxModel:
    """The model whose files `folder` holds; `about` is what was noted of it when they were written."""

    def __init__(self, folder: Path, about: Mapping[str, Any], *, threads: int | None = None) -> None:
        self.dimension = int(about["dimension"])
        self._pooling = about["pooling"]
        self._inputs: list[str] = about["inputs"]
        self._session = session(folder / "model.onnx", threads=threads)
        self._tokenizer = file_tokenizer(folder, int(about["max_length"]))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32[n, dimension], in the order of `texts`."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        columns = {
            "input_ids": lambda: [one.ids for one in encoded],
            "attention_mask": lambda: [one.attention_mask for one in encoded],
            "token_type_ids": lambda: [one.type_ids for one in encoded],
        }
        feed = {name: np.asarray(columns[name](), dtype=np.int64) for name in self._inputs}
        vectors: NDArray[np.float32] = self._session.run(["vector"], feed)[0]
        return vectors

    def tokens(self, *, side_by_side: int = 1) -> TokenModel | None:
        """What gives the model's token embeddings, of so many batches at once; None where vectors are not their mean.

        Calls of one session run side by side, each on its caller's thread: no thread waits for another by spinning.
        """
        if self._pooling != "mean":
            return None

        def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            found: NDArray[np.float32] = self._session.run(["tokens"], {name: given[name] for name in self._inputs})[0]
            return found

        return TokenModel(tokenizer=self._tokenizer, run=run, threads=side_by_side)


def exported(weights: Weights) -> bool:
    """Whether these weights stand in the cache as a checked and whole ONNX model."""
    about = _about(weights)
    try:
        return bool(about) and (export_folder(weights) / "model.onnx").stat().st_size == about["bytes"]
    except OSError:
        return False


def exported_dimension(weights: Weights) -> int | None:
    """The dimension of these weights' vectors where they stand in the cache, else None."""
    return int(_about(weights)["dimension"]) if exported(weights) else None


def exported_model(weights: Weights, *, threads: int | None = None) -> OnnxModel:
    """The model that the cache holds of these weights; they must be `exported`. `threads` is how many a call uses."""
    return OnnxModel(export_folder(weights), _about(weights), threads=threads)


def cores() -> int:
    """The processors that this process may use: what OMP_NUM_THREADS names, else those the system lets it have."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    if named.isdecimal() and int(named):
        return int(named)
    held = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:  # what a container may have of them (Linux, control groups 2)
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return max(1, min(held, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return held


def export_folder(weights: Weights) -> Path:
    """Where in the cache these weights' ONNX files are kept."""
    return cache_folder() / "onnx" / weights.key


def _about(weights: Weights) -> dict[str, Any]:
    try:
        found = json.loads((export_folder(weights) / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    usable = isinstance(found, dict) and found.get("format") == FORMAT and found.get("hash") == weights.hash
    return found if usable else {}


def session(file: Path, *, threads: int | None = None) -> Any:
    """A model's file opened by ONNX Runtime on the processor, quiet, on so many threads (None: OMP_NUM_THREADS)."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Whoever sets this, as for torch and numpy, means ONNX Runtime too, which does not read it; 0 is its own choice.
    named = os.environ.get("OMP_NUM_THREADS", "")
    options.intra_op_num_threads = threads or (int(named) if named.isdecimal() else 0)
    # A thread that waits sleeps: one that spins takes the processor from whoever is asked beside it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), sess_options=options, providers=["CPUExecutionProvider"])


def giving_back() -> Any:
    """Options of a run that gives its memory back when it ends.

    Otherwise a session keeps for good what its largest run took, once for each thread that was in one.
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def file_tokenizer(folder: Path, max_length: int) -> Any:
    """The tokenizer of the file in `folder`, set to cut at so many tokens and to pad."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    return cutting(Tokenizer.from_file(str(folder / "tokenizer.json")), max_length)


def cutting(tokenizer: Any, max_length: int) -> Any:
    """The tokenizer, set to cut at so many tokens and to pad."""
    tokenizer.enable_truncation(max_length=max_length)
    padding = tokenizer.padding or {"pad_id": 0, "pad_token": "[PAD]"}
    tokenizer.enable_padding(pad_id=padding["pad_id"], pad_token=padding["pad_token"])
    return tokenizer
