"""What each word of a question does: whether it is said beside the question, and whether it restricts it to what is not
recorded. A small network over the encoder's states, which is put into the packaged encoder.

    PYTHONPATH=.:tests/qa python -m benchmarks.translator.words [--write]

Lessons are written questions with words set in (insertions.py) and questions about the text of reports. An aside is
what is said around a question; a restricting word is one set in as such, or one that nothing knows in a question that
makes no query. Written questions hold asides of their own: what a first network holds to be one teaches the second
nothing. Some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from benchmarks.onnx_file import grafted, states_of
from benchmarks.translator.examples import QUESTIONS
from benchmarks.translator.insertions import Composed, Part, composed, of_the_text
from benchmarks.translator.stand_ins import CATALOGUE, named
from qa.language.words import STOP
from qa.plan.annotate import annotate
from qa.plan.parse import parse
from qa.reader.model import vocabulary
from qa.translate.model import ENCODER, FOLDER, WORDS_READ
from qa.translate.slots import WORD
from qa.translate.strange import strange_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

STATE = 384  # numbers of a state
WIDTH, SPAN = 64, 5  # of what is kept of a token's state, and how many tokens are seen at once
ROUNDS, BATCH, RATE = 6, 64, 1e-3
NEAR, ALIKE = 3, 0.6  # so many lines before it a question's opposite stands, with so many of its words
DOUBTED = 1.5  # the logit from which on a first network's aside teaches the second nothing
OWN = 0.35  # what a word of the question's own counts, which may be of an aside of its own
SET_IN, UNKNOWN = 1.0, 0.5  # what a restricting word counts that was set in, and one that may be the reason for "none"


class Words(nn.Module):  # type: ignore[misc,unused-ignore]
    """Two logits a token, aside and restricting, from its state and its neighbours'."""

    def __init__(self, width: int = 2 * STATE) -> None:
        super().__init__()
        self.mean, self.deviation = nn.Parameter(torch.zeros(width)), nn.Parameter(torch.ones(width))
        self.first, self.last = nn.Linear(width, WIDTH), nn.Linear(WIDTH, 2)
        self.beside = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, SPAN, padding=SPAN // 2) for _ in range(2))
        self.drop = nn.Dropout(0.2)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """float[n, length, 2] of states float[n, length, width]."""
        held = torch.relu(self.first(self.drop((states - self.mean) / self.deviation))).transpose(1, 2)
        for layer in self.beside:
            held = held + torch.relu(layer(held))
        told: torch.Tensor = self.last(self.drop(held.transpose(1, 2)))
        return told


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """A question's states float16[length, width], and of each token what it is and how much it counts [length, 2]."""

    states: NDArray[np.float16]
    told: NDArray[np.float32]
    counts: NDArray[np.float32]


def questions(part: Part, seed: int) -> Iterator[tuple[Composed, bool]]:
    """The questions of a part and whether they make a query, those that do with something said around them."""
    rng = random.Random(seed)
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for at, one in enumerate(rows):
        if (one["part"] == "held") == (part == "held"):
            text, has = one["text"], bool(one["queries"])
            before = [row["text"] for row in rows[max(0, at - NEAR) : at] if row["queries"]]
            yield composed(text, part, rng) if has else Composed(text=text, restricting=turned(text, before)), has
    for text in of_the_text(part, rng, 2000 if part == "train" else 300):
        yield Composed(text=text), False


