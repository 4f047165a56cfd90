"""Pairs of a question and a sentence as the reader's network takes them, for the file that is made of it.

Knows the layout that the reader runs with (qa.reader.layout). Does not know which sentence answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer

from qa.reader.layout import LONGEST, lay_out
from qa.reader.model import figure_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

Pair = tuple[str, dict[str, Any]]


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
