"""What runs in a worker of a Ray cluster: one file made ready to be stored, or some passages embedded.

Knows the same functions as an ingest on one machine (`Readers`, `Embedder`), and what has to be alike on two machines
for them to give the same. Knows nothing of Ray, of the library, nor of who asks. Workers are used again: what takes
long to load is loaded once in each.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError
from corpus.frameworks import FOLDER
from ingest.embedding.embed import Embedder
from ingest.prepare import EXTRACTION_VERSION
from ingest.read.ocr import installed
from ingest.read.wire import pack
from ingest.read.worker import Readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ingest.embedding.pooled import Span

__all__ = ["UNSEEN", "Unlike", "Wanted", "embed_there", "likeness", "read_there"]

UNSEEN = "unseen"  # the answer where the file is not at its path here, or not the same
_READ_BY = ("inspectqa", "pypdfium2", "python-docx", "trafilatura", "charset-normalizer", "rapidocr")

Likeness = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A file to be read: where it lies for who asks, what it is called, and its bytes where they have to be brought."""

    path: str
    source: str
    size: int
    mtime_ns: int
    timeout_s: float
    memory_bytes: int
    data: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlike:
    """Why this machine would give something else: what differs, here and where it was asked for."""

    what: str
    here: str
    there: str


def read_there(wanted: Wanted, alike: Likeness) -> dict[str, Any] | str | Unlike:
    """All that is to be stored of a file but the vectors, or why not, packed for the wire; UNSEEN; or Unlike.

    A file that its reader does not survive costs itself, as it does on one machine.
    """
    if (unlike := _unlike(likeness(), alike)) is not None:
        return unlike
    if wanted.data is None:
        return _read(Path(wanted.path), wanted) if _is_there(wanted) else UNSEEN
    with tempfile.TemporaryDirectory(prefix="inspectqa-") as folder:
        file = Path(folder) / "file"
        file.write_bytes(wanted.data)
        return _read(file, wanted)


def embed_there(
    texts: Sequence[str], spans: Sequence[Sequence[Span]], model: str | None, weights_hash: str
) -> list[NDArray[np.float16]] | Unlike:
    """For each text float16[1 + m, dim], as `Embedder.embed_passages` gives it on one core; or Unlike."""
    try:
        embedder = _embedder(model)
    except ModelError as error:
        return Unlike(what=f"the embedding model ({error})", here="none", there=weights_hash[:12])
    if embedder.weights_hash != weights_hash:
        return Unlike(what="the embedding model's weights", here=embedder.weights_hash[:12], there=weights_hash[:12])
    return [rows.astype("<f2") for rows in embedder.embed_passages(texts, spans)]


def likeness() -> Likeness:
    """What decides what a file is read into: versions, the user's own frameworks, and whether pictures are read."""
    found = {name: _version(name) for name in _READ_BY}
    found["what files are read into"] = EXTRACTION_VERSION
    found["text recognition"] = "on" if installed() else "off"
    found[f"the files in the folder that {FOLDER} names"] = _digest(os.environ.get(FOLDER))
    return found


def _unlike(here: Likeness, there: Likeness) -> Unlike | None:
    for what, other in there.items():
        if (own := here.get(what, "none")) != other:
            return Unlike(what=what, here=own, there=other)
    return None


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _digest(folder: str | None) -> str:
    """A short hash of the files in a folder of frameworks; "none" where there is none."""
    files = sorted(Path(folder).glob("*.toml")) if folder else []
    if not files:
        return "none"
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:12]


def _is_there(wanted: Wanted) -> bool:
    """Whether the file that is meant lies at the path here too, by size and time, as an ingest knows it again."""
    try:
        stat = Path(wanted.path).stat()
    except (OSError, ValueError):
        return False
    return (stat.st_size, stat.st_mtime_ns) == (wanted.size, wanted.mtime_ns)


def _read(path: Path, wanted: Wanted) -> dict[str, Any]:
    ((_, result),) = _readers().prepare_many(
        {path: wanted.source}, workers=1, timeout_s=wanted.timeout_s, memory_bytes=wanted.memory_bytes
    )
    return pack(result)


@cache
def _readers() -> Readers:
    """This worker's own reader, a process with limits of its own, which ends when the worker does."""
    return Readers()


@cache
def _embedder(model: str | None) -> Embedder:
    return Embedder(model, way="onnx")
