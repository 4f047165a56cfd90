"""Train the translator on examples: first to write queries from the program's own words, then from people's.

    python -m benchmarks.translator.train EXAMPLES.jsonl OUT_FOLDER --weights MINILM_FOLDER [--device cuda] [--beside 4]

From one start, each seed goes over the written questions in another order; the mean of their weights is kept. Each is
measured on the held-out questions. OUT_FOLDER gets what was trained, in half precision, and the tokens
(benchmarks/translator/export.py makes the packaged files of it). Some minutes on one accelerator, hours on two cores.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from benchmarks.kept import keep, load, mean_of
from benchmarks.translator.network import LONGEST, Translator
from ingest.embedding.by_torch import fast_bfloat16
from qa.translate.tokens import line_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BATCH, SMALL = 10_000, 5_000  # tokens a batch, filled up; of a training that goes on, which has few steps
USUAL, ALIKE = 65, 8  # tokens of an example; of so many batches the examples are put in order of length
SAID_EPOCHS, EPOCHS = 3.0, 14.0  # times over what the program says, and over what people wrote
RATES = {"said": (6e-5, 6e-4), "written": (8e-5, 5e-4), "again": (6e-5, 4e-4)}  # AdamW's, of encoder and decoder
SMOOTHING, MASKED, CLIP, DECAY = 0.05, 0.06, 1.0, 0.01
START, END, NONE = "<s>", "</s>", "none"
BETWEEN = ";"  # between two queries of one question
PARTS = ("said", "other", "around", "text", "train", "held")
Example = tuple[list[int], list[int]]


def target_of(one: dict[str, Any]) -> list[str]:
    """The tokens to be written for an example: its queries, or that it makes none."""
    if not one["queries"]:
        return [NONE]
    return [token for n, line in enumerate(one["queries"]) for token in ([BETWEEN] if n else []) + tokens_of(line)]


class Data:
    """Examples as token numbers; tokens that had numbers `before` keep them."""

    def __init__(self, rows: Sequence[dict[str, Any]], tokenizer: Path, before: Sequence[str] = ()) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_length=96)
        first = list(before) or [START, END, NONE, BETWEEN]
        self.words = [*first, *sorted({token for one in rows for token in target_of(one)} - set(first))]
        self.numbers = {word: n for n, word in enumerate(self.words)}
        self.mask: int = self.tokenizer.token_to_id("[MASK]") or 0

    def of(self, rows: Sequence[dict[str, Any]]) -> list[Example]:
        """The examples whose query is short enough, as token numbers."""
        made = []
        for one in rows:
            target = [self.numbers[token] for token in target_of(one)]
            if len(target) < LONGEST - 1:
                made.append((self.tokenizer.encode(one["text"]).ids, [0, *target, 1]))
        return made

    def batch(self, examples: Sequence[Example], device: str, rng: random.Random | None) -> tuple[torch.Tensor, ...]:
        """Question, its mask, and what is written, padded; with `rng`, some of the question's tokens are masked."""
        source, target = max(len(a) for a, _ in examples), max(len(b) for _, b in examples)
        ids, mask = np.zeros((len(examples), source), np.int64), np.zeros((len(examples), source), np.int64)
        written = np.full((len(examples), target), -1, np.int64)
        for n, (a, b) in enumerate(examples):
            ids[n, : len(a)] = [
                self.mask if rng and 0 < k < len(a) - 1 and rng.random() < MASKED else x for k, x in enumerate(a)
            ]
            mask[n, : len(a)] = 1
            written[n, : len(b)] = b
        return tuple(torch.from_numpy(one).to(device) for one in (ids, mask, written))


