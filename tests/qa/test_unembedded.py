"""Reports without vectors: found by their words and facts, and said to be searched so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.pipeline import embed, ingest
from qa.library import Library
from qa.unembedded import without_note

ASKED = "How many children in Harrowmere had no allocated social worker?"
NOTE = "no vectors yet"


@pytest.fixture(scope="module")
def later(report_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports read, none of them embedded."""
    folder = tmp_path_factory.mktemp("later")
    ingest(folder, [report_folder], later=True)
    return folder


def test_words_alone_find_what_has_no_vectors_and_that_is_said(later: Path, tmp_path: Path) -> None:
    with Library.open(later) as library:
        answer = library.ask(ASKED)
        assert answer.answer.startswith("112")
        (note,) = [note for note in answer.notes if NOTE in note]
        assert "searched by words alone" in note
        assert not [note for note in without_note(answer).notes if NOTE in note]
        assert "graded" not in str(library.ask("How was Harrowmere rated in 2021?").notes)
        assert library.search("social workers", k=3)
        assert library.find("allocated social worker")
        assert library.resources.waiting.reports == 3
    done = Path(shutil.copytree(later, tmp_path / "done"))
    embed(done)
    with Library.open(done) as library:
        answer = library.ask(ASKED)
        assert answer.answer.startswith("112")
        assert not [note for note in answer.notes if NOTE in note]
        assert not library.resources.waiting


def test_a_fact_needs_no_vectors_and_no_note(later: Path) -> None:
    with Library.open(later) as library:
        answer = library.ask("How was Harrowmere rated in 2021?")
        assert answer.answer.startswith("Inadequate")
        assert not [note for note in answer.notes if NOTE in note]


def test_reports_with_vectors_and_without_are_found_together(later: Path, own_library: Path) -> None:
    with Store(own_library) as store, store.database.transaction() as connection:
        number = store.find_report("harrowmere 2021").number
        connection.execute(
            "DELETE FROM vectors WHERE passage IN (SELECT number FROM passages WHERE report = ?)", (number,)
        )
        connection.execute("DELETE FROM codes WHERE report = ?", (number,))
    with Library.open(own_library) as library:
        answer = library.ask(ASKED)
        assert answer.answer.startswith("112")
        assert any(NOTE in note for note in answer.notes)
        assert library.resources.waiting.reports == 1


def test_from_python_too(report_folder: Path, tmp_path: Path) -> None:
    with Library.create(tmp_path / "library") as library:
        waits = library.ingest(report_folder, later=True).waiting.passages
        assert waits > 0
        assert any(NOTE in note for note in library.ask(ASKED).notes)
        assert library.embed() == waits
        assert not any(NOTE in note for note in library.ask(ASKED).notes)
