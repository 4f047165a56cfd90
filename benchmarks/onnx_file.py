"""A network written as ONNX with weights of eight bits, as the packaged models are.

Knows torch and ONNX Runtime. Does not know what a network is for.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from torch import nn

__all__ = ["STATES", "grafted", "states_of", "write_onnx"]

# What a token is after the fourth and the last of MiniLM's layers: the one still holds its meaning, the other its use.
STATES = tuple(f"/enc/encoder/layer.{n}/output/LayerNorm/LayerNormalization_output_0" for n in (3, 5))


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


def states_of(file: Path) -> Callable[[NDArray[np.int64]], NDArray[np.float32]]:
    """What gives an encoder's states, float32[n, length, 2 x width], of token ids int64[n, length] without padding."""
    import onnx
    from onnxruntime import InferenceSession

    model = onnx.load(file)
    for name in STATES:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = InferenceSession(model.SerializeToString())

    def states(ids: NDArray[np.int64]) -> NDArray[np.float32]:
        found = session.run(list(STATES), {"ids": ids, "mask": np.ones_like(ids)})
        return np.concatenate(found, axis=-1)

    return states


def grafted(file: Path, head: nn.Module, width: int, gives: str) -> None:
    """Put a network over an encoder's states, each float[n, length, width], into its file, in single precision and in
    place of the one it has; `gives` is the name of what it makes of them, float[n, length, k].
    """
    import onnx

    class Both(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.head = head

        def forward(self, early: torch.Tensor, late: torch.Tensor) -> torch.Tensor:
            told: torch.Tensor = self.head(torch.cat((early, late), -1))
            return told

    head.eval()
    with tempfile.TemporaryDirectory() as scratch:
        alone = Path(scratch) / "head.onnx"
        torch.onnx.export(
            Both(),
            (torch.zeros(1, 7, width), torch.zeros(1, 7, width)),
            str(alone),
            input_names=["early", "late"],
            output_names=[gives],
            dynamic_axes={name: {1: "length"} for name in ("early", "late", gives)},
            opset_version=17,
            dynamo=False,
        )
        encoder, onto = onnx.load(file), onnx.compose.add_prefix(onnx.load(alone), "head/", rename_outputs=False)
    kept = [one.name for one in encoder.graph.output if one.name not in (gives, *STATES)]
    bare = onnx.utils.Extractor(encoder).extract_model([one.name for one in encoder.graph.input], [*kept, *STATES])
    onto.ir_version = bare.ir_version
    given = [one.name for one in onto.graph.input]
    io_map = list(zip(STATES, given, strict=True))
    onnx.save(onnx.compose.merge_models(bare, onto, io_map=io_map, outputs=[*kept, gives]), file)
