"""Train the reader on examples.

    python -m benchmarks.reader.train EXAMPLES.jsonl OUT_FOLDER --weights MINILM_FOLDER [--device cuda] [--beside 4]

Two stages: questions made of clauses (what belongs to a figure), then the written ones (what people say for it),
several times from the same start in another order; the mean of the networks' weights does better than any of them. What
was held out (examples.py) is only measured. OUT_FOLDER gets what was trained (export.py makes the packaged file of it).
Some minutes on one accelerator, hours on two cores.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from benchmarks.kept import keep, mean_of
from benchmarks.reader.batches import Batches, logits_of
from benchmarks.reader.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

BATCH = 16  # questions a step
SENTENCES = 4, 6, 5, 6  # sentences a question, of each network
RATE, HEADS = 1e-4, 5  # AdamW's rate for the encoder, and by how much the heads' is greater
EPOCHS = 2.4  # times over the written questions
WARM_UP, DECAY, CLIP = 0.06, 0.01, 1.0
HARDEST = 10  # of the sentences found, those that the wrong ones are drawn from
FROZEN = 1  # layers that stay as they are
SEEN = 9  # one of so many held-out questions is looked at here
WEIGHTS = {
    ("figure", "sentence"): 0.4,
    ("finding", "sentence"): 1.0,
    ("figure", "figure"): 1.0,
    ("finding", "figure"): 0.3,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice that the network makes: where its logits stand in a row of many (0 is "none"), which are right."""

    at: list[int]
    right: list[bool]
    weight: float


def drawn(example: dict[str, Any], rng: random.Random, most: int) -> list[int]:
    """Sentences of one example for one step: one or two that answer, and others that the search puts first."""
    gold = sorted({at for at, _ in example["gold"]})
    others = [at for at in range(len(example["sentences"])) if at not in gold][:HARDEST]
    rng.shuffle(others)
    chosen = rng.sample(gold, min(2, len(gold)))
    return chosen + others[: most - len(chosen)]


def choices(
    example: dict[str, Any], chosen: list[int], base: int, figures: dict[tuple[int, int], int]
) -> Iterator[Choice]:
    """What is to be chosen for an example whose sentences are the pairs from `base` on: a sentence, and a figure."""
    kind, right = example["kind"], {at for at, _ in example["gold"]}
    places = [0, *(1 + base + n for n in range(len(chosen)))]
    yield Choice(places, [not right, *(at in right for at in chosen)], WEIGHTS[kind, "sentence"])
    gold = {tuple(one) for one in example["gold"]} if kind == "figure" else set()
    values = {tuple(example["sentences"][at]["figures"][n][2:]) for at, n in gold}
    places, good = [0], [not gold]
    for n, at in enumerate(chosen):
        for k, figure in enumerate(example["sentences"][at]["figures"]):
            # The same value in a sentence that nobody marked may be right or not: it teaches nothing.
            if (at, k) in gold or tuple(figure[2:]) not in values or at in right:
                places.append(figures[base + n, k])
                good.append((at, k) in gold)
    if any(good) and len(places) > 1:
        yield Choice(places, good, WEIGHTS[kind, "figure"])


def surprise(logits: Tensor, every: Sequence[Choice]) -> Tensor:
    """Minus the log of what the right ones get of each choice's softmax, weighted and summed."""
    width = max(len(one.at) for one in every)
    at = torch.tensor([one.at + [0] * (width - len(one.at)) for one in every], device=logits.device)
    there = torch.tensor([[1] * len(one.at) + [0] * (width - len(one.at)) for one in every], device=logits.device)
    right = torch.tensor([one.right + [False] * (width - len(one.at)) for one in every], device=logits.device)
    picked = logits[at].masked_fill(there == 0, -1e4)
    lost = torch.logsumexp(picked, 1) - torch.logsumexp(picked.masked_fill(~right, -1e4), 1)
    return (lost * torch.tensor([one.weight for one in every], device=logits.device)).sum()


def step_loss(network: Network, taken: list[tuple[dict[str, Any], list[int]]], batches: Batches) -> Tensor:
    """The mean surprise of some examples, each with its chosen sentences."""
    pairs = [(one["question"], one["sentences"][at]) for one, places in taken for at in places]
    logits, figures = logits_of(network, pairs, batches)
    every: list[Choice] = []
    base = 0
    for one, places in taken:
        every += choices(one, places, base, figures)
        base += len(places)
    return surprise(logits, every) / len(taken)


