"""Go on training a trained translator, with questions that were written since: less than an hour on two cores.

    python -m benchmarks.translator.go_on EXAMPLES.jsonl TRAINED_FOLDER OUT_FOLDER --weights MINILM_FOLDER
        [--since 5197] [--minutes 52]

Batches are drawn for so many minutes: half of what is new (the lines of questions.jsonl from --since on, and the same
about other areas and grades), half of what was there before, so that it is not forgotten. The rate falls to nothing at
the end. OUT_FOLDER gets what train.py's does.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from benchmarks.translator.examples import others, written
from benchmarks.translator.export import trained
from benchmarks.translator.train import BATCH, Data, Example, keep, rate, train

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.translator.network import Translator

RATES = (6e-5, 4e-4)  # AdamW's highest rates of the encoder and of the decoder
RISING = 80  # steps in which they are reached
# Of a batch: new questions, the same about other areas and grades, and the three kinds that were there before.
SHARES = {"new": 0.36, "new other": 0.14, "train": 0.34, "other": 0.08, "said": 0.08}
AHEAD = 10  # batches that are drawn together and put in order of length


def drawn(parts: dict[str, list[Example]], rng: random.Random) -> Iterator[list[Example]]:
    """Batches without end, each of questions of like length, so that little of it is padding."""
    while True:
        count = BATCH * AHEAD
        some = [rng.choice(parts[part]) for part, share in SHARES.items() for _ in range(int(count * share))]
        some.sort(key=lambda one: (len(one[1]) // 6, len(one[0])))
        groups = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
        rng.shuffle(groups)
        yield from groups


def for_a_time(batches: Iterator[list[Example]], seconds: float) -> Iterator[tuple[float, list[Example]]]:
    """The batches for so many seconds, with their shares of the rate."""
    began = time.monotonic()
    for step, taken in enumerate(batches):
        done = (time.monotonic() - began) / seconds
        if done >= 1:
            return
        yield rate((step + 1) / RISING, done), taken


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def surprise(network: Translator, data: Data, rows: list[Example]) -> float:
    """How unlikely the network holds what is to be written, as a logarithm, on average."""
    network.eval()
    total = 0.0
    for at in range(0, len(rows), BATCH):
        ids, mask, told = data.batch(rows[at : at + BATCH], "cpu", None)
        logits = network(ids, mask, told[:, :-1].clamp(min=0)).flatten(0, 1)
        total += nn.functional.cross_entropy(logits, told[:, 1:].flatten(), ignore_index=-1, reduction="sum").item()
    return total / max(1, len(rows))


def main() -> None:
    """Go on, say what it is worth on the held-out questions before and after, and keep the tensors."""
    parser = argparse.ArgumentParser(description="Go on training the translator.")
    parser.add_argument("examples", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--since", type=int, default=5197)
    parser.add_argument("--minutes", type=float, default=52)
    given = parser.parse_args()
    rng = random.Random(5)
    rows = [json.loads(line) for line in given.examples.read_text(encoding="utf-8").splitlines()]
    new = [one for one in list(written())[given.since :] if one["part"] == "train"]
    texts = {one["text"] for one in new}
    told: dict[str, list[dict[str, Any]]] = {
        part: [one for one in rows if one["part"] == part and one["text"] not in texts]
        for part in ("train", "other", "said", "held")
    }
    told |= {"new": new, "new other": [other for one in new if one["queries"] for other in others(one, rng)]}
    before = json.loads((given.trained / "words.json").read_text(encoding="utf-8"))
    data = Data([one for each in told.values() for one in each], given.weights / "tokenizer.json", before=before)
    parts = {part: data.of(each) for part, each in told.items()}
    network = trained(given.trained, len(data.words))
    print({part: len(each) for part, each in parts.items()}, f"held {surprise(network, data, parts['held']):.3f}")
    batches = for_a_time(drawn(parts, rng), 60 * given.minutes)
    train(network, data, batches, rates=RATES, device="cpu", rng=rng)
    print(f"held {surprise(network, data, parts['held']):.3f}")
    keep(network, data, given.out)


if __name__ == "__main__":
    main()
