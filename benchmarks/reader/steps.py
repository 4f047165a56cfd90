"""The steps of a training of the reader, and what a network is worth on examples that were held out.

Knows networks with heads (network.py) and lessons. Does not know which encoder it is, nor files; needs torch alone.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from benchmarks.reader.lessons import FIGURE, FINDING, READ, Lessons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor

    from benchmarks.reader.network import Heads

HEADS = 5  # by how much the heads' rate is greater than the encoder's
WARM_UP, DECAY, CLIP = 0.06, 0.01, 1.0
WRONG = 0.03, 0.055  # wrong ones of all that are asked, at which the right ones are counted


class Endless(IterableDataset):  # type: ignore[misc,type-arg,unused-ignore]
    """Batches of lessons without end, each worker's in another order."""

    def __init__(self, lessons: Lessons, examples: list[int], *, size: int, most: int, seed: int) -> None:
        super().__init__()
        self.lessons, self.examples, self.size, self.most, self.seed = lessons, examples, size, most, seed

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        """Batches in a random order of this worker's own."""
        info = get_worker_info()
        seed = self.seed * 100 + (info.id if info is not None else 0)
        return self.lessons.batches(self.examples, size=self.size, most=self.most, seed=seed)


def lost(row: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
    """Minus the log of what the right ones get of each choice's softmax, weighted and summed."""
    there = batch["there"]
    picked = row[batch["places"]].masked_fill(~there, -1e4)
    told = picked.log_softmax(1)
    surprise = -torch.logsumexp(told.masked_fill(~batch["right"], -1e4), 1)
    return (surprise * batch["weights"]).sum()


def train(
    network: Heads,
    feed: Endless,
    steps: int,
    *,
    device: str,
    rate: float,
    seconds: float = math.inf,
    workers: int = 0,
    name: str = "",
) -> None:
    """So many steps, or fewer where `seconds` are over before; the rate rises at first and falls to nothing."""
    network.train()
    heads = [p for key, p in network.named_parameters() if p.requires_grad and not key.startswith("enc")]
    body = [p for key, p in network.named_parameters() if p.requires_grad and key.startswith("enc")]
    groups = [{"params": body, "peak": rate}, {"params": heads, "peak": HEADS * rate}]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=DECAY)
    began = time.monotonic()
    batches = iter(DataLoader(feed, batch_size=None, num_workers=workers))
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - began) / seconds)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, done / WARM_UP) * max(0.02, 1 - done)
        batch = {key: one.to(device, non_blocking=True) for key, one in next(batches).items()}
        with torch.autocast(device.split(":", maxsplit=1)[0], dtype=torch.bfloat16, enabled=device != "cpu"):
            row = network.logits(batch)
        loss = lost(row, batch) / feed.size
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *heads], CLIP)
        optimizer.step()
        if step % 200 == 0:
            print(f"{name} step {step} of {steps}, {time.monotonic() - began:.0f} s: {loss.item():.3f}", flush=True)


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def told(
    network: Heads, lessons: Lessons, taken: Sequence[tuple[int, list[int]]], *, device: str, size: int = 64
) -> Iterator[tuple[int, list[int], list[float], list[list[float]]]]:
    """For each example and the places of its sentences, the logits of these and of the figures of each."""
    network.eval()
    every = [(one, places) for one, places in taken if places]
    for at in range(0, len(every), size):
        taken = every[at : at + size]
        batch = lessons.batch(taken)
        on = {key: one.to(device) for key, one in batch.items()}
        with torch.autocast(device.split(":", maxsplit=1)[0], dtype=torch.bfloat16, enabled=device != "cpu"):
            row = network.logits(on).cpu().tolist()
        figure, pair = 1 + len(batch["ids"]), 0
        for one, places in taken:
            sentences, figures = row[1 + pair : 1 + pair + len(places)], []
            for text in lessons.of("sentences", one)[places]:
                count = len(lessons.of("values", int(text)))
                figures.append(row[figure : figure + count])
                figure += count
            pair += len(places)
            yield one, places, sentences, figures


def measure(network: Heads, lessons: Lessons, examples: Sequence[int], *, device: str) -> str:
    """How often the first is right of those that have an answer, and how many are right where so few are wrong of all
    that are asked, by how much likelier the first is than the rest.
    """
    rows: dict[int, list[tuple[float, bool, bool]]] = {FIGURE: [], FINDING: []}
    first = [(one, list(range(min(READ, len(lessons.of("sentences", one)))))) for one in examples]
    for one, _, sentences, figures in told(network, lessons, first, device=device):
        gold = lessons.gold(one)
        has = bool(gold) or bool(lessons.arrays["lacking"][one])
        kind = int(lessons.arrays["kind"][one])
        if kind == FIGURE:
            rows[kind].append((*_figure(lessons, one, figures, gold), has))
        else:
            best = int(np.argmax(sentences))
            rows[kind].append((sentences[best], best in {at for at, _ in gold}, has))
    return "; ".join(_worth(name, rows[kind]) for kind, name in ((FIGURE, "figure"), (FINDING, "finding")))


def _figure(lessons: Lessons, one: int, figures: list[list[float]], gold: list[tuple[int, int]]) -> tuple[float, bool]:
    texts = lessons.of("sentences", one)
    values = [lessons.of("values", int(text)).tolist() for text in texts]
    shares: dict[int, float] = {}
    top = max([0.0, *(x for each in figures for x in each)])
    total = math.exp(-top) + sum(math.exp(x - top) for each in figures for x in each)
    for n, each in enumerate(figures):
        for value, logit in zip(values[n], each, strict=True):
            shares[value] = shares.get(value, 0.0) + math.exp(logit - top) / total
    if not shares:
        return -9.0, False
    best = max(shares, key=lambda value: shares[value])
    share = shares[best]
    right = best in {values[at][n] for at, n in gold}
    return math.log((share + 1e-4) / (1 - share + 1e-4)), right


def _worth(name: str, rows: list[tuple[float, bool, bool]]) -> str:
    if not rows:
        return f"{name}: none"
    rows = sorted(rows, reverse=True)
    answerable = max(1, sum(has for *_, has in rows))
    first = sum(right for _, right, _ in rows)
    parts = [f"{name}: first right {100 * first / answerable:.1f} of {answerable}"]
    for most in WRONG:
        wrong = right = best = 0
        for _, good, _ in rows:
            right, wrong = right + good, wrong + (not good)
            if wrong <= most * len(rows):
                best = right
        parts.append(f"{100 * best / answerable:.1f} where {100 * most:.1f} of {len(rows)} are wrong")
    return ", ".join(parts)
