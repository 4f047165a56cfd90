"""Check and repair: each kind of damage is found, named with the next step, and mended where it can be."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from writing import AFTER, BEFORE, bring

from corpus.check import check, repair
from corpus.database import Database
from corpus.errors import LibraryDamaged, LibraryNotFound
from corpus.vectors import Vectors


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    bring(folder, BEFORE)
    return folder


@pytest.fixture
def library(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "library"))


def execute(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / "library.sqlite")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def problems(folder: Path) -> str:
    found = check(folder)
    assert all(one.next_step.endswith((".", "lost.")) and one.problem.endswith(".") for one in found)
    return " ".join(one.problem for one in found)


def test_a_sound_library_has_no_findings(library: Path) -> None:
    assert check(library, model="made up", weights_hash="1234") == []
    assert repair(library) == []


def test_there_must_be_a_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound):
        check(tmp_path)


def test_another_model_in_use_is_found(library: Path) -> None:
    (found,) = check(library, model="other", weights_hash="5678")
    assert "'made up', not 'other'" in found.problem


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE passages SET start = start + 1 WHERE number = 3", "is not what its text says there"),
        ("UPDATE passages SET page = 9 WHERE number = 3", "does not lie on page 9"),
        ("UPDATE passages SET uid = 'x' WHERE number = 3", "has another one's id"),
        ("UPDATE passages SET sentences = '[[0, 999]]' WHERE number = 3", "has a sentence outside it"),
        ("UPDATE passages SET body = CAST(x'61ff62' AS TEXT) WHERE number = 3", "holds values that make no sense"),
        ("DELETE FROM vectors WHERE passage = 3", "has no sound vectors"),
        ("UPDATE vectors SET vector = zeroblob(16) WHERE passage = 3", "has no sound vectors"),
        ("UPDATE pages SET start = start + 1 WHERE number = 2", "page 2 does not begin where the one before it ends"),
        ("DELETE FROM pages WHERE number = 2", "its pages do not cover its text"),
        ("UPDATE facts SET \"end\" = 9999 WHERE origin = 'text'", "has no place in its text"),
        ("DELETE FROM sources WHERE path LIKE '%/a'", "no file stands for it"),
    ],
)
def test_what_is_wrong_in_a_report_is_found_and_read_again(library: Path, statement: str, problem: str) -> None:
    execute(library, statement)
    assert problem in problems(library)
    repair(library)
    execute(library, "UPDATE reports SET extraction_version = 'first' WHERE extraction_version != 'unsound'")
    assert sqlite3.connect(library / "library.sqlite").execute(
        "SELECT COUNT(*) FROM reports WHERE extraction_version = 'unsound'"
    ).fetchone() != (0,)
    bring(library, BEFORE)
    assert check(library) == []


def test_vectors_that_are_missing_or_too_many_or_others_are_found_and_mended(library: Path) -> None:
    with Vectors(library) as vectors:
        first, second = sorted(vectors.ids())[:2]
        held = vectors.get([first])[first]
        vectors.delete([first])
        vectors.upsert(["no passage's"], held[None], texts=["x"], metadatas=[{"page": 1}])
        vectors.upsert([second], held[None], texts=["x"], metadatas=[{"page": 1}])
    found = problems(library)
    assert "1 passages have no vector" in found
    assert "1 vectors in Chroma belong to no passage" in found
    assert "1 vectors in Chroma are not those" in found
    assert repair(library) == []


def test_a_missing_or_damaged_chroma_folder_is_made_again(library: Path) -> None:
    shutil.rmtree(library / "chroma")
    assert "/chroma) are missing" in problems(library)
    assert repair(library) == []


def test_chroma_files_that_cannot_be_read_are_made_again(library: Path) -> None:
    (library / "chroma" / "chroma.sqlite3").write_bytes(b"no database, though of some length " * 100)
    assert "cannot be used" in problems(library)
    assert repair(library) == []


def test_an_index_that_does_not_match_is_made_again(library: Path) -> None:
    execute(library, "INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
    assert "full-text index does not match" in problems(library)
    assert repair(library) == []


def test_vectors_from_another_time_are_made_again(library: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    bring(other, AFTER)
    shutil.rmtree(library / "chroma")
    shutil.copytree(other / "chroma", library / "chroma")
    assert "have no vector in Chroma" in problems(library)
    assert repair(library) == []


def test_what_an_interrupted_ingest_left_is_not_called_damage(library: Path) -> None:
    execute(library, "INSERT INTO journal VALUES ('some vector')")
    (found,) = check(library)
    assert "interrupted" in found.problem
    bring(library, BEFORE)
    assert check(library) == []


def test_a_truncated_library_is_one_finding(library: Path) -> None:
    Database(library).close()
    path = library / "library.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in problems(library)
    with pytest.raises(LibraryDamaged, match="Restore a backup"):
        repair(library)


def test_a_repair_that_is_cut_short_is_completed_by_the_next_ingest(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Vectors, "upsert", fail)
        with pytest.raises(KeyboardInterrupt):
            repair(library)
    bring(library, BEFORE)
    assert check(library) == []
