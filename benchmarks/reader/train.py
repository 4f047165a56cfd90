"""Train the reader on examples and write it as ONNX.

    python -m benchmarks.reader.train EXAMPLES.jsonl --library DIR [--device cuda]

Two stages: questions made of clauses (what belongs to a figure), then the written ones (what people say for it), twice
from the same start in another order; the mean of the two networks' weights did better than either. The authorities of
one part in four, by the hash of their names, are left out: on their questions the reader is measured and calibrated
(benchmarks/reader/measure.py). Some minutes on one accelerator, hours on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer

from benchmarks.onnx_file import write_onnx
from benchmarks.reader.examples import made_of_clauses
from benchmarks.reader.network import Network
from ingest.embedding.weights import find_weights
from qa.reader.layout import LONGEST, lay_out
from qa.reader.model import FILE, FOLDER, figure_tokens, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

BATCH = 16  # questions a step
SENTENCES = 4, 6  # sentences a question, of the first network and of the second
RATE, HEADS = 1e-4, 5  # AdamW's rate for the encoder, and by how much the heads' is greater
EPOCHS = 2.4  # times over the written questions
WARM_UP, DECAY, CLIP = 0.06, 0.01, 1.0
HARDEST = 10  # of the sentences found, those that the wrong ones are drawn from
WEIGHTS = {
    ("figure", "sentence"): 0.4,
    ("finding", "sentence"): 1.0,
    ("figure", "figure"): 1.0,
    ("finding", "figure"): 0.3,
}
Pair = tuple[str, dict[str, Any]]


def held_out(authority: str) -> bool:
    """Whether an authority's questions are kept for measuring."""
    return int(hashlib.sha1(authority.encode(), usedforsecurity=False).hexdigest(), 16) % 4 == 2


class Batches:
    """Pairs as tensors, with the vocabulary of the encoder."""

    def __init__(self, tokenizer: Path, device: str = "cpu") -> None:
        self._device = device
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(max_length=LONGEST, strategy="only_second")
        self._tokenizer.enable_padding()

    def tensors(self, pairs: Sequence[Pair]) -> tuple[tuple[Tensor, ...], list[tuple[int, int]]]:
        """The network's inputs, and for each figure (pair, its number there)."""
        laid = [lay_out(one["heading"], one["before"], one["text"]) for _, one in pairs]
        encoded = self._tokenizer.encode_batch([(asked, one.text) for (asked, _), one in zip(pairs, laid, strict=True)])
        length = len(encoded[0].ids)
        places = [
            (at, n, *figure_tokens(encoded[at], laid[at], tuple(figure[:2])))
            for at, (_, one) in enumerate(pairs)
            for n, figure in enumerate(one["figures"])
        ]
        pool = torch.zeros(max(1, len(places)), len(pairs), length)
        for row, (at, _, first, last) in enumerate(places):
            pool[row, at, first:last] = 1 / (last - first)
        inputs = (
            torch.tensor([one.ids for one in encoded]),
            torch.tensor([one.attention_mask for one in encoded]),
            torch.tensor([one.type_ids for one in encoded]),
            pool.reshape(len(pool), -1),
            torch.tensor([at for at, *_ in places] or [0]),
        )
        return tuple(one.to(self._device) for one in inputs), [(at, n) for at, n, *_ in places]


def drawn(example: dict[str, Any], rng: random.Random, most: int) -> list[int]:
    """Sentences of one example for one step: one or two that answer, and others that the search puts first."""
    gold = sorted({at for at, _ in example["gold"]})
    others = [at for at in range(len(example["sentences"])) if at not in gold][:HARDEST]
    rng.shuffle(others)
    chosen = rng.sample(gold, min(2, len(gold)))
    return chosen + others[: most - len(chosen)]


def loss_of(
    example: dict[str, Any], chosen: list[int], sentences: Sequence[Tensor], figures: dict[tuple[int, int], Tensor]
) -> Tensor:
    """Minus the log of what the right ones get of the softmax with "none" (0), over sentences and over figures."""
    none = sentences[0].new_zeros(())
    gold = {tuple(one) for one in example["gold"]}
    right = {at for at, _ in gold}
    kind = example["kind"]
    total = WEIGHTS[kind, "sentence"] * _surprise([none, *sentences], [not right, *(at in right for at in chosen)])
    if kind != "figure":
        gold = set()
    values = {tuple(example["sentences"][at]["figures"][n][2:]) for at, n in gold}
    logits, good = [none], [not gold]
    for k, at in enumerate(chosen):
        for n, figure in enumerate(example["sentences"][at]["figures"]):
            # The same value in a sentence that nobody marked may be right or not: it teaches nothing.
            if (at, n) in gold or tuple(figure[2:]) not in values or at in right:
                logits.append(figures[k, n])
                good.append((at, n) in gold)
    if any(good) and len(logits) > 1:
        total = total + WEIGHTS[kind, "figure"] * _surprise(logits, good)
    return total


