"""Write the trained translator as ONNX with weights of eight bits, as qa.translate.model loads it.

python -m benchmarks.translator.export TRAINED_FOLDER [--to qa/data]

What each word of a question does comes to the encoder afterwards (words.py).
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from torch import nn

from benchmarks.kept import load
from benchmarks.onnx_file import write_onnx
from benchmarks.translator.network import HEADS, LAYERS, WIDTH, Translator
from ingest.embedding.weights import find_weights
from qa.translate.model import DECODER, ENCODER, FOLDER, WORDS


class Encoder(nn.Module):  # type: ignore[misc,unused-ignore]
    """The encoder and what the decoder's layers ask of the question: reckoned once a question."""

    def __init__(self, network: Translator) -> None:
        super().__init__()
        self.enc, self.dec = network.enc, network.dec

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The question's memory, float[n, layers, 2, heads, length, width / heads]."""
        memory: torch.Tensor = self.dec.memory(self.enc(input_ids=ids, attention_mask=mask).last_hidden_state)
        return memory


class Decoder(nn.Module):  # type: ignore[misc,unused-ignore]
    """The decoder a few tokens at a time, of one question: none of it is padding."""

    def __init__(self, network: Translator) -> None:
        super().__init__()
        self.dec = network.dec

    def forward(
        self, written: torch.Tensor, past: torch.Tensor, memory: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits after each new token, and what the next ones need of these."""
        return self.dec.steps(written, past, memory, None)


def trained(folder: Path, tokens: int | None = None) -> Translator:
    """The network as training kept it; of so many `tokens`, those that it does not know yet are as they are made."""
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    network = Translator(find_weights().folder, tokens or len(words))
    load(network, folder, "translator")
    return network


def export(network: Translator, target: Path) -> None:
    """Write both halves to the folder `target`."""
    ids, mask = torch.ones(1, 7, dtype=torch.long), torch.ones(1, 7, dtype=torch.long)
    write_onnx(
        Encoder(network),
        (ids, mask),
        target / ENCODER,
        names=["ids", "mask"],
        outputs=["memory"],
        axes={"ids": {1: "length"}, "mask": {1: "length"}, "memory": {4: "length"}},
    )
    per = (LAYERS, 2, HEADS)
    written, past = torch.zeros(2, 2, dtype=torch.long), torch.zeros(2, *per, 3, WIDTH // HEADS)
    write_onnx(
        Decoder(network),
        (written, past, torch.zeros(1, *per, 7, WIDTH // HEADS)),
        target / DECODER,
        names=["written", "past", "memory"],
        outputs=["logits", "present"],
        axes={
            "written": {0: "n", 1: "steps"},
            "past": {0: "n", 4: "before"},
            "memory": {4: "length"},
            "logits": {0: "n", 1: "steps"},
            "present": {0: "n", 4: "after"},
        },
    )


def main() -> None:
    """Load what the training kept and write the files."""
    parser = argparse.ArgumentParser(description="Write the translator as ONNX.")
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    given = parser.parse_args()
    export(trained(given.trained), given.to)
    shutil.copy(given.trained / "words.json", given.to / WORDS)


if __name__ == "__main__":
    main()
