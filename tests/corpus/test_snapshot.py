"""One question sees one moment: what others write meanwhile is seen by the next."""

from __future__ import annotations

from pathlib import Path

from writing import AFTER, BEFORE, bring

from corpus.database import Database
from corpus.store import Store


def count(store: Store) -> int:
    return int(store.rows("SELECT COUNT(*) AS n FROM reports WHERE extraction_version = 'first'")[0]["n"])


def test_what_is_read_in_a_snapshot_is_of_one_moment(tmp_path: Path) -> None:
    bring(tmp_path, BEFORE)
    with Store(tmp_path) as store:
        with store.database.snapshot():
            assert count(store) == 4
            bring(tmp_path, AFTER)
            with store.database.snapshot():  # one within another is the same
                assert count(store) == 4
        assert count(store) == 0


def test_writing_within_a_snapshot_is_seen_after_it(tmp_path: Path) -> None:
    bring(tmp_path, BEFORE)
    with Store(tmp_path) as store:
        with store.database.snapshot():
            assert store.setting("tests") is None
            with store.database.transaction() as connection:
                connection.execute("INSERT INTO settings VALUES ('tests', 'yes')")
            assert store.setting("tests") is None
        assert store.setting("tests") == "yes"


def test_the_library_may_be_closed_within_a_snapshot(tmp_path: Path) -> None:
    bring(tmp_path, BEFORE)
    database = Database(tmp_path)
    with database.snapshot():
        database.close()
    with Store(tmp_path) as store:
        assert count(store)


def test_each_thread_follows_an_ingest(small_library: Path, own_library: Path, tmp_path: Path) -> None:
    """A version of one connection says nothing to another's: each thread has read the list of reports by its own."""
    from concurrent.futures import ThreadPoolExecutor

    from ingest.pipeline import ingest
    from qa.library import Library

    with Library.open(own_library) as library:
        assert len(library.reports()) == 3
        (tmp_path / "new.txt").write_text(
            "Larkhurst\n\nChildren in Larkhurst are heard at last.\n" * 3, encoding="utf-8"
        )
        ingest(own_library, [tmp_path / "new.txt"])
        with ThreadPoolExecutor(1) as another:
            assert len(another.submit(library.reports).result()) == 4
        assert len(library.reports()) == 4
