"""Which way embeds quicker on this machine, ONNX Runtime or torch: measured for a second each, and remembered.

Knows what promises that torch is quicker: a graphics card, or a processor that multiplies bfloat16 itself. Elsewhere
torch is not even loaded. Does not know how either way works.
"""

from __future__ import annotations

import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.embedding.onnx import cores
from ingest.embedding.pooled import embed_pooled
from ingest.embedding.weights import Weights, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.embedding.pooled import TokenModel

    Made = Callable[[], TokenModel | None]

__all__ = ["promises_torch", "quicker_by_torch"]

_SECONDS = 1.0
_TEXT = "Social workers see children regularly and write down what they hear, and managers read it within a week. " * 7


def quicker_by_torch(weights: Weights, *, by_onnx: Made, by_torch: Made) -> bool:
    """Whether torch embeds more texts a second; what was found once for this machine and these versions is kept."""
    if not promises_torch():
        return False
    known: dict[str, list[float]] = remembered("pace")
    key = " ".join([weights.key, _version("torch"), _version("onnxruntime"), processor(), str(cores())])
    if key not in known:
        ways = [made() for made in (by_onnx, by_torch)]
        known[key] = [0.0 if way is None else _rate(way) for way in ways]
        remember("pace", known)
    onnx, torch = known[key]
    return torch > onnx


def promises_torch() -> bool:
    """Whether there is a graphics card, or a processor with bfloat16 products, as far as the system tells."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    if any(Path(device).exists() for device in ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")):
        return True
    return any(f" {flag} " in f"{_cpu('flags')} " for flag in ("avx512_bf16", "amx_bf16"))


def processor() -> str:
    """The processor's name."""
    return _cpu("model name") or platform.processor() or platform.machine()


def _cpu(name: str) -> str:
    """What Linux says of the first processor under this name; "" elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2] for line in lines if line.partition(":")[0].strip() == name), "").rstrip()


def _rate(way: TokenModel) -> float:
    """Texts a second, the first round being left out."""
    texts = [_TEXT] * (8 * max(way.threads, way.batches))
    embed_pooled(texts, [()] * len(texts), way)
    began, done = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - began) < _SECONDS or not done:
        embed_pooled(texts, [()] * len(texts), way)
        done += len(texts)
    return done / elapsed


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
