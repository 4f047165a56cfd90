"""Train the reader on packed examples.

    python -m benchmarks.reader.train PACKED.npz OUT_FOLDER --weights MINILM_FOLDER [--device cuda] [--beside 4]

Two stages: questions made of clauses (what belongs to a figure), then the written ones (what people say for it),
several times from the same start in another order; the mean of the networks' weights does better than any of them. With
--again the start is the mean of such a training, at a lower rate. What was held out (examples.py) is only measured.
OUT_FOLDER gets what was trained (export.py makes the packaged file of it). Minutes on one accelerator, a day on two
cores.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import torch
from torch import nn

from benchmarks.kept import keep, load, mean_of
from benchmarks.reader.lessons import CLAUSES, FAR, HELD, WRITTEN, Lessons
from benchmarks.reader.network import Network
from benchmarks.reader.steps import Endless, measure, train

CLS, SEP = 101, 102  # BERT's numbers of what begins a pair, and ends each of its texts
BATCH, SENTENCES = 32, 6  # questions a step, sentences a question
RATE, AGAIN = 1.2e-4, 5e-5  # AdamW's, of the encoder; where it goes on
EPOCHS = 4.0  # times over the written questions
FROZEN = 1  # layers that stay as they are


def narrowed(network: Network, lessons: Lessons) -> None:
    """Keep only the vectors of the words that stand in the lessons, in their order, and of the two marks."""
    rows = [*lessons.arrays["known"].tolist(), CLS, SEP]
    table = network.enc.embeddings.word_embeddings.weight.detach()[torch.tensor(rows)]
    network.enc.embeddings.word_embeddings = nn.Embedding.from_pretrained(table.clone())


def start(network: Network, lessons: Lessons, *, device: str, workers: int = 0) -> None:
    """The first stage."""
    clauses = lessons.part(CLAUSES)
    feed = Endless(lessons, clauses, size=BATCH, most=5, seed=1)
    steps = len(clauses) // BATCH
    train(network, feed, steps, device=device, rate=RATE, workers=workers, name="clauses")


def one_of_several(seed: int, given: argparse.Namespace) -> None:
    """Train the network of one seed from the common start and write its weights beside the others'."""
    torch.manual_seed(seed)
    lessons = Lessons(given.packed)
    network = _network(given, lessons)
    network.load_state_dict(torch.load(given.out / "start.pt", map_location=given.device))
    written = lessons.part(WRITTEN)
    feed = Endless(lessons, written, size=BATCH, most=SENTENCES, seed=seed + 2)
    train(
        network,
        feed,
        int(given.epochs * len(written) / BATCH),
        device=given.device,
        rate=RATE if given.again is None else AGAIN,
        seconds=60 * given.minutes,
        workers=given.workers,
        name=f"seed {seed}",
    )
    print(f"seed {seed}:", worth(network, lessons, given.device), flush=True)
    torch.save(network.state_dict(), given.out / f"seed{seed}.pt")


def worth(network: Network, lessons: Lessons, device: str) -> str:
    """What it is worth on held-out authorities, and on questions in far words if there are any."""
    told = [measure(network, lessons, lessons.part(HELD), device=device)]
    if far := lessons.part(FAR):
        told.append("in far words " + measure(network, lessons, far, device=device))
    return "\n  ".join(told)


def _network(given: argparse.Namespace, lessons: Lessons) -> Network:
    network = Network(given.weights)
    if given.again is not None:
        load(network, given.again, "reader")
    narrowed(network, lessons)
    network.freeze(FROZEN)
    placed: Network = network.to(given.device)
    return placed


def main() -> None:
    """Train in two stages, measure, and keep the mean."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--again", type=Path, metavar="FOLDER", help="begin with what an earlier training kept there")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--minutes", type=float, default=math.inf, help="no seed is trained longer than this")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--beside", type=int, default=1, help="seeds trained at once, each by a process")
    parser.add_argument("--workers", type=int, default=0, help="processes that make the batches of each seed")
    given = parser.parse_args()
    torch.manual_seed(1)
    lessons = Lessons(given.packed)
    network = _network(given, lessons)
    if given.again is None:
        start(network, lessons, device=given.device, workers=given.workers)
    torch.save(network.state_dict(), given.out / "start.pt")
    work = torch.multiprocessing.get_context("spawn")
    jobs = [work.Process(target=one_of_several, args=(seed, given)) for seed in range(given.seeds)]
    for at in range(0, len(jobs), given.beside):
        for job in jobs[at : at + given.beside]:
            job.start()
        for job in jobs[at : at + given.beside]:
            job.join()
    states = [torch.load(given.out / f"seed{seed}.pt", map_location=given.device) for seed in range(given.seeds)]
    network.load_state_dict(mean_of(states))
    print("mean:", worth(network, lessons, given.device), flush=True)
    keep(network, given.out, "reader")


if __name__ == "__main__":
    main()
