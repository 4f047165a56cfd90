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
import math
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from benchmarks.translator.examples import others, written
from benchmarks.translator.network import Translator
from benchmarks.translator.train import BATCH, CLIP, DECAY, SMOOTHING, Data, Example, keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RATES = (6e-5, 4e-4)  # AdamW's highest rates of the encoder and of the decoder
RISING = 80  # steps in which they are reached
# Of a batch: new questions, the same about other areas and grades, and the three kinds that were there before.
SHARES = {"new": 0.36, "new other": 0.14, "train": 0.34, "other": 0.08, "said": 0.08}
AHEAD = 10  # batches that are drawn together and put in order of length


def known(folder: Path, network: Translator, words: Sequence[str]) -> None:
    """Put what was trained into the network; tokens that are new to it stay as they are."""
    before: list[str] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    if list(words[: len(before)]) != before:
        raise SystemExit(f"The tokens of {folder} are not the first of these: train anew.")
    held = network.state_dict()
    for file in sorted(folder.glob("translator*.npz")):
        for name, value in np.load(file).items():
            tensor = torch.from_numpy(value.astype(np.float32))
            if name == "dec.token.weight":
                held[name][: len(tensor)] = tensor
            else:
                held[name] = tensor
    network.load_state_dict(held)


def batches(parts: dict[str, list[Example]], rng: random.Random) -> Iterator[list[Example]]:
    """Batches without end, each of questions of like length, so that little of it is padding."""
    while True:
        count = BATCH * AHEAD
        drawn = [rng.choice(parts[part]) for part, share in SHARES.items() for _ in range(int(count * share))]
        drawn.sort(key=lambda one: (len(one[1]) // 6, len(one[0])))
        groups = [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
        rng.shuffle(groups)
        yield from groups


def go_on(network: Translator, data: Data, parts: dict[str, list[Example]], seconds: float, rng: random.Random) -> None:
    """Train for so many seconds."""
    groups = [
        {"params": [p for p in network.enc.parameters() if p.requires_grad], "peak": RATES[0]},
        {"params": list(network.dec.parameters()), "peak": RATES[1]},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATES[0], weight_decay=DECAY)
    loss_of = nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=SMOOTHING)
    network.train()
    began = time.monotonic()
    for step, taken in enumerate(batches(parts, rng)):
        done = (time.monotonic() - began) / seconds
        if done >= 1:
            return
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, (step + 1) / RISING) * 0.5 * (1 + math.cos(math.pi * done))
        ids, mask, told = data.batch(taken, "cpu", rng)
        logits = network(ids, mask, told[:, :-1].clamp(min=0))
        loss = loss_of(logits.flatten(0, 1), told[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        if step % 100 == 0:
            print(f"step {step}, {100 * done:.0f} of 100: {loss.item():.3f}", flush=True)


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
    network = Translator(given.weights, len(data.words))
    known(given.trained, network, data.words)
    print({part: len(each) for part, each in parts.items()}, f"held {surprise(network, data, parts['held']):.3f}")
    go_on(network, data, parts, 60 * given.minutes, rng)
    print(f"held {surprise(network, data, parts['held']):.3f}")
    (given.out / "words.json").write_text(json.dumps(data.words), encoding="utf-8")
    keep(network, given.out)


if __name__ == "__main__":
    main()
