"""Write the trained reader as ONNX with weights of eight bits, as qa.reader.model loads it.

python -m benchmarks.reader.export TRAINED_FOLDER [--to qa/data]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.kept import load
from benchmarks.onnx_file import write_onnx
from benchmarks.reader.batches import Batches
from benchmarks.reader.network import Network
from ingest.embedding.weights import find_weights
from qa.reader.model import FILE, FOLDER, vocabulary


def export(network: Network, batches: Batches, target: Path) -> None:
    """Write the network to the folder `target`."""
    sentence = {"heading": "Help", "before": "", "text": "Of 12 plans, 5 were late.", "figures": [(3, 5), (13, 14)]}
    inputs, _ = batches.tensors([("How many plans?", sentence), ("How many plans were late?", sentence)])
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
    export(network, Batches(vocabulary()), given.to)


if __name__ == "__main__":
    main()
