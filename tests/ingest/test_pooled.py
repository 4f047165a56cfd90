"""A passage's and its sentences' vectors from one pass: the right tokens, however texts are batched."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.sentences import sentences
from ingest.embedding.embed import Embedder
from ingest.embedding.encoder import QueryEncoder
from ingest.embedding.export import cosines
from ingest.embedding.pooled import TokenModel, embed_pooled

TEXT = "Harbourton, help.\nManagers know their service. Too many visits are late, by a week or more. Plans are clear."


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    found = Embedder()
    assert found.export()
    return found


def spans_of(text: str) -> list[tuple[int, int]]:
    return sentences(text, 0, len(text))


class Letters:
    """A tokenizer and a transformer in one: a token a letter, embedded as its code, its place and one."""

    def __init__(self) -> None:
        self.truncation = {"max_length": 40}
        self.padding = {"pad_id": 0}
        self.shapes: list[tuple[int, ...]] = []

    def encode_batch(self, texts: list[str]) -> list[Any]:
        longest = min(max(map(len, texts), default=0), 40)

        class Encoded:
            def __init__(self, text: str) -> None:
                cut = text[:40]
                self.ids = [ord(letter) for letter in cut] + [0] * (longest - len(cut))
                self.attention_mask = [1] * len(cut) + [0] * (longest - len(cut))
                self.offsets = [(n, n + 1) for n in range(len(cut))] + [(0, 0)] * (longest - len(cut))

        return [Encoded(text) for text in texts]

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        self.shapes.append(ids.shape)
        assert mask.any(axis=1).all()
        places = np.broadcast_to(np.arange(ids.shape[1]), ids.shape)
        return np.stack([ids, places, np.ones_like(ids)], axis=2).astype(np.float32)


def unit(vector: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = vector / np.linalg.norm(vector)
    return found


@given(
    st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60), max_size=30),
    st.data(),
)
def test_each_row_is_the_mean_of_its_own_tokens(texts: list[str], data: st.DataObject) -> None:
    spans = [
        [(min(span), max(span)) for span in (data.draw(st.tuples(*[st.integers(0, len(t))] * 2)) for _ in range(2))]
        for t in texts
    ]
    letters = Letters()
    rows = embed_pooled(texts, spans, TokenModel(tokenizer=letters, run=letters.run))
    assert len(rows) == len(texts)
    for text, own, found in zip(texts, spans, rows, strict=True):
        for (start, end), row in zip([(0, len(text)), *own], found, strict=True):
            held = [(ord(text[n]), n, 1) for n in range(start, min(end, 40))]
            assert np.allclose(row, unit(np.mean(held, axis=0)) if held else 0, atol=1e-5)


def test_batches_are_of_one_size_about_and_little_padded() -> None:
    letters = Letters()
    texts = ["x" * (1 + n % 40) for n in range(500)]
    embed_pooled(texts, [()] * len(texts), TokenModel(tokenizer=letters, run=letters.run))
    sizes = [rows * length for rows, length in letters.shapes]
    assert max(sizes) <= 840
    assert sum(sizes) < 1.3 * sum(map(len, texts))


def test_lengths_are_brought_to_a_multiple_below_the_greatest_and_nothing_else_changes() -> None:
    letters, plain = Letters(), Letters()
    texts = ["x" * (1 + n % 60) + "y" for n in range(200)]
    spans = [[(0, len(text) // 2)] for text in texts]
    rows = embed_pooled(texts, spans, TokenModel(tokenizer=letters, run=letters.run, step=16))
    assert {length for _, length in letters.shapes} == {16, 32, 40}
    assert max(count * length for count, length in letters.shapes) <= 840
    for own, other in zip(rows, embed_pooled(texts, spans, TokenModel(tokenizer=plain, run=plain.run)), strict=True):
        assert np.array_equal(own, other)


@pytest.mark.parametrize("threads", [1, 4])
def test_progress_is_told_to_the_end(threads: int) -> None:
    letters, heard = Letters(), list[int]()
    texts = ["x" * 40] * 100
    model = TokenModel(tokenizer=letters, run=letters.run, threads=threads)
    embed_pooled(texts, [()] * 100, model, on_progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 100
    assert len(heard) > 1


@pytest.mark.parametrize("way", ["onnx", "torch"])
def test_both_ways_give_the_same_vectors(embedder: Embedder, way: Literal["onnx", "torch"]) -> None:
    other = Embedder(way=way)
    (rows,) = other.embed_passages([TEXT], [spans_of(TEXT)])
    assert rows.shape == (1 + len(spans_of(TEXT)), 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert cosines(rows[:1], QueryEncoder().embed([TEXT]))[0] >= 0.999
    (exact,) = embedder.embed_passages([TEXT], [spans_of(TEXT)])
    assert cosines(rows, exact).min() >= 0.999


def test_a_sentence_is_nearest_to_what_it_says(embedder: Embedder) -> None:
    spans = spans_of(TEXT)
    (rows,) = embedder.embed_passages([TEXT], [spans])
    asked = QueryEncoder().embed(["Are social workers' visits on time?"])[0]
    best = int(np.argmax(rows[1:] @ asked))
    assert "visits" in TEXT[slice(*spans[best])]


def test_a_sentence_beyond_the_models_reach_is_embedded_apart(embedder: Embedder) -> None:
    text = "Children are seen often. " * 80 + "The budget was cut in May."
    spans = [(0, 24), (len(text) - 26, len(text))]
    (rows,) = embedder.embed_passages([text], [spans])
    assert cosines(rows[2:], embedder.embed(["The budget was cut in May."]))[0] >= 0.999


def test_nothing_to_embed_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed_passages([], []) == []
    assert embedder.embed([]).shape == (0, 384)


def test_whoever_stops_waits_for_no_more_than_the_calls_under_way() -> None:
    letters, calls = Letters(), list[int]()

    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        calls.append(len(ids))
        return letters.run(ids, mask)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    texts = ["x" * 40] * 2000
    with pytest.raises(KeyboardInterrupt):
        embed_pooled(texts, [()] * len(texts), TokenModel(tokenizer=letters, run=run, threads=2), on_progress=stop)
    assert sum(calls) < len(texts)
