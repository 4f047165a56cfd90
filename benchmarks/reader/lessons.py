"""Batches of lessons out of packed examples: pairs, their figures, and which of them are right.

Knows the arrays that benchmarks.reader.pack writes. Does not know networks; needs NumPy and torch alone.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

CLAUSES, WRITTEN, HELD, FAR = range(4)
FIGURE, FINDING = range(2)
HARDEST = 8  # of the sentences found, those that the wrong ones are drawn from
READ = 6  # sentences of an example that are read where it is measured
WEIGHTS = {(FIGURE, "sentence"): 0.4, (FINDING, "sentence"): 1.0, (FIGURE, "figure"): 1.0, (FINDING, "figure"): 0.3}


class Lessons:
    """Packed examples; `first` and `mark` are the tokens that begin a pair and end each of its texts, numbered after
    those that are known.
    """

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            self.arrays: dict[str, NDArray[Any]] = {key: held[key] for key in held.files}
        self.longest = int(self.arrays["longest"])
        self.first = len(self.arrays["known"])
        self.mark = self.first + 1

    def part(self, *parts: int) -> list[int]:
        """The numbers of a part's examples."""
        return [int(n) for n in np.flatnonzero(np.isin(self.arrays["part"], parts))]

    def of(self, name: str, number: int) -> NDArray[Any]:
        """One row of a ragged column."""
        starts = self.arrays[f"{name}_at"]
        return self.arrays[name][starts[number] : starts[number + 1]]

    def gold(self, example: int) -> list[tuple[int, int]]:
        """(sentence, figure) of each that answers, the sentence by its place in the example."""
        flat = self.of("gold", example).tolist()
        return list(zip(flat[::2], flat[1::2], strict=True))

    def drawn(self, example: int, rng: random.Random, most: int) -> list[int]:
        """Sentences for one step: one or two that answer, and others that the search puts first."""
        gold = sorted({at for at, _ in self.gold(example)})
        others = [n for n in range(len(self.of("sentences", example))) if n not in gold][:HARDEST]
        rng.shuffle(others)
        chosen = rng.sample(gold, min(2, len(gold)))
        return chosen + others[: most - len(chosen)]

    def row(self, question: Sequence[int], text: Sequence[int]) -> tuple[list[int], int]:
        """A pair's tokens, cut off the text's end where they are too many, and where in it the text begins."""
        front = [self.first, *question, self.mark]
        return [*front, *text[: max(1, self.longest - len(front) - 1)], self.mark], len(front)

    def batch(self, taken: Sequence[tuple[int, list[int]]]) -> dict[str, torch.Tensor]:
        """The tensors of some examples, each with the places of its chosen sentences."""
        made = _Batch(self)
        for example, places in taken:
            made.add(example, places)
        return made.tensors()

    def batches(self, examples: list[int], *, size: int, most: int, seed: int) -> Iterator[dict[str, torch.Tensor]]:
        """Batches without end, in random order."""
        rng = random.Random(seed)
        order: list[int] = []
        while True:
            if len(order) < size:
                order = rng.sample(examples, len(examples))
            chosen, order = order[:size], order[size:]
            taken = [(one, self.drawn(one, rng, most)) for one in chosen]
            yield self.batch([(one, places) for one, places in taken if places])


class _Batch:
    def __init__(self, lessons: Lessons) -> None:
        self.of = lessons
        self.rows: list[list[int]] = []
        self.fronts: list[int] = []
        self.figures: list[tuple[int, int, int]] = []  # pair, first token, one after the last
        self.choices: list[tuple[list[tuple[int, int]], list[bool], float]] = []

    def add(self, example: int, places: list[int]) -> None:
        lessons, base = self.of, len(self.rows)
        texts = lessons.of("sentences", example)
        question = lessons.of("questions", int(lessons.arrays["question"][example])).tolist()
        of_pair: list[int] = []
        for place in places:
            text = int(texts[place])
            row, front = lessons.row(question, lessons.of("texts", text).tolist())
            spans = lessons.of("figures", text).reshape(-1, 2).tolist()
            of_pair.append(len(self.figures))
            for first, end in spans:
                a, b = front + first, min(front + end, len(row) - 1)
                self.figures.append((len(self.rows), a, b) if a < b else (len(self.rows), 0, 1))
            self.rows.append(row)
            self.fronts.append(front)
        self._choose(example, places, base, of_pair)

    def _choose(self, example: int, places: list[int], base: int, of_pair: list[int]) -> None:
        lessons, kind = self.of, int(self.of.arrays["kind"][example])
        every, texts = lessons.gold(example), lessons.of("sentences", example)
        right = {at for at, _ in every if at in places}
        at = [(0, 0), *((1, base + n) for n in range(len(places)))]
        self.choices.append((at, [not right, *(place in right for place in places)], WEIGHTS[kind, "sentence"]))
        gold = {one for one in every if one[0] in places} if kind == FIGURE else set()
        values = {int(lessons.of("values", int(texts[a]))[n]) for a, n in gold}
        at, good = [(0, 0)], [not gold]
        for n, place in enumerate(places):
            for k, value in enumerate(lessons.of("values", int(texts[place])).tolist()):
                # The same value in a sentence that nobody marked may be right or not: it teaches nothing.
                if (place, k) in gold or value not in values or place in right:
                    at.append((2, of_pair[n] + k))
                    good.append((place, k) in gold)
        if len(at) > 1:
            self.choices.append((at, good, WEIGHTS[kind, "figure"]))

    def tensors(self) -> dict[str, torch.Tensor]:
        length = max(map(len, self.rows))
        ids, mask = np.zeros((len(self.rows), length), np.int64), np.zeros((len(self.rows), length), np.int64)
        types = np.zeros((len(self.rows), length), np.int64)
        for n, row in enumerate(self.rows):
            ids[n, : len(row)], mask[n, : len(row)] = row, 1
            types[n, self.fronts[n] : len(row)] = 1  # the text is the second segment, with what ends it
        tokens, owners = [], []
        for n, (pair, first, end) in enumerate(self.figures):
            tokens += [pair * length + place for place in range(first, end)]
            owners += [n] * (end - first)
        width = max(len(at) for at, _, _ in self.choices)
        places = np.zeros((len(self.choices), width), np.int64)
        there, right = np.zeros((len(self.choices), width), bool), np.zeros((len(self.choices), width), bool)
        offset = {0: 0, 1: 1, 2: 1 + len(self.rows)}
        for n, (at, good, _) in enumerate(self.choices):
            places[n, : len(at)] = [offset[which] + number for which, number in at]
            there[n, : len(at)], right[n, : len(at)] = True, good
        arrays = {
            "ids": ids,
            "mask": mask,
            "types": types,
            "tokens": np.asarray(tokens or [0], np.int64),
            "owners": np.asarray(owners or [0], np.int64),
            "pairs": np.asarray([pair for pair, *_ in self.figures] or [0], np.int64),
            "places": places,
            "there": there,
            "right": right,
            "weights": np.asarray([weight for *_, weight in self.choices], np.float32),
        }
        return {name: torch.from_numpy(one) for name, one in arrays.items()}
