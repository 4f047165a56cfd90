"""A network written as ONNX with weights of eight bits, as the packaged models are.

Knows torch and ONNX Runtime. Does not know what a network is for.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import nn

__all__ = ["write_onnx"]


def write_onnx(
    network: nn.Module,
    inputs: tuple[Any, ...],
    file: Path,
    *,
    names: Sequence[str],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
) -> None:
    """Write `network` to `file`; `inputs` are ones to trace it with, `axes` the lengths of each that may differ."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network,
            inputs,
            str(whole),
            input_names=list(names),
            output_names=list(outputs),
            dynamic_axes=dict(axes),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True)
