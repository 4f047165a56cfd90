"""Examples as numbers, so that a training neither reads text nor waits for it: every text once, as its tokens.

    python -m benchmarks.reader.pack OUT.npz EXAMPLES.jsonl [EXAMPLES.jsonl ...]

Knows the examples (benchmarks.reader.examples), the layout that the reader runs with (qa.reader.layout) and its
tokenizer. Does not know what is learned. A training needs NumPy and torch alone beside what this writes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer

from qa.reader.layout import LONGEST, Laid, lay_out
from qa.reader.model import figure_tokens, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PARTS = ("clauses", "written", "held", "far")
KINDS = ("figure", "finding")


class Texts:
    """Different texts in the order in which they came, with what goes with each."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}
        self.every: list[Any] = []

    def number(self, key: Any, one: Any) -> int:
        """The number of a text; it is kept where it is new."""
        if key not in self.numbers:
            self.numbers[key] = len(self.every)
            self.every.append(one)
        return self.numbers[key]


def ragged(name: str, rows: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int32]]:
    """Rows of unlike length as one row, and where each begins."""
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return {
        name: np.asarray([one for row in rows for one in row], np.int32),
        f"{name}_at": starts.astype(np.int32),
    }


def packed(files: Sequence[Path], tokenizer: Tokenizer) -> dict[str, NDArray[Any]]:
    """The arrays of a training: examples by number, and the tokens of each text."""
    questions, sentences, values = Texts(), Texts(), Texts()
    columns: dict[str, list[Any]] = {name: [] for name in ("part", "kind", "question", "lacking")}
    at, gold = [], []
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for one in map(json.loads, lines):
                columns["part"].append(PARTS.index(one["part"]))
                columns["kind"].append(KINDS.index(one["kind"]))
                columns["question"].append(questions.number(one["question"], one["question"]))
                columns["lacking"].append(bool(one.get("answerable")) and not one["gold"])
                at.append([sentences.number(_key(each), each) for each in one["sentences"]])
                gold.append([number for pair in one["gold"] for number in pair])
    figures = [one["figures"] for one in sentences.every]
    same = [[values.number(tuple(figure[2:]), 0) for figure in each] for each in figures]
    told: dict[str, NDArray[Any]] = {name: np.asarray(column, np.int32) for name, column in columns.items()}
    told |= ragged("sentences", at) | ragged("gold", gold) | ragged("values", same)
    told["longest"] = np.asarray(LONGEST)  # tokens of a pair
    return told | _tokens(tokenizer, questions.every, sentences.every)


def _key(sentence: dict[str, Any]) -> tuple[str, str, str]:
    return sentence["heading"], sentence["before"], sentence["text"]


def _tokens(tokenizer: Tokenizer, questions: list[str], sentences: list[Any]) -> dict[str, NDArray[Any]]:
    tokenizer.no_padding()
    tokenizer.no_truncation()
    laid = [lay_out(one["heading"], one["before"], one["text"]) for one in sentences]
    asked = [one.ids for one in tokenizer.encode_batch(questions, add_special_tokens=False)]
    said = tokenizer.encode_batch([one.text for one in laid], add_special_tokens=False)
    places = [_places(one, text, each["figures"]) for one, text, each in zip(said, laid, sentences, strict=True)]
    known = np.unique([*(i for one in asked for i in one), *(i for one in said for i in one.ids)])
    numbers = {int(one): n for n, one in enumerate(known)}
    return (
        ragged("questions", [[numbers[i] for i in one] for one in asked])
        | ragged("texts", [[numbers[i] for i in one.ids] for one in said])
        | ragged("figures", places)
        | {"known": known.astype(np.int32)}
    )


def _places(encoded: Any, laid: Laid, figures: list[Any]) -> list[int]:
    """First token and one after the last of each figure, one after the other."""
    return [place for figure in figures for place in figure_tokens(encoded, laid, tuple(figure[:2]), of=0)]


def main() -> None:
    """Write the arrays."""
    parser = argparse.ArgumentParser(description="Examples as numbers.")
    parser.add_argument("out", type=Path)
    parser.add_argument("examples", type=Path, nargs="+")
    given = parser.parse_args()
    np.savez_compressed(given.out, **packed(given.examples, Tokenizer.from_file(str(vocabulary()))))  # type: ignore[arg-type,unused-ignore]


if __name__ == "__main__":
    main()
