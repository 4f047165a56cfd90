"""Write the trained reader as ONNX with weights of eight bits, as qa.reader.model loads it.

python -m benchmarks.reader.export TRAINED_FOLDER [--to qa/data]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from benchmarks.kept import load
from benchmarks.onnx_file import write_onnx
from benchmarks.reader.network import Network
from ingest.embedding.weights import find_weights
from qa.reader.model import FILE, FOLDER

PAIRS, LENGTH, FIGURES = 2, 24, 3  # of the inputs that the graph is drawn with; it takes any number


def export(network: Network, target: Path) -> None:
    """Write the network to the folder `target`."""
    tokens = torch.ones(PAIRS, LENGTH, dtype=torch.long)
    pool = torch.zeros(FIGURES, PAIRS * LENGTH)
    inputs = (tokens, tokens.clone(), torch.zeros_like(tokens), pool, torch.zeros(FIGURES, dtype=torch.long))
    names = ["input_ids", "attention_mask", "token_type_ids", "pool", "owner"]
    axes = {name: {0: "pairs", 1: "length"} for name in names[:3]}
    axes |= {"pool": {0: "figures", 1: "tokens"}, "owner": {0: "figures"}}
    write_onnx(network, inputs, target / FILE, names=names, outputs=["relevance", "figures"], axes=axes)


def main() -> None:
    """Load what the training kept and write the file."""
    parser = argparse.ArgumentParser(description="Write the reader as ONNX.")
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    given = parser.parse_args()
    network = Network(find_weights().folder)
    load(network, given.trained, "reader")
    export(network, given.to)


if __name__ == "__main__":
    main()
