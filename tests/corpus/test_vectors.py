"""The Chroma collection behind its own face: what goes in comes out, nearest first, and errors are sentences."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.errors import LibraryDamaged, LibraryError
from corpus.vectors import COLLECTION, Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    with Vectors(tmp_path) as opened:
        yield opened


def unit(count: int, *, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def put(vectors: Vectors, rows: NDArray[np.float32], *, prefix: str = "p") -> list[str]:
    uids = [f"{prefix}{n}" for n in range(len(rows))]
    vectors.upsert(uids, rows, texts=[f"text {uid}" for uid in uids], metadatas=[{"page": 1}] * len(rows))
    return uids


def test_the_nearest_comes_first_with_its_cosine(vectors: Vectors) -> None:
    rows = unit(50)
    put(vectors, rows)
    found = vectors.query(rows[7], 5)
    assert found[0][0] == "p7"
    expected = sorted((float(row @ rows[7]) for row in rows), reverse=True)[:5]
    assert [similarity for _, similarity in found] == pytest.approx(expected, abs=1e-5)


def test_more_rows_than_chroma_takes_at_once(vectors: Vectors) -> None:
    uids = put(vectors, unit(6000))
    assert vectors.count() == 6000
    assert vectors.ids() == set(uids)


def test_upsert_overwrites_and_delete_forgets(vectors: Vectors) -> None:
    put(vectors, unit(3))
    put(vectors, unit(3, seed=1))
    assert np.allclose(vectors.get(["p1"])["p1"], unit(3, seed=1)[1])
    vectors.delete(["p1", "never there"])
    assert vectors.ids() == {"p0", "p2"}
    vectors.clear()
    assert vectors.query(unit(1)[0], 3) == []


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    with Vectors(tmp_path) as first:
        put(first, unit(10))
    with Vectors(tmp_path) as second:
        assert second.count() == 10


def test_another_reader_follows_when_the_collection_is_made_anew(tmp_path: Path) -> None:
    rows = unit(10)
    with Vectors(tmp_path) as reader, Vectors(tmp_path) as writer:
        put(writer, rows)
        assert len(reader.query(rows[0], 3)) == 3
        writer.clear()
        put(writer, rows, prefix="q")
        assert reader.query(rows[0], 1)[0][0] == "q0"


def test_langchain_opens_the_same_collection(tmp_path: Path) -> None:
    from langchain_chroma import Chroma

    with Vectors(tmp_path) as opened:
        put(opened, unit(5))
        chain = Chroma(collection_name=COLLECTION, client=opened.client)
        found = chain.similarity_search_by_vector(unit(5)[2].tolist(), k=1)
    assert (found[0].page_content, found[0].metadata) == ("text p2", {"page": 1})


def test_damaged_files_are_said_so_with_the_next_step(tmp_path: Path) -> None:
    with Vectors(tmp_path) as opened:
        put(opened, unit(5))
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "chroma", other / "chroma")
    (other / "chroma" / "chroma.sqlite3").write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    with Vectors(other) as opened, pytest.raises(LibraryDamaged, match=r"check --repair"):
        opened.count()


def test_a_folder_that_is_gone_is_not_called_damaged(tmp_path: Path) -> None:
    gone = Vectors(tmp_path / "library")
    with pytest.raises(LibraryError, match="no longer there"), gone._translated():
        raise RuntimeError("Failed to get segments")  # what Chroma says now and then
