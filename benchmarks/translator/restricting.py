"""Which words of a question change its answer although no record has them: a plane through the encoder's states.

    PYTHONPATH=.:tests/qa python -m benchmarks.translator.restricting TRAINED_FOLDER --weights MINILM_FOLDER

A logistic regression on the state of each word, as the trained encoder has read it in its question: of written
questions that make a query no word restricts, nor of what is set into them idly; what restricts is set into them, or is
a word that nothing knows in a question that makes no query or is about the text of a report. TRAINED_FOLDER gets
restricting.npz, which benchmarks/translator/export.py writes into the encoder. Some minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]
from tokenizers import Tokenizer

from benchmarks.translator.examples import QUESTIONS
from benchmarks.translator.export import trained
from benchmarks.translator.insertions import inserted, of_the_text
from benchmarks.translator.weigh import CATALOGUE, named
from qa.language.words import STOP
from qa.plan.annotate import annotate
from qa.plan.parse import parse
from qa.translate.choose import strange_words
from qa.translate.slots import WORD, mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.translator.network import Translator

# How much a word counts: one set in, one of a written question that nothing knows, any other, one that may be the
# reason why a question makes no query.
SET_IN, UNKNOWN, OTHER, PERHAPS = 1.0, 2.0, 0.5, 0.5  # a question of the text: each of its unknown words is one
Word = tuple["NDArray[np.float32]", bool, float]  # its state, whether it restricts, how much it counts


def examples(seed: int = 5) -> Iterator[tuple[str, str, str, bool]]:
    """Part, kind, question and whether it makes a query, of the written questions and those with words set in."""
    rng = random.Random(seed)
    for one in map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()):
        text, has = named(one["text"]), bool(one["queries"])
        part = "held" if one["part"] == "held" else "train"
        yield part, "written", text, has
        if has:
            made = inserted(text, "held" if part == "held" else "train", rng)
            for kind, changed in made if part == "held" else rng.sample(made, 1):
                yield part, kind, changed, has
    for part, count in (("train", 2000), ("held", 300)):
        for text in of_the_text("held" if part == "held" else "train", rng, count):
            yield part, "of the text", text, False


class States:
    """The state of each word of a question, as the trained encoder has it."""

    def __init__(self, network: Translator, tokenizer: Path) -> None:
        self._network = network.eval()
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=96)

    @torch.no_grad()  # type: ignore[untyped-decorator,unused-ignore]
    def of(self, text: str) -> list[tuple[str, NDArray[np.float32]]]:
        """Each word with the mean state of its tokens, float32[384]."""
        read = self._tokenizer.encode(text)
        ids = torch.tensor([read.ids])
        hidden = self._network.enc(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0].numpy()
        words = []
        for word in WORD.finditer(text):
            at = [n for n, (start, end) in enumerate(read.offsets) if start < word.end() and end > word.start()]
            if at:
                words.append((word[0], hidden[at].mean(0)))
        return words


def words_of(states: States, kind: str, text: str, has: bool, base: set[str]) -> list[Word]:
    """The words of a question with what they teach; `base` are the words that stood in it before any was set in."""
    read = annotate(text, CATALOGUE)
    odd = {token.text.casefold() for token in strange_words(read.tokens, parse(text, CATALOGUE).topics)}
    taught = []
    for word, state in states.of(mark(read.text, read.tokens).text):
        small, unknown, new = word.casefold(), word.casefold() in odd, word.casefold() not in base
        if kind == "restricting" and new:
            if small not in STOP:
                taught.append((state, True, SET_IN))
        elif has:
            weight = SET_IN if kind == "idle" and new else UNKNOWN if unknown else OTHER
            taught.append((state, False, weight))
        elif unknown:
            taught.append((state, True, SET_IN if kind == "of the text" else PERHAPS))
    return taught


def main() -> None:
    """Fit on the one part, print what it is worth on the other, keep the plane."""
    parser = argparse.ArgumentParser(description="Fit which words of a question restrict it.")
    parser.add_argument("trained", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    given = parser.parse_args()
    states = States(trained(given.trained), given.weights / "tokenizer.json")
    told: dict[str, list[tuple[str, bool, list[Word]]]] = {"train": [], "held": []}
    base: set[str] = set()
    for part, kind, text, has in examples():
        words = {word.casefold() for word in re.findall(WORD, text)}
        base = words if kind in ("written", "of the text") else base
        told[part].append((kind, has, words_of(states, kind, text, has, base)))
    every = [word for _, _, words in told["train"] for word in words]
    x, y, w = (np.asarray(column) for column in zip(*every, strict=True))
    mean, deviation = x.mean(0), x.std(0) + 1e-3
    fitted = LogisticRegression(C=0.003, max_iter=300).fit((x - mean) / deviation, y, sample_weight=w)
    plane = fitted.coef_[0] / deviation
    bias = float(fitted.intercept_[0] - plane @ mean)
    report(told["held"], plane, bias)
    np.savez(given.trained / "restricting.npz", plane=plane.astype(np.float32), bias=np.float32(bias))


def report(held: list[tuple[str, bool, list[Word]]], plane: Any, bias: float) -> None:
    """Of each kind of held-out question, for how many a word is held to restrict it."""
    for kind, has in sorted({(kind, has) for kind, has, _ in held}):
        most = [
            max((float(state @ plane + bias) for state, _, _ in words), default=-9.0)
            for one, makes, words in held
            if (one, makes) == (kind, has)
        ]
        share = 100 * float(np.mean([value > 0 for value in most]))
        print(f"{kind}, {'a query' if has else 'none'}: {len(most)} questions, {share:.0f} of 100 with such a word")


if __name__ == "__main__":
    main()