def train(
    network: Network,
    examples: list[dict[str, Any]],
    steps: int,
    *,
    batches: Batches,
    rng: random.Random,
    sentences: int = SENTENCES[0],
    seconds: float = math.inf,
) -> None:
    """So many steps over the examples in random order, or fewer where `seconds` are over before; the rate rises at
    first and falls to nothing.
    """
    network.train()
    heads = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("enc")]
    body = [p for name, p in network.named_parameters() if p.requires_grad and name.startswith("enc")]
    groups = [{"params": body, "rate": RATE}, {"params": heads, "rate": HEADS * RATE}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)
    shuffled, began = _forever(list(examples), rng), time.monotonic()
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - began) / seconds)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1.0, step / (WARM_UP * steps + 1)) * max(0.02, 1 - done)
        taken = [(one, drawn(one, rng, sentences)) for one in itertools.islice(shuffled, BATCH)]
        loss = step_loss(network, [(one, at) for one, at in taken if at], batches)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *heads], CLIP)
        optimizer.step()
        if step % 200 == 0:
            print(f"step {step} of {steps}, {time.monotonic() - began:.0f} s: {loss.item():.3f}", flush=True)


def _forever(examples: list[dict[str, Any]], rng: random.Random) -> Iterator[dict[str, Any]]:
    while True:
        rng.shuffle(examples)
        yield from examples


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def measure(network: Network, held: Sequence[dict[str, Any]], batches: Batches) -> str:
    """Of the held-out questions, each beside the first six sentences: surprise, and how often the first is right."""
    network.eval()
    lost, first, count = {"figure": 0.0, "finding": 0.0}, {"figure": 0, "finding": 0}, {"figure": 0, "finding": 0}
    for one in held:
        places = list(range(min(6, len(one["sentences"]))))
        if not places:
            continue
        kind = one["kind"]
        logits, figures = logits_of(network, [(one["question"], one["sentences"][at]) for at in places], batches)
        seen = {**one, "gold": [place for place in one["gold"] if place[0] in places]}
        told = list(choices(seen, places, 0, figures))
        which = told[-1] if kind == "figure" else told[0]
        lost[kind] += surprise(logits, [which]).item()
        best = int(logits[torch.tensor(which.at[1:], device=logits.device)].argmax())
        first[kind] += bool(seen["gold"]) and which.right[1 + best]
        count[kind] += bool(seen["gold"])
    return "; ".join(f"{kind}: surprise {lost[kind]:.0f}, {first[kind]} of {count[kind]} first" for kind in count)


def one_of_several(seed: int, given: argparse.Namespace) -> None:
    """Train the network of one seed from the common start and write its weights beside the others'."""
    torch.manual_seed(seed)
    rows = _rows(given.examples)
    written = [one for one in rows if one["part"] == "written"]
    network, batches = _network(given)
    network.load_state_dict(torch.load(given.out / "start.pt", map_location=given.device))
    steps = int(given.epochs * len(written) / BATCH)
    rng, sentences = random.Random(seed), SENTENCES[seed % len(SENTENCES)]
    seconds = 60 * given.minutes
    train(network, written, steps, batches=batches, rng=rng, sentences=sentences, seconds=seconds)
    print(f"seed {seed}:", measure(network, _held(rows), batches), flush=True)
    torch.save(network.state_dict(), given.out / f"seed{seed}.pt")


def _held(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of the held-out questions, in no order of reports: benchmarks/reader/measure.py asks all of them."""
    return [one for one in rows if one["part"] == "held"][::SEEN]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _network(given: argparse.Namespace) -> tuple[Network, Batches]:
    network = Network(given.weights).to(given.device)
    network.freeze(FROZEN)
    return network, Batches(given.weights / "tokenizer.json", given.device)


def main() -> None:
    """Train in two stages, measure, and keep the mean."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--minutes", type=float, default=math.inf, help="no seed is trained longer than this")
    parser.add_argument("--seeds", type=int, default=len(SENTENCES))
    parser.add_argument("--beside", type=int, default=1, help="seeds trained at once, each by a process")
    given = parser.parse_args()
    torch.manual_seed(1)
    rows = _rows(given.examples)
    clauses = [one for one in rows if one["part"] == "clauses"]
    network, batches = _network(given)
    train(network, clauses, len(clauses) // BATCH, batches=batches, rng=random.Random(1))
    torch.save(network.state_dict(), given.out / "start.pt")
    work = torch.multiprocessing.get_context("spawn")
    with work.Pool(given.beside, maxtasksperchild=1) as pool:
        pool.starmap(one_of_several, [(seed, given) for seed in range(given.seeds)], chunksize=1)
    states = [torch.load(given.out / f"seed{seed}.pt", map_location=given.device) for seed in range(given.seeds)]
    network.load_state_dict(mean_of(states))
    print("mean:", measure(network, _held(rows), batches), flush=True)
    keep(network, given.out, "reader")


if __name__ == "__main__":
    main()
