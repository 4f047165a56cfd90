"""Write the trained translator as ONNX with weights of eight bits, as qa.translate.model loads it.

python -m benchmarks.translator.export TRAINED_FOLDER [--to qa/data]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.onnx_file import write_onnx
from benchmarks.translator.network import Translator
from ingest.embedding.weights import find_weights
from qa.translate.model import DECODER, ENCODER, FOLDER, WORDS


class Encoder(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder alone, its result as a plain tensor."""

    def __init__(self, network: Translator) -> None:
        super().__init__()
        self.enc = network.enc

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The question's hidden states, float[n, length, 384]."""
        hidden: torch.Tensor = self.enc(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden


def export(network: Translator, target: Path) -> None:
    """Write both halves to the folder `target`."""
    ids, mask = torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7, dtype=torch.long)
    hidden, written = torch.zeros(2, 7, network.enc.config.hidden_size), torch.zeros(2, 5, dtype=torch.long)
    halves = (
        (ENCODER, Encoder(network), (ids, mask), ["ids", "mask"], "hidden", "length"),
        (DECODER, network.dec, (written, hidden, mask), ["written", "hidden", "mask"], "logits", "steps"),
    )
    for name, part, inputs, called, output, along in halves:
        axes = {one: {0: "n", 1: "steps" if one == "written" else "length"} for one in called}
        axes[output] = {0: "n", 1: along}
        write_onnx(part, inputs, target / name, names=called, outputs=[output], axes=axes)


def main() -> None:
    """Load what the training kept and write the files."""
    parser = argparse.ArgumentParser(description="Write the translator as ONNX.")
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    given = parser.parse_args()
    words = json.loads((given.trained / "words.json").read_text(encoding="utf-8"))
    network = Translator(find_weights().folder, len(words))
    held = network.state_dict()
    for file in sorted(given.trained.glob("translator*.npz")):
        held |= {name: torch.from_numpy(value.astype(np.float32)) for name, value in np.load(file).items()}
    network.load_state_dict(held)
    export(network, given.to)
    (given.to / WORDS).write_text(json.dumps(words), encoding="utf-8")


if __name__ == "__main__":
    main()
