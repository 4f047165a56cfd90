"""The trained reader as it runs: pairs of a question and a sentence in, how well each and each of its figures fits out.

Knows qa/data/reader.onnx and ONNX Runtime. Does not know where sentences come from. benchmarks/reader/ makes the file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.embedding.onnx import giving_back, session
from ingest.embedding.weights import find_weights
from qa.reader.layout import LONGEST, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.reader.layout import Laid

__all__ = ["FILE", "FOLDER", "Reader", "figure_tokens", "vocabulary"]

FOLDER = Path(__file__).parents[1] / "data"
FILE = "reader.onnx"

Pair = tuple[str, str, str, "Sequence[tuple[int, int]]"]
"""A heading, the sentence before ("" for none), the sentence, and the places of its figures in it."""


class Reader:
    """The reader; loading it takes some tenths of a second, so it is made when first needed and kept."""

    def __init__(self, folder: Path = FOLDER) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(vocabulary()))
        self._tokenizer.enable_truncation(max_length=LONGEST, strategy="only_second")
        self._tokenizer.enable_padding()
        self._session = session(folder / FILE)
        self._options = giving_back()  # a batch is of few words or of many

    def scores(self, question: str, pairs: Sequence[Pair]) -> list[tuple[float, list[float]]]:
        """For each pair how well the sentence answers, and each figure: logits, of which 0 is that none does."""
        if not pairs:
            return []
        laid = [lay_out(heading, before, sentence) for heading, before, sentence, _ in pairs]
        encoded = self._tokenizer.encode_batch([(question, one.text) for one in laid])
        length = len(encoded[0].ids)
        rows: list[NDArray[np.float32]] = []
        owners: list[int] = []
        for at, (one, text, (*_, spans)) in enumerate(zip(encoded, laid, pairs, strict=True)):
            for span in spans:
                row = np.zeros((len(pairs), length), dtype=np.float32)
                first, last = figure_tokens(one, text, span)
                row[at, first:last] = 1 / (last - first)
                rows.append(row.reshape(-1))
                owners.append(at)
        if not rows:  # the graph wants one at least
            rows, owners = [np.zeros(len(pairs) * length, dtype=np.float32)], [0]
        relevance, figures = self._session.run(
            ["relevance", "figures"],
            {
                "input_ids": np.asarray([one.ids for one in encoded], dtype=np.int64),
                "attention_mask": np.asarray([one.attention_mask for one in encoded], dtype=np.int64),
                "token_type_ids": np.asarray([one.type_ids for one in encoded], dtype=np.int64),
                "pool": np.stack(rows),
                "owner": np.asarray(owners, dtype=np.int64),
            },
            self._options,
        )
        told: list[tuple[float, list[float]]] = []
        taken = 0
        for at, (*_, spans) in enumerate(pairs):
            told.append((float(relevance[at]), [float(one) for one in figures[taken : taken + len(spans)]]))
            taken += len(spans)
        return told


def vocabulary() -> Path:
    """The tokenizer of the encoder that the reader was made of: the packaged MiniLM's, whatever embeds the passages."""
    return find_weights().folder / "tokenizer.json"


def figure_tokens(encoded: Any, laid: Laid, span: tuple[int, int], *, of: int = 1) -> tuple[int, int]:
    """The tokens of a figure in the text number `of`, first and one after the last; those of the start where it was cut
    off.
    """
    start, end = span[0] + laid.offset, span[1] + laid.offset
    hit = [
        at
        for at, ((a, b), sequence) in enumerate(zip(encoded.offsets, encoded.sequence_ids, strict=True))
        if sequence == of and a < end and b > start
    ]
    return (hit[0], hit[-1] + 1) if hit else (0, 1)