def train(
    network: Translator,
    data: Data,
    batches: Iterable[tuple[float, list[Example]]],
    *,
    rates: tuple[float, float],
    device: str,
    rng: random.Random,
) -> None:
    """Over the batches, each with its share of the rate, which is reached within them and falls to nothing."""
    network.train()
    groups = [
        {"params": [p for p in network.enc.parameters() if p.requires_grad], "peak": rates[0]},
        {"params": list(network.dec.parameters()), "peak": rates[1]},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rates[0], weight_decay=DECAY)
    loss_of = nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=SMOOTHING)
    halves = device != "cpu" or fast_bfloat16()
    lost: list[float] = []
    for step, (share, taken) in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * share
        ids, mask, written = data.batch(taken, device, rng)
        with torch.autocast(device.split(":", maxsplit=1)[0], dtype=torch.bfloat16, enabled=halves):
            logits = network(ids, mask, written[:, :-1].clamp(min=0))
        loss = loss_of(logits.float().flatten(0, 1), written[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        lost.append(loss.item())
        if step % 100 == 99:
            print(f"step {step + 1}: {sum(lost[-100:]) / 100:.3f}", flush=True)


def rate(done: float) -> float:
    """The share of the highest rate: it rises over a twentieth of the time, and falls to nothing when all is `done`."""
    return min(1.0, 20 * done + 0.01) * 0.5 * (1 + math.cos(math.pi * done))


def in_random_order(
    rows: list[Example], epochs: float, rng: random.Random, *, size: int = BATCH, seconds: float = math.inf
) -> Iterator[tuple[float, list[Example]]]:
    """Batches of `size` tokens, of examples of like length, in random order, so many times over all, or fewer where
    `seconds` are over before; with their shares of the rate.
    """
    order: list[Example] = []
    ready: list[list[Example]] = []
    steps, many = max(1, int(epochs * len(rows) * USUAL / size)), ALIKE * size // USUAL
    began = time.monotonic()
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - began) / seconds)
        if done >= 1:
            break
        if not ready:
            if len(order) < many // ALIKE:
                order = rng.sample(rows, len(rows))
            taken, order = order[:many], order[many:]
            taken.sort(key=_tokens)
            ready = _cut(taken, size)
            rng.shuffle(ready)
        yield rate(done), ready.pop()


def _tokens(one: Example) -> int:
    """How many tokens an example has, of question and query."""
    return len(one[0]) + len(one[1])


def _cut(rows: list[Example], size: int) -> list[list[Example]]:
    """Rows in order of length as batches of so many tokens, which cost alike."""
    batches: list[list[Example]] = [[]]
    for one in rows:
        if batches[-1] and (len(batches[-1]) + 1) * _tokens(one) > size:
            batches.append([])
        batches[-1].append(one)
    return batches


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def write(network: Translator, data: Data, rows: list[Example], device: str) -> list[tuple[list[str], float]]:
    """What the network writes for each question, the likeliest token each time, and the log of how likely it is."""
    told = []
    network.eval()
    for at in range(0, len(rows), 256):
        ids, mask, _ = data.batch(rows[at : at + 256], device, None)
        hidden = network.enc(input_ids=ids, attention_mask=mask).last_hidden_state
        out = torch.zeros(len(ids), 1, dtype=torch.long, device=device)
        sure = torch.zeros(len(ids), device=device)
        done = torch.zeros(len(ids), dtype=torch.bool, device=device)
        for _ in range(LONGEST - 1):
            best = network.dec(out, hidden, mask)[:, -1].float().log_softmax(-1).max(-1)
            sure += torch.where(done, 0.0, best.values)
            out = torch.cat([out, torch.where(done, 1, best.indices)[:, None]], 1)
            done |= best.indices == 1
            if bool(done.all()):
                break
        for line, value in zip(out.tolist(), sure.tolist(), strict=True):
            ended = line.index(1, 1) if 1 in line[1:] else len(line)
            told.append(([data.words[n] for n in line[1:ended]], value))
    return told


def measure(told: list[tuple[list[str], float]], rows: Sequence[dict[str, Any]]) -> None:
    """By how sure: right and wrong of the questions that make a query; of the others, those said to make one."""
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        has = [(got, one) for got, one in zip(told, rows, strict=True) if one["queries"]]
        non = [(got, one) for got, one in zip(told, rows, strict=True) if not one["queries"]]
        right = sum(g == target_of(o) and math.exp(p) >= least for (g, p), o in has)
        wrong = sum(g != target_of(o) and g != [NONE] and math.exp(p) >= least for (g, p), o in has)
        said = sum(g != [NONE] and math.exp(p) >= least for (g, p), _ in non)
        of = f"of {len(has)}; said though none {100 * said / max(1, len(non)):.1f} of {len(non)}"
        print(f"  from {least:.2f}: right {100 * right / len(has):.1f} wrong {100 * wrong / len(has):.1f} {of}")


@dataclass(frozen=True, slots=True)
class Parts:
    """The examples of each part as token numbers, and the held-out questions as they were written."""

    data: Data
    said: list[Example]
    other: list[Example]
    people: list[Example]
    held: list[dict[str, Any]]
    around: list[Example]
    text: list[Example]
    new: list[Example]
    new_other: list[Example]
    new_around: list[Example]


