"""The nearest passages by the signs of their vectors, and libraries that have outgrown their folder's Chroma."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import BEFORE, State, bring

from corpus import placing
from corpus.check import check, repair
from corpus.codes import Codes, SignIndex, code_row
from corpus.database import Database
from corpus.placing import open_vectors
from corpus.store import Store

LATER = State(
    files={**BEFORE.files, "late": "Children are seen late. " * 12}, extraction_version=BEFORE.extraction_version
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    bring(tmp_path / "library", BEFORE)
    return tmp_path / "library"


def unit(seed: int, dimension: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def exact(store: Store, vector: np.ndarray, k: int, reports: list[int] | None = None) -> list[int]:
    rows = store.rows("SELECT p.number, p.report, v.vector FROM passages p JOIN vectors v ON v.passage = p.number")
    near = {
        row["number"]: float(np.frombuffer(row["vector"], dtype="<f2").astype(np.float32) @ vector)
        for row in rows
        if reports is None or row["report"] in reports
    }
    return sorted(near, key=lambda number: (-near[number], number))[:k]


def dimension_of(store: Store) -> int:
    return int(store.setting("embedding_dimension") or 0)


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_of_few_passages_are_exact(library: Path, seed: int) -> None:
    with Store(library) as store:
        vector = unit(seed, dimension_of(store))
        found = store.nearest(vector, 3)
        assert [number for number, _ in found] == exact(store, vector, 3)
        assert [similar for _, similar in found] == sorted((similar for _, similar in found), reverse=True)


def test_of_some_reports_only_their_passages_are_found(library: Path) -> None:
    with Store(library) as store:
        numbers = [report.number for report in store.reports()]
        vector = unit(1, dimension_of(store))
        for number in numbers:
            assert [n for n, _ in store.nearest(vector, 50, reports=[number])] == exact(store, vector, 50, [number])
        assert store.nearest(vector, 5, reports=[]) == []
        assert store.nearest(vector, 5, reports=[10**6]) == []


def test_a_library_that_has_no_vectors_yet_has_nothing_near(library: Path) -> None:
    with Store(library) as store:
        vector = unit(1, dimension_of(store))
    with sqlite3.connect(library / "library.sqlite") as written:
        written.execute("DELETE FROM codes")
        written.execute("DELETE FROM vectors")
    with Store(library) as store:
        assert store.nearest(vector, 5) == []
        assert store.nearest(vector, 5, reports=[report.number for report in store.reports()]) == []


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 200), st.integers(1, 130), st.integers(0, 2**32 - 1))
def test_a_code_is_a_bit_a_dimension_in_whole_words(count: int, dimension: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    numbers, signs = code_row(range(count), vectors)
    words = -(-dimension // 64)
    assert len(numbers) == 8 * count
    assert len(signs) == 8 * words * count
    bits = np.unpackbits(np.frombuffer(signs, dtype=np.uint8).reshape(count, -1), axis=1)
    assert (bits[:, :dimension] == (vectors > 0)).all()
    assert not bits[:, dimension:].any()


def test_most_of_the_nearest_of_many_are_found(tmp_path: Path) -> None:
    """Of vectors in clumps, as texts are: nine of the ten nearest, in the mean, at least."""
    generator = np.random.default_rng(0)
    middles = generator.normal(size=(200, 384))
    vectors = np.repeat(middles, 100, axis=0) + 0.7 * generator.normal(size=(20_000, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("<f2")
    database = Database(tmp_path, create=True)
    with database.connected() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO codes VALUES (1, ?, ?)", code_row(range(20_000), vectors))
        rows = [(number, vector.tobytes(), b"") for number, vector in enumerate(vectors)]
        connection.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)
        connection.commit()
    codes, held = Codes(database), 0
    for middle in middles[:50]:
        wanted = (middle + 0.7 * generator.normal(size=384)).astype(np.float32)
        wanted /= np.linalg.norm(wanted)
        near = np.argsort(-(vectors.astype(np.float32) @ wanted))[:10]
        held += len({number for number, _ in codes.nearest(wanted, 10)} & {int(n) for n in near})
    assert held >= 9 * 50
    database.close()


def test_codes_follow_an_ingest_and_go_with_their_report(library: Path) -> None:
    with Store(library) as store:
        vector = unit(2, dimension_of(store))
        before = store.nearest(vector, 500)
        with Database(library).transaction() as connection:
            connection.execute("DELETE FROM reports WHERE number = (SELECT MIN(number) FROM reports)")
        after = store.nearest(vector, 500)
        assert {n for n, _ in after} < {n for n, _ in before}
        assert len(store.rows("SELECT * FROM codes")) == len(store.reports())


def test_a_library_of_the_first_version_has_its_codes_made(library: Path) -> None:
    with Store(library) as store:
        vector = unit(3, dimension_of(store))
        before = store.nearest(vector, 20)
    connection = sqlite3.connect(library / "library.sqlite")
    for table in ("codes", "editions", "corrections", "figures"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("ALTER TABLE pages DROP COLUMN reading")
    connection.execute("ALTER TABLE reports RENAME COLUMN extraction_version TO recipe")
    connection.execute("UPDATE settings SET value = '1' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    with Store(library) as store:
        assert dict(store.nearest(vector, 20)) == pytest.approx(dict(before))
        assert all(store.text(report.number) for report in store.reports())
    assert check(library) == []


def test_codes_that_are_not_those_of_the_vectors_are_found_and_made_again(library: Path) -> None:
    with Database(library).transaction() as connection:
        connection.execute("UPDATE codes SET signs = zeroblob(length(signs)) WHERE report = 1")
    assert [finding.report for finding in check(library)] == [1]


def test_a_library_that_outgrows_chroma_goes_on_without(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(library) as store, open_vectors(store.database) as vectors:
        vector = unit(4, dimension_of(store))
        chroma = [uid for uid, _ in vectors.query(vector, 5)]
    monkeypatch.setattr(placing, "_MOST", 1)
    bring(library, LATER)
    assert not (library / "chroma").exists()
    with Store(library) as store, open_vectors(store.database) as vectors:
        assert isinstance(vectors, SignIndex)
        assert vectors.count() == store.counts()["passages"]
        assert [uid for uid, _ in vectors.query(vector, 5)] != []
        assert len(set(chroma) & {uid for uid, _ in vectors.query(vector, 6)}) >= 4
    assert check(library) == []
    monkeypatch.undo()
    assert repair(library) == []  # it has become small enough again
    with Store(library) as store, open_vectors(store.database) as vectors:
        assert not isinstance(vectors, SignIndex)
        assert vectors.count() == store.counts()["passages"]


def test_what_an_older_backup_brings_back_is_searched_too(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.backup import backup, restore

    backup(library, tmp_path / "backup")
    monkeypatch.setattr(placing, "_MOST", 1)
    bring(library, LATER)
    restore(library, tmp_path / "backup")
    assert check(library) == []
    shutil.rmtree(library / "chroma", ignore_errors=True)
    with Store(library) as store, open_vectors(store.database) as vectors:
        assert len(vectors.query(unit(5, dimension_of(store)), 4)) == 4
