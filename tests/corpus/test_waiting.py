"""Passages without vectors: counted report by report, no damage, and told apart from vectors that are gone."""

from __future__ import annotations

from pathlib import Path

from writing import BEFORE, State, bring, report

from corpus.check import check, repair
from corpus.database import Database
from corpus.placing import in_step
from corpus.store import Store
from corpus.vectors import Vectors
from corpus.waiting import any_vectors, waiting, waiting_passages
from corpus.writer import Writer


def stored(folder: Path, *names: str) -> None:
    """Some reports by the first step alone, of whose passages one in two waits."""
    database, vectors = Database(folder, create=True), Vectors(folder)
    writer = Writer(database, vectors)
    writer.claim_model(name="made up", weights_hash="1234")
    writer.add([report(name, BEFORE.files[name], "first") for name in names])
    writer.settle()
    database.close()
    vectors.close()


def test_what_waits_is_told_and_is_no_damage(tmp_path: Path) -> None:
    stored(tmp_path, "a", "b")
    assert check(tmp_path) == []
    with Store(tmp_path) as store, Vectors(tmp_path) as vectors:
        held = waiting(store.database)
        assert (held.reports, held.passages, str(held)) == (2, 6, "2 reports (6 passages)")
        assert "2 reports (6 passages) have no vectors yet" in held.remark
        (first, *_) = [one.number for one in store.reports()]
        assert held.among([first]).passages == 3
        assert not held.among([999])
        assert any_vectors(store.database)
        assert vectors.count() == 6
        with store.database.connected() as connection:
            assert in_step(connection, vectors)
        wanted = list(waiting_passages(store.database))
        assert len({number for _, number, _ in wanted}) == 6
        assert all(size > 0 for *_, size in wanted)
    assert repair(tmp_path) == []
    bring(tmp_path, State(files={name: BEFORE.files[name] for name in "ab"}, extraction_version="first"))
    with Store(tmp_path) as store:
        assert not waiting(store.database)
        assert list(waiting_passages(store.database)) == []


def test_a_vector_that_is_gone_is_damage_though_others_wait(tmp_path: Path) -> None:
    stored(tmp_path, "a")
    with Database(tmp_path).transaction() as connection:
        connection.execute("DELETE FROM vectors WHERE passage = (SELECT MIN(passage) FROM vectors)")
    assert "has no sound vectors" in str(check(tmp_path)[0])


def test_a_library_of_old_without_codes_does_not_wait(tmp_path: Path) -> None:
    bring(tmp_path, BEFORE)
    with Database(tmp_path).transaction() as connection:
        connection.execute("DELETE FROM codes")
    with Store(tmp_path) as store:
        assert not waiting(store.database)
        assert list(waiting_passages(store.database)) == []
    assert check(tmp_path) == []


def test_a_report_of_which_nothing_has_a_vector_needs_no_chroma(tmp_path: Path) -> None:
    from dataclasses import replace

    one = report("a", BEFORE.files["a"], "first")
    database, vectors = Database(tmp_path, create=True), Vectors(tmp_path)
    writer = Writer(database, vectors)
    writer.claim_model(name="made up", weights_hash="1234")
    assert writer.add([replace(one, vectors=(None,) * len(one.passages))]) == ["added"]
    assert writer.settle() == 0
    assert not any_vectors(database)
    database.close()
    vectors.close()
    assert not (tmp_path / "chroma").exists()
    assert check(tmp_path, model="made up", weights_hash="1234") == []