def turned(text: str, before: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand by which a question that makes no query differs from one of those written right before it,
    with nearly the same words, that does: it is they that ask for what is not recorded. Empty where there is none such.
    """
    words = [(word.span(), word[0].casefold()) for word in WORD.finditer(text)]
    for other in reversed(before):
        said = {word[0].casefold() for word in WORD.finditer(other)}
        new = [span for span, word in words if word not in said]
        if new and len(said & {word for _, word in words}) >= ALIKE * len(said) and len(new) <= len(words) / 2:
            return tuple(new)
    return ()


class Reader:
    """The packaged encoder's states of a text's tokens, and where these stand."""

    def __init__(self, encoder: Path) -> None:
        self._states = states_of(encoder)
        self._tokenizer = Tokenizer.from_file(str(vocabulary()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=160)

    def lesson(self, question: Composed, has: bool) -> Lesson:
        """What a question teaches."""
        read = self._tokenizer.encode(question.text)
        told, counts = np.zeros((2, len(read.ids), 2), dtype=np.float32)
        small = [_word_at(question.text, start, end).casefold() in STOP for start, end in read.offsets]
        odd = () if has or question.restricting else _unknown(question.text)
        for at, (start, end) in enumerate(read.offsets):
            if start == end:
                continue
            told[at, 0] = _in(start, question.asides)
            counts[at] = 1.0 if told[at, 0] else OWN, SET_IN
            if _in(start, question.restricting) and not small[at]:
                told[at, 1] = 1.0
            elif _in(start, odd):
                told[at, 1], counts[at, 1] = 1.0, UNKNOWN
            elif not has or small[at] or _in(start, question.loose):
                counts[at, 1] = 0.0  # it may restrict, or bind: that is not known
        states = self._states(np.asarray([read.ids], dtype=np.int64))[0]
        return Lesson(states=states.astype(np.float16), told=told, counts=counts)


def _word_at(text: str, start: int, end: int) -> str:
    """The whole word that a token is a part of."""
    return next((word[0] for word in WORD.finditer(text) if word.start() <= start and end <= word.end()), "")


def _in(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _unknown(text: str) -> list[tuple[int, int]]:
    """Where the words stand that nothing knows, in a question with stand-ins."""
    read = annotate(named(text), CATALOGUE)
    odd = {token.text.casefold() for token in strange_words(read.tokens, parse(named(text), CATALOGUE).topics)}
    return [word.span() for word in WORD.finditer(text) if word[0].casefold() in odd]


def batches(lessons: Sequence[Lesson], rng: random.Random) -> Iterator[tuple[torch.Tensor, ...]]:
    """States, what is told and what counts, of lessons of like length, filled up with what counts nothing."""
    order = sorted(range(len(lessons)), key=lambda at: len(lessons[at].states) + 8 * rng.random())
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    for begin in starts:
        some = [lessons[at] for at in order[begin : begin + BATCH]]
        longest = max(len(one.states) for one in some)
        yield tuple(
            torch.from_numpy(
                np.stack([np.pad(rows, ((0, longest - len(rows)), (0, 0))) for rows in each]).astype(np.float32)
            )
            for each in zip(*((one.states, one.told, one.counts) for one in some), strict=True)
        )


def taught(lessons: Sequence[Lesson], seed: int) -> Words:
    """A network trained on the lessons."""
    torch.manual_seed(seed)
    rng, network = random.Random(seed), Words()
    every = np.vstack([one.states for one in lessons[::4]]).astype(np.float32)
    network.mean.data, network.deviation.data = torch.from_numpy(every.mean(0)), torch.from_numpy(every.std(0) + 1e-3)
    network.mean.requires_grad_(False)
    network.deviation.requires_grad_(False)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.05)
    for _ in range(ROUNDS):
        network.train()
        for states, told, counts in batches(lessons, rng):
            loss = nn.functional.binary_cross_entropy_with_logits(network(states), told, counts, reduction="sum")
            optimizer.zero_grad()
            (loss / counts.sum()).backward()
            optimizer.step()
    network.eval()
    return network


@torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
def judged(network: Words, lesson: Lesson) -> NDArray[np.float32]:
    """The network's logits for each token, float32[length, 2]."""
    rows: NDArray[np.float32] = network(torch.from_numpy(lesson.states.astype(np.float32)[None]))[0].numpy()
    return rows


def undoubted(network: Words, lesson: Lesson) -> Lesson:
    """The lesson without what the network holds to be an aside of the question's own."""
    counts = lesson.counts.copy()
    counts[(judged(network, lesson)[:, 0] > DOUBTED) & (lesson.told[:, 0] == 0), 0] = 0.0
    return Lesson(states=lesson.states, told=lesson.told, counts=counts)


def report(network: Words, held: Sequence[Lesson]) -> None:
    """What it is worth on lessons that it was not taught: of the tokens that are so how many are found, and of those
    that are not how many are held to be.
    """
    rows = [(judged(network, one), one.told, one.counts) for one in held]
    for which, name in enumerate(("aside", "restricting")):
        logits, told, counts = (np.concatenate([row[n][:, which] for row in rows]) for n in range(3))
        for least in (0.0, 1.0, 2.0, 3.0):
            found, false = (
                100 * float(np.mean(logits[(told == is_so) & (counts > 0)] > least)) for is_so in (1.0, 0.0)
            )
            print(f"{name} from {least}: {found:.1f} of 100 tokens found, {false:.1f} of 100 others held to be")


def main() -> None:
    """Train, print what it is worth, and put it into the encoder if asked to."""
    parser = argparse.ArgumentParser(description="Train what each word of a question does.")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    reader = Reader(FOLDER / ENCODER)
    train, held = ([reader.lesson(*one) for one in questions(part, seed=5)] for part in ("train", "held"))
    first = taught(train, seed=1)
    report(first, held)
    network = taught([undoubted(first, one) for one in train], seed=2)
    report(network, held)
    if given.write:
        grafted(FOLDER / ENCODER, network, STATE, WORDS_READ)


if __name__ == "__main__":
    main()
