"""The packaged translator's weights of eight bits as a training keeps its own, so that a training can go on from them.

    python -m benchmarks.translator.shipped FOLDER [--of qa/data]

A weight of eight bits times its scale is what the packaged network multiplies by: nothing is lost that it still had.
The table of the decoder's tokens is taken from its last layer, which is the same table with a scale for each token.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from benchmarks.kept import keep
from benchmarks.translator.network import LAYERS, WIDTH, Translator
from ingest.embedding.weights import find_weights
from qa.translate.model import DECODER, ENCODER, FOLDER, WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Held = dict[str, NDArray[np.float32]]

_AS_IT_WAS = (".embeddings.", ".pooler.")  # of MiniLM: not trained, and not used
_LINEAR = re.compile(r"/(?P<path>.+)/MatMul(?:_quant)?$")
# The parts of an attention that are multiplied by themselves: asking (the first WIDTH rows), and asked (the others).
_ASKING = {f"/blocks.{n}/{part}": f"dec.blocks.{n}.{part}" for n in range(LAYERS) for part in ("own", "cross")}
_ASKED_OWN = {f"/blocks.{n}": f"dec.blocks.{n}.own" for n in range(LAYERS)}
_ASKED_CROSS = {("", "_1", "_2")[n]: f"dec.blocks.{n}.cross" for n in range(LAYERS)}
_BIAS_CROSS = {("", "_2", "_4")[n]: f"dec.blocks.{n}.cross" for n in range(LAYERS)}


def held_by(file: Path) -> Held:
    """What each operation of a file of eight-bit weights holds, by the operation's name, in single precision; what has
    a name as a parameter also by that.
    """
    graph = onnx.load(file).graph
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    held: Held = {
        name: value
        for name, value in constants.items()
        if name.startswith(("enc.", "dec.")) and value.dtype == np.float32
    }
    for node in graph.node:
        for name in node.input:
            if name not in constants or name in held:
                continue
            bare = name.removesuffix("_quantized")
            if bare != name:
                scale, zero = constants[f"{bare}_scale"], constants[f"{bare}_zero_point"]
                value = (constants[name].astype(np.float32) - zero.astype(np.float32)) * scale
                held[node.name.removesuffix("_quant")] = value
            elif constants[name].dtype == np.float32 and node.op_type == "Add":
                held[node.name] = constants[name]
    return held


def restored(folder: Path = FOLDER) -> Translator:
    """The network that the packaged files were made of, as far as they tell; raises KeyError where they tell too
    little.
    """
    words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    network = Translator(find_weights().folder, len(words))
    encoder, decoder = held_by(folder / ENCODER), held_by(folder / DECODER)
    state = network.state_dict()
    told = {name: value for both in (encoder, decoder) for name, value in both.items() if name in state}
    for both, prefix in ((encoder, ""), (encoder, "dec."), (decoder, "dec.")):
        for name, value in both.items():
            linear = _LINEAR.match(name)
            path = linear["path"].replace("/inner/inner.", "/inner.").replace("/", ".") if linear else ""
            if f"{prefix}{path}.weight" in state:
                told[f"{prefix}{path}.weight"] = value.T
    told |= _attentions(encoder, decoder)
    told["dec.token.weight"], told["dec.place.weight"] = decoder["/MatMul"].T, decoder["/place/Gather"]
    for name, value in state.items():
        if not any(part in name for part in _AS_IT_WAS):
            value.copy_(torch.from_numpy(np.array(told[name], dtype=np.float32)).reshape(value.shape))
    return network


def _attentions(encoder: Held, decoder: Held) -> Held:
    """The weights and biases of asking and asked, put together as the network holds them."""
    weights = {
        f"dec.blocks.{n}.{part}": np.zeros((3 * WIDTH, WIDTH), np.float32)
        for n in range(LAYERS)
        for part in ("own", "cross")
    }
    biases = {name: np.zeros(3 * WIDTH, np.float32) for name in weights}
    for path, name in _ASKING.items():
        weights[name][:WIDTH] = decoder[f"{path}/MatMul"].T
        biases[name][:WIDTH] = decoder[f"{path}/Add"]
    for path, name in _ASKED_OWN.items():
        weights[name][WIDTH:] = decoder[f"{path}/MatMul"].T
        biases[name][WIDTH:] = decoder[f"{path}/Add"]
    for number, name in _ASKED_CROSS.items():
        weights[name][WIDTH:] = encoder[f"/MatMul{number}"].T
    for number, name in _BIAS_CROSS.items():
        biases[name][WIDTH:] = encoder[f"/Add{number}"]
    return {f"{name}.in_proj_weight": value for name, value in weights.items()} | {
        f"{name}.in_proj_bias": value for name, value in biases.items()
    }


def main() -> None:
    """Write what `--go-on` begins with."""
    parser = argparse.ArgumentParser(description="The packaged translator as a training keeps its own.")
    parser.add_argument("to", type=Path)
    parser.add_argument("--of", type=Path, default=FOLDER)
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    keep(restored(given.of), given.to, "translator")
    shutil.copy(given.of / WORDS, given.to / "words.json")


if __name__ == "__main__":
    main()