def parts_of(given: argparse.Namespace) -> Parts:
    """The examples of a file."""
    rows = [json.loads(line) for line in given.examples.read_text(encoding="utf-8").splitlines()]
    before = [] if given.go_on is None else json.loads((given.go_on / "words.json").read_text(encoding="utf-8"))
    data = Data(rows, given.weights / "tokenizer.json", before)
    parts = {
        part: [one for one in rows if one["part"] == part]
        for part in ("said", "other", "around", "text", "train", "held")
    }
    people = data.of(parts["train"] + (parts["held"] if given.all else []))
    held = [one for one in parts["held"] if len(target_of(one)) < LONGEST - 1]
    print({part: len(each) for part, each in parts.items()}, len(data.words), flush=True)
    new, new_other, new_around = (
        [one for one in parts[part] if one.get("new")] for part in ("train", "other", "around")
    )
    return Parts(
        data=data,
        said=data.of(parts["said"]),
        other=data.of(parts["other"]),
        people=people,
        held=held,
        around=data.of(parts["around"]),
        text=data.of(parts["text"]),
        new=data.of(new),
        new_other=data.of(new_other),
        new_around=data.of(new_around),
    )


def _mixed(parts: Parts, rng: random.Random, *, going_on: bool) -> tuple[list[Example], int]:
    """What is trained on, and how many examples an epoch has: all, or what is new beside some of what is not."""

    def some(rows: list[Example], most: int) -> list[Example]:
        return rng.sample(rows, min(most, len(rows)))

    few = some(parts.said, len(parts.people))
    if not going_on:
        return parts.people * 3 + parts.other + parts.around + parts.text + few, 3 * len(parts.people)
    half, quarter = len(parts.new) // 2, len(parts.people) // 4
    new = parts.new * 3 + some(parts.new_other, half) + some(parts.new_around, 2 * half)
    old = parts.people + some(parts.other, quarter) + some(parts.around, quarter)
    mixed = new + old + some(parts.text, quarter // 2) + few[: quarter // 2]
    return mixed, len(mixed)


def one_of_several(seed: int, given: argparse.Namespace) -> None:
    """Train the network of one seed from the common start and write its weights beside the others'."""
    parts, rng = parts_of(given), random.Random(seed)
    network = Translator(given.weights, len(parts.data.words)).to(given.device)
    torch.manual_seed(seed)
    network.load_state_dict(torch.load(given.out / "start.pt", map_location=given.device))
    mixed, times = _mixed(parts, rng, going_on=given.go_on is not None)
    size = BATCH if given.go_on is None else SMALL
    batches = in_random_order(mixed, given.epochs * times / len(mixed), rng, size=size, seconds=60 * given.minutes)
    rates = RATES["written" if given.go_on is None else "again"]
    train(network, parts.data, batches, rates=rates, device=given.device, rng=rng)
    torch.save(network.state_dict(), given.out / f"seed{seed}.pt")
    if given.device == "cpu":  # hours: benchmarks.translator.weigh measures what is made of it
        return
    print("seed", seed, flush=True)
    measure(write(network, parts.data, parts.data.of(parts.held), given.device), parts.held)


def main() -> None:
    """Train the seeds, measure each and all together, and keep the tensors."""
    parser = argparse.ArgumentParser(description="Train the translator.")
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--beside", type=int, default=1, help="seeds trained at once, each by a process")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--minutes", type=float, default=math.inf, help="no seed is trained longer than this")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--all", action="store_true", help="train on the held-out questions too")
    parser.add_argument("--go-on", type=Path, metavar="FOLDER", help="begin with what an earlier training kept there")
    given = parser.parse_args()
    parts, rng = parts_of(given), random.Random(1)
    torch.manual_seed(1)
    network = Translator(given.weights, len(parts.data.words)).to(given.device)
    if given.go_on is not None:
        load(network, given.go_on, "translator")
    else:
        batches = in_random_order(parts.said, SAID_EPOCHS, rng)
        train(network, parts.data, batches, rates=RATES["said"], device=given.device, rng=rng)
    torch.save(network.state_dict(), given.out / "start.pt")
    with torch.multiprocessing.get_context("spawn").Pool(given.beside, maxtasksperchild=1) as pool:
        pool.starmap(one_of_several, [(seed, given) for seed in range(given.seeds)], chunksize=1)
    states = [torch.load(given.out / f"seed{seed}.pt", map_location=given.device) for seed in range(given.seeds)]
    network.load_state_dict(mean_of(states))
    keep(network, given.out, "translator")
    (given.out / "words.json").write_text(json.dumps(parts.data.words), encoding="utf-8")
    if given.device == "cpu":
        return
    told = write(network, parts.data, parts.data.of(parts.held), given.device)
    print("mean", flush=True)
    measure(told, parts.held)
    with (given.out / "held.jsonl").open("w", encoding="utf-8") as file:
        for (tokens, sure), one in zip(told, parts.held, strict=True):
            file.write(json.dumps({**one, "got": line_of(tokens), "sure": round(math.exp(sure), 3)}) + "\n")


if __name__ == "__main__":
    main()