def _surprise(logits: Sequence[Tensor], good: Sequence[bool]) -> Tensor:
    every, mask = torch.stack(list(logits)), torch.tensor(good, device=logits[0].device)
    return torch.logsumexp(every, 0) - torch.logsumexp(every[mask], 0)


def train(
    network: Network,
    examples: list[dict[str, Any]],
    steps: int,
    *,
    batches: Batches,
    rng: random.Random,
    sentences: int = SENTENCES[0],
) -> None:
    """So many steps over the examples in random order; the rate rises at first and falls to nothing."""
    network.train()
    heads = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("enc")]
    body = [p for name, p in network.named_parameters() if p.requires_grad and name.startswith("enc")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "rate": RATE}, {"params": heads, "rate": HEADS * RATE}], lr=RATE, weight_decay=DECAY
    )
    shuffled = _forever(examples, rng)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1.0, step / (WARM_UP * steps + 1)) * max(0.02, 1 - step / steps)
        chosen = [(one, drawn(one, rng, sentences)) for one in itertools.islice(shuffled, BATCH)]
        loss = _step_loss(network, [(one, at) for one, at in chosen if at], batches)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *heads], CLIP)
        optimizer.step()
        if step % 50 == 0:
            print(f"step {step} of {steps}: {loss.item():.3f}", flush=True)


def _step_loss(network: Network, chosen: list[tuple[dict[str, Any], list[int]]], batches: Batches) -> Tensor:
    pairs = [(one["question"], one["sentences"][at]) for one, places in chosen for at in places]
    sentences: list[Any] = [None] * len(pairs)
    figures: dict[tuple[int, int], Tensor] = {}
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][1]["text"]))
    size = (len(order) + 2) // 3
    for part in (order[at : at + size] for at in range(0, len(order), size)):  # of like length: less padding
        inputs, places = batches.tensors([pairs[at] for at in part])
        of_sentences, of_figures = network(*inputs)
        for row, at in enumerate(part):
            sentences[at] = of_sentences[row]
        for (row, n), logit in zip(places, of_figures, strict=False):
            figures[part[row], n] = logit
    losses, base = [], 0
    for one, taken in chosen:
        own = {(at - base, n): logit for (at, n), logit in figures.items() if base <= at < base + len(taken)}
        losses.append(loss_of(one, taken, sentences[base : base + len(taken)], own))
        base += len(taken)
    return torch.stack(losses).mean()


def _forever(examples: list[dict[str, Any]], rng: random.Random) -> Iterator[dict[str, Any]]:
    while True:
        rng.shuffle(examples)
        yield from examples


def export(network: Network, batches: Batches, target: Path) -> None:
    """Write the network as ONNX with weights of eight bits, as qa.reader.model loads it."""
    sentence = {"heading": "Help", "before": "", "text": "Of 12 plans, 5 were late.", "figures": [(3, 5), (13, 14)]}
    inputs, _ = batches.tensors([("How many plans?", sentence), ("How many plans were late?", sentence)])
    names = ["input_ids", "attention_mask", "token_type_ids", "pool", "owner"]
    axes = {name: {0: "pairs", 1: "length"} for name in names[:3]}
    axes |= {"pool": {0: "figures", 1: "tokens"}, "owner": {0: "figures"}}
    write_onnx(network, inputs, target / FILE, names=names, outputs=["relevance", "figures"], axes=axes)


def main() -> None:
    """Train in two stages and write qa/data/reader.onnx."""
    parser = argparse.ArgumentParser(description="Train the reader and write it as ONNX.")
    parser.add_argument("examples", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    given = parser.parse_args()
    torch.manual_seed(1)
    written = [json.loads(line) for line in given.examples.read_text(encoding="utf-8").splitlines()]
    written = [one for one in written if not held_out(one["authority"])]
    network = Network(find_weights().folder).to(given.device)
    batches = Batches(vocabulary(), given.device)
    network.freeze(1)
    rng = random.Random(1)
    clauses = list(made_of_clauses(given.library, frozenset(one["authority"] for one in written), rng))
    train(network, clauses, len(clauses) // BATCH, batches=batches, rng=rng)
    start = {name: value.clone() for name, value in network.state_dict().items()}
    total: dict[str, Any] = {}
    for seed, sentences in enumerate(SENTENCES, start=1):
        network.load_state_dict(start)
        torch.manual_seed(seed)
        steps = int(EPOCHS * len(written) / BATCH)
        train(network, written, steps, batches=batches, rng=random.Random(seed), sentences=sentences)
        for name, value in network.state_dict().items():
            total[name] = total.get(name, 0) + value.float() / len(SENTENCES)
    network.load_state_dict({name: value.to(start[name].dtype) for name, value in total.items()})
    export(network.cpu(), Batches(vocabulary()), FOLDER)


if __name__ == "__main__":
    main()
