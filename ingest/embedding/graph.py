"""A BERT encoder written as an ONNX graph straight from its weights, in ONNX Runtime's fused operators; without torch.

Knows the tensors' names in a BERT model's safetensors file, and the operators Attention, SkipLayerNormalization,
EmbedLayerNormalization and BiasGelu of the domain com.microsoft. Does not know whether what it writes gives the right
vectors: whoever uses it checks that (`ingest.embedding.export`).

BERT: Devlin et al., arXiv:1810.04805. GELU is the exact one, by the error function.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["INPUTS", "fused_graph"]

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_FUSED = "com.microsoft"
_OPSET, _IR = 17, 8


def fused_graph(folder: Path) -> Any:
    """The onnx.ModelProto of the BERT encoder in `folder` (absolute positions, exact GELU), pooled by the mean.

    Inputs, int64[b, n]: INPUTS. Outputs: "vector", unit rows float32[b, dim], and "tokens", float32[b, n, dim]. Raises
    KeyError or ValueError where a tensor is not there or of another shape.
    """
    from onnx import TensorProto, helper

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    graph = _Graph(folder, eps=float(config.get("layer_norm_eps", 1e-12)))
    hidden = graph.embedded()
    layers = int(config["num_hidden_layers"])
    for n in range(layers):
        name = "tokens" if n == layers - 1 else f"hidden{n}"
        hidden = graph.layer(hidden, f"encoder.layer.{n}.", heads=int(config["num_attention_heads"]), name=name)
    graph.pooled()
    dimension = int(config["hidden_size"])
    value = helper.make_tensor_value_info
    outputs = [
        value("vector", TensorProto.FLOAT, ["batch", dimension]),
        value("tokens", TensorProto.FLOAT, ["batch", "length", dimension]),
    ]
    inputs = [value(name, TensorProto.INT64, ["batch", "length"]) for name in INPUTS]
    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR,
    )


class _Graph:
    """Nodes and constants of the graph, as they are written one after the other."""

    def __init__(self, folder: Path, *, eps: float) -> None:
        from safetensors.numpy import load_file

        held = load_file(folder / "model.safetensors")
        self._weights = {name.removeprefix("bert."): tensor for name, tensor in held.items()}
        self._eps = eps
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def embedded(self) -> str:
        """Words, places and types added up and normalised; the mask as the operators want it."""
        from onnx import TensorProto

        for name, as_int in zip(INPUTS, ("ids", "mask", "types"), strict=True):
            self._node("Cast", [name], as_int, to=TensorProto.INT32)
        tables = [f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type")]
        given = ["ids", "types", *map(self._tensor, tables), *self._norm("embeddings.LayerNorm"), "mask"]
        self._node("EmbedLayerNormalization", given, "embedded", "ends", domain=_FUSED, epsilon=self._eps)
        return "embedded"

    def layer(self, hidden: str, at: str, *, heads: int, name: str) -> str:
        """A layer of the encoder, whose tensors begin with `at`; its output is called `name`."""
        parts = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
        weight = self._constant(f"{at}qkv", np.concatenate([self._weights[f"{p}.weight"].T for p in parts], axis=1))
        bias = self._constant(f"{at}qkv.bias", np.concatenate([self._weights[f"{p}.bias"] for p in parts]))
        told = self._node("Attention", [hidden, weight, bias, "mask"], f"{at}told", domain=_FUSED, num_heads=heads)
        hidden = self._added(told, hidden, f"{at}attention.output", name=f"{at}attended")
        inner = self._product(hidden, f"{at}intermediate.dense")
        wide = self._node("BiasGelu", [inner, self._tensor(f"{at}intermediate.dense.bias")], f"{at}wide", domain=_FUSED)
        return self._added(wide, hidden, f"{at}output", name=name)

    def pooled(self) -> None:
        """The mean over the tokens that are no padding, of unit length."""
        from onnx import TensorProto

        middle, last = (self._constant(f"axis{n}", np.array([n], dtype=np.int64)) for n in (1, 2))
        least = self._constant("least", np.array(1e-12, dtype=np.float32))
        self._node("Cast", ["attention_mask"], "real", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["real", last], "kept")
        self._node("Mul", ["tokens", "kept"], "masked")
        self._node("ReduceSum", ["masked", middle], "sum", keepdims=0)
        self._node("ReduceSum", ["kept", middle], "count", keepdims=0)
        self._node("Div", ["sum", "count"], "mean")
        self._node("Mul", ["mean", "mean"], "squares")
        self._node("ReduceSum", ["squares", middle], "square", keepdims=1)
        self._node("Sqrt", ["square"], "length")
        self._node("Max", ["length", least], "divisor")
        self._node("Div", ["mean", "divisor"], "vector")

    def _added(self, told: str, to: str, at: str, *, name: str) -> str:
        """A dense layer's output added to what it came from, with its bias, and normalised."""
        product = self._product(told, f"{at}.dense")
        given = [product, to, *self._norm(f"{at}.LayerNorm"), self._tensor(f"{at}.dense.bias")]
        return self._node("SkipLayerNormalization", given, name, domain=_FUSED, epsilon=self._eps)

    def _product(self, given: str, at: str) -> str:
        weight = self._constant(f"{at}.weight", self._weights[f"{at}.weight"].T)
        return self._node("MatMul", [given, weight], f"{at}.product")

    def _norm(self, at: str) -> tuple[str, str]:
        return self._tensor(f"{at}.weight"), self._tensor(f"{at}.bias")

    def _tensor(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        kept = value if value.dtype == np.int64 else value.astype(np.float32)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(kept), name))
        return name

    def _node(self, operator: str, given: list[str], *names: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, given, list(names), domain=domain, **attributes))
        return names[0]
