"""The trained translator as it runs: a marked question in, the likeliest queries in the notation out.

Knows its files in qa/data and ONNX Runtime. Does not know what the notation means. benchmarks/translator/ makes the
files.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.embedding.onnx import session
from qa.reader.model import vocabulary
from qa.translate.tokens import line_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DECODER", "ENCODER", "FOLDER", "NONE", "WORDS", "Translator"]

FOLDER = Path(__file__).parents[1] / "data"
ENCODER, DECODER, WORDS = "translator.encoder.onnx", "translator.decoder.onnx", "translator.words.json"
WORDS_READ = "words"  # the encoder's output that says of each token what it does
NONE = "none"  # what it writes of a question that makes no query
_START, _END = 0, 1
_LONGEST = 95  # tokens of a query
_QUESTION = 160  # tokens of a question that are read
_BEAM = 4
_KEPT = 8  # questions that are kept as they were read
_MUCH = 4.0  # what is less likely than the best by this, as a logarithm, is not written to its end


class Translator:
    """The translator; loading it takes some tenths of a second, so it is made when first needed and kept."""

    def __init__(self, folder: Path = FOLDER) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(vocabulary()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=_QUESTION)
        self._words: list[str] = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        self._numbers = {word: n for n, word in enumerate(self._words)}
        self._encoder, self._decoder = session(folder / ENCODER), session(folder / DECODER)
        self._read = lru_cache(maxsize=_KEPT)(self._encoded)

    def read(self, marked: str) -> Question:
        """A marked question, encoded once for all that is asked of it, by a refusal or a chat model too."""
        return self._read(marked)

    def _encoded(self, marked: str) -> Question:
        read = self._tokenizer.encode(marked)
        ids = np.asarray([read.ids], dtype=np.int64)
        memory, words = self._encoder.run(["memory", WORDS_READ], {"ids": ids, "mask": np.ones_like(ids)})
        return Question(self, memory, read.offsets, words[0])

    def step(
        self, written: NDArray[np.int64], past: NDArray[np.float32] | None, memory: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The logarithm of how likely each token is after each of the new ones, float[n, new, tokens], and what is
        kept of these for the next, float[n, layers, 2, heads, tokens, width]; `past` is what was kept before.
        """
        if past is None:
            past = np.empty((len(written), *memory.shape[1:4], 0, memory.shape[5]), np.float32)
        given = {"written": written, "past": past, "memory": memory}
        logits, kept = self._decoder.run(["logits", "present"], given)
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        return logits, kept

    def numbers(self, line: str) -> list[int] | None:
        """The line's tokens as numbers, None where one of them is never written."""
        tokens = tokens_of(line)
        return [self._numbers[token] for token in tokens] if all(token in self._numbers for token in tokens) else None

    def line(self, numbers: Sequence[int]) -> str:
        """The line of these tokens."""
        return line_of(self._words[number] for number in numbers)


class Question:
    """A question as the translator has read it."""

    def __init__(
        self,
        model: Translator,
        memory: NDArray[np.float32],
        offsets: Sequence[tuple[int, int]],
        words: NDArray[np.float32],
    ) -> None:
        self._model, self._memory = model, memory
        self._offsets, self._words = offsets, words
        self._written: list[tuple[str, float]] | None = None

    def aside(self, start: int, end: int) -> float:
        """How surely the word there is said beside the question: a logit; -9 of a word not read."""
        return self._of_word(start, end, 0)

    def restricting(self, start: int, end: int) -> float:
        """How surely the word there changes the answer although no record has it: a logit; -9 of a word not read."""
        return self._of_word(start, end, 1)

    def _of_word(self, start: int, end: int, which: int) -> float:
        at = [n for n, (first, last) in enumerate(self._offsets) if first < end and last > start]
        return float(self._words[at, which].mean()) if at else -9.0

    def queries(self) -> list[tuple[str, float]]:
        """The likeliest lines, best first, each with the logarithm of how likely it is; a beam of four, gone once."""
        if self._written is None:
            self._written = self._beam()
        return self._written

    def _beam(self) -> list[tuple[str, float]]:
        open_: list[tuple[float, list[int]]] = [(0.0, [_START])]
        ended: list[tuple[float, list[int]]] = []
        past: NDArray[np.float32] | None = None
        for _ in range(_LONGEST):
            newest = np.asarray([line[-1:] for _, line in open_], dtype=np.int64)
            told, kept = self._model.step(newest, past, self._memory)
            grown = [
                (sure + float(row[token]), [*line, int(token)], n)
                for n, ((sure, line), row) in enumerate(zip(open_, told[:, -1], strict=True))
                for token in np.argpartition(-row, _BEAM)[:_BEAM]
            ]
            grown.sort(key=lambda one: -one[0])
            ended += [one[:2] for one in grown[:_BEAM] if one[1][-1] == _END]
            going = [one for one in grown if one[1][-1] != _END][:_BEAM]
            open_, past = [one[:2] for one in going], kept[[one[2] for one in going]]
            best = sorted((sure for sure, _ in ended), reverse=True)[:_BEAM]
            least = best[-1] if len(best) == _BEAM else best[0] - _MUCH if best else -np.inf
            if not open_ or open_[0][0] < least:
                break
        ended.sort(key=lambda one: -one[0])
        return [(self._model.line(line[1:-1]), sure) for sure, line in ended[:_BEAM]]

    def likelihood(self, line: str) -> float:
        """The logarithm of how likely this line is, minus infinity where it cannot be written."""
        numbers = self._model.numbers(line)
        if numbers is None or len(numbers) > _LONGEST:
            return float("-inf")
        whole = [_START, *numbers, _END]
        told = self._model.step(np.asarray([whole[:-1]], dtype=np.int64), None, self._memory)[0][0]
        return float(sum(told[at, token] for at, token in enumerate(whole[1:])))
