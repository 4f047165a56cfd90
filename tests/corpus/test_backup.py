"""Backup and restore: one file, made while others read and write, and back again - whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from snapshot import snapshot
from writing import AFTER, bring

from corpus.backup import backup, restore
from corpus.check import check
from corpus.database import Database
from corpus.errors import LibraryDamaged, LibraryError, LibraryInUse, LibraryNotFound, SchemaTooNew
from corpus.lock import write_lock
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.writer import Writer


def plain(folder: Path) -> dict[str, object]:
    return {**snapshot(folder), "vectors": None}


def test_what_is_restored_is_what_was_backed_up(library: Path, tmp_path: Path) -> None:
    before = plain(library)
    assert backup(library, tmp_path / "b.inspectqa") == 4
    assert (tmp_path / "b.inspectqa").stat().st_mode & 0o077 == 0
    bring(library, AFTER)
    assert plain(library) != before
    assert restore(library, tmp_path / "b.inspectqa") == 4
    assert plain(library) == before
    assert check(library) == []
    assert restore(tmp_path / "elsewhere", tmp_path / "b.inspectqa") == 4
    assert plain(tmp_path / "elsewhere") == before


def test_a_backup_is_of_one_moment_while_another_writes(library: Path, tmp_path: Path) -> None:
    writer = Database(library)
    with writer.transaction() as connection:
        connection.execute("DELETE FROM reports")
        backup(library, tmp_path / "b")
        connection.rollback()
        connection.execute("BEGIN")
    writer.close()
    assert restore(tmp_path / "new", tmp_path / "b") == 4
    assert check(tmp_path / "new") == []


def test_a_reader_sees_the_old_state_then_the_new(library: Path, tmp_path: Path) -> None:
    backup(library, tmp_path / "b")
    bring(library, AFTER)
    with Store(library) as reader:
        assert len(reader.rows("SELECT * FROM reports WHERE extraction_version = 'second'")) == 5
        restore(library, tmp_path / "b")
        assert len(reader.rows("SELECT * FROM reports WHERE extraction_version = 'first'")) == 4


def test_a_damaged_library_is_set_aside(library: Path, tmp_path: Path) -> None:
    backup(library, tmp_path / "b")
    (library / "library.sqlite").write_bytes(b"nothing that SQLite knows, and some more of it " * 100)
    restore(library, tmp_path / "b")
    assert check(library) == []
    assert len(list(library.glob("damaged-*-library.sqlite"))) == 1


def test_what_is_no_backup_changes_nothing(library: Path, tmp_path: Path) -> None:
    before = plain(library)
    with pytest.raises(LibraryNotFound, match="inspectqa backup"):
        restore(library, tmp_path / "none")
    backup(library, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2]):
        (tmp_path / "b").write_bytes(content)
        with pytest.raises(LibraryDamaged, match="not touched"):
            restore(library, tmp_path / "b")
    assert plain(library) == before


def test_a_backup_of_a_later_version_is_refused(library: Path, tmp_path: Path) -> None:
    database = Database(library)
    database.rows("UPDATE settings SET value = '99' WHERE key = 'schema_version'")
    database.close()
    shutil.copy(library / "library.sqlite", tmp_path / "b")
    with pytest.raises(SchemaTooNew, match="Upgrade"):
        restore(tmp_path / "new", tmp_path / "b")


def test_a_place_that_cannot_be_written_is_said_so(library: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="Name another file"):
        backup(library, tmp_path / "no such folder" / "b")
    backup(library, tmp_path / "b")
    with write_lock(library), pytest.raises(LibraryInUse):
        restore(library, tmp_path / "b")


def strays(library: Path) -> None:
    """Let a killed ingest have left a vector of no passage, which the journal names."""
    with closing(Database(library)) as database, database.transaction() as connection:
        connection.execute("INSERT INTO journal VALUES ('of a killed ingest')")
    with Vectors(library) as vectors:
        vectors.upsert(["of a killed ingest"], np.eye(1, 8), texts=["x"], metadatas=[{"page": 1}])


def test_what_a_killed_ingest_left_is_settled_by_a_restore(library: Path, tmp_path: Path) -> None:
    backup(library, tmp_path / "b")
    strays(library)
    restore(library, tmp_path / "b")
    assert check(library) == []


@pytest.mark.parametrize("gone", [False, True])
def test_no_vectors_of_a_library_that_is_lost_outlive_a_restore(library: Path, tmp_path: Path, gone: bool) -> None:
    backup(library, tmp_path / "b")
    bring(library, AFTER)
    strays(library)
    if gone:
        (library / "library.sqlite").unlink()
    else:
        (library / "library.sqlite").write_bytes(b"nothing that SQLite knows, and some more of it " * 100)
    restore(library, tmp_path / "b")
    assert check(library) == []


def test_no_vectors_of_a_library_that_is_lost_outlive_an_ingest(library: Path) -> None:
    strays(library)
    (library / "library.sqlite").unlink()
    with closing(Database(library, create=True)) as database, Vectors(library) as vectors:
        Writer(database, vectors).heal()
    bring(library, AFTER)
    assert check(library) == []
