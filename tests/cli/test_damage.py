"""A library that was harmed, through the commands a person runs: one sentence with the next step, no traceback."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from snapshot import snapshot

from corpus.check import check
from corpus.database import SCHEMA_VERSION
from ingest.pipeline import ingest

if TYPE_CHECKING:
    from collections.abc import Callable

ANYWHERE = "How many children wait too long for help from a social worker?"
COMMANDS = {
    "ask": ("ask", ANYWHERE),
    "search": ("search", ANYWHERE),
    "reports": ("reports",),
    "judgements": ("judgements",),
    "check": ("check",),
    "repair": ("check", "--repair"),
    "backup": ("backup", "BACKUP", "--force"),
    "remove": ("remove", "1", "--dry-run"),
    "ingest": ("ingest", "REPORTS"),
}


class Commands:
    """The command line in this process, over one library."""

    def __init__(self, library: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library, self.reports, self.capsys = library, reports, capsys

    def __call__(self, name: str) -> tuple[int, str, str]:
        """Returns the exit status, stdout and stderr."""
        from qa.cli import main

        places = {"REPORTS": str(self.reports), "BACKUP": str(self.library.parent / "backup")}
        arguments = [places.get(word, word) for word in COMMANDS[name]]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["inspectqa", *arguments, "--library", str(self.library)])
            try:
                main()
                status: int | str | None = 0
            except SystemExit as ended:
                status = ended.code
        said = self.capsys.readouterr()
        return int(status or 0), said.out, said.err

    def refused(self, name: str) -> str:
        """The one sentence that the command says before it ends with status 1."""
        status, out, err = self(name)
        said = (err.strip() or out.strip()) if name in ("check", "repair") else err.strip()
        assert status == 1, (name, status, out, err)
        assert "Traceback" not in out + err, (name, err)
        assert "fault of inspectqa" not in out + err, (name, err)
        assert said.endswith((".", "lost.")), (name, said)
        return said


@pytest.fixture
def commands(own_library: Path, report_folder: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(own_library, report_folder, capsys)


def truncated(library: Path) -> None:
    path = library / "library.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def emptied(library: Path) -> None:
    (library / "library.sqlite").write_bytes(b"")


def replaced_by_text(library: Path) -> None:
    (library / "library.sqlite").write_text("These are the notes of Tuesday's meeting.\n" * 200, encoding="utf-8")


def pages_overwritten(library: Path) -> None:
    path = library / "library.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = random.Random(1).randbytes(len(data) - 4096)
    path.write_bytes(bytes(data))


def of_another_program(library: Path) -> None:
    (library / "library.sqlite").unlink()
    connection = sqlite3.connect(library / "library.sqlite")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def a_folder_in_its_place(library: Path) -> None:
    (library / "library.sqlite").unlink()
    (library / "library.sqlite").mkdir()


@pytest.mark.parametrize("harm", [truncated, emptied, replaced_by_text, pages_overwritten, of_another_program])
def test_a_harmed_library_is_said_so_by_every_command(commands: Commands, harm: Callable[[Path], None]) -> None:
    harm(commands.library)
    for name in COMMANDS:
        said = commands.refused(name)
        assert "restore" in said.casefold(), (name, said)
        assert "ingest" in said, (name, said)


def test_a_folder_in_the_place_of_the_file(commands: Commands) -> None:
    a_folder_in_its_place(commands.library)
    for name in COMMANDS:
        commands.refused(name)


def test_a_later_version_is_named_and_left_alone(commands: Commands) -> None:
    path = commands.library / "library.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE settings SET value = '99' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    for name in COMMANDS:
        said = commands.refused(name)
        assert "Upgrade inspectqa" in said, (name, said)
        assert f"up to {SCHEMA_VERSION}" in said
    assert path.read_bytes() == before


def no_folder(library: Path) -> None:
    shutil.rmtree(library / "chroma")


def no_database(library: Path) -> None:
    (library / "chroma" / "chroma.sqlite3").write_bytes(b"no database, though of some length " * 100)


def empty_folder(library: Path) -> None:
    shutil.rmtree(library / "chroma")
    (library / "chroma").mkdir()


def of_another_time(library: Path) -> None:
    from corpus.vectors import Vectors

    with Vectors(library) as vectors:
        vectors.delete(sorted(vectors.ids())[:3])


@pytest.mark.parametrize("harm", [no_folder, no_database, empty_folder, of_another_time])
def test_vectors_that_are_gone_are_said_so_and_made_again(commands: Commands, harm: Callable[[Path], None]) -> None:
    before = {**snapshot(commands.library), "vectors": None}
    harm(commands.library)
    for name in ("ask", "search", "check"):
        assert "check --repair" in commands.refused(name)
    assert commands("reports")[0] == 0
    assert commands("backup")[0] == 0
    status, out, err = commands("repair")
    assert (status, "is sound" in out) == (0, True), (out, err)
    assert commands("ask")[0] in (0, 4)  # 4: asked, and refused
    assert {**snapshot(commands.library), "vectors": None} == before


def test_an_ingest_makes_missing_vectors_again(commands: Commands) -> None:
    no_folder(commands.library)
    status, _, err = commands("ingest")
    assert status == 0, err
    assert check(commands.library) == []


def test_the_word_index_is_made_again(commands: Commands) -> None:
    connection = sqlite3.connect(commands.library / "library.sqlite")
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
    connection.commit()
    connection.close()
    assert "check --repair" in commands.refused("check")
    assert commands("repair")[0] == 0
    assert commands("search")[0] == 0


def flipped(library: Path, page: int, chance: random.Random) -> None:
    """Change 64 bytes in the middle of one page, as a failing disk does."""
    path = library / "library.sqlite"
    data = bytearray(path.read_bytes())
    at = page * 4096 + chance.randrange(100, 4000)
    for n in range(at, min(at + 64, len(data))):
        data[n] ^= chance.randrange(1, 256)
    path.write_bytes(bytes(data))


def flip_pages(commands: Commands, pages: int) -> tuple[int, int, int]:
    """Returns how many libraries of one changed page were found damaged, were as before all the same, and neither."""
    sound = commands.library.parent / "sound"
    shutil.copytree(commands.library, sound)
    before = snapshot(sound)
    chance = random.Random(pages)
    every = (sound / "library.sqlite").stat().st_size // 4096
    found = harmless = unseen = 0
    for page in sorted(chance.sample(range(1, every), min(pages, every - 1))):
        shutil.rmtree(commands.library)
        shutil.copytree(sound, commands.library)
        flipped(commands.library, page, chance)
        for name in ("ask", "reports"):
            status, _, err = commands(name)
            assert status in (0, 1, 4), (page, name, status, err)
            assert "fault of inspectqa" not in err, (page, name, err)
            assert "Traceback" not in err, (page, name, err)
        if check(commands.library):
            found += 1
        elif {**snapshot(commands.library), "vectors": None} == {**before, "vectors": None}:
            harmless += 1
        else:
            unseen += 1
    return found, harmless, unseen


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numbers that are none, in vectors
def test_a_few_flipped_pages_end_in_a_sentence_or_an_answer(commands: Commands) -> None:
    flip_pages(commands, 4)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_many_flipped_pages_end_in_a_sentence_or_an_answer(commands: Commands) -> None:
    from corpus.samples import sample_paths

    shutil.rmtree(commands.library)
    ingest(commands.library, list(sample_paths()))
    found, harmless, unseen = flip_pages(commands, 150)
    print(f"\nflipped pages: {found} found by check, {harmless} harmless, {unseen} in values that it cannot judge")
    assert found


def test_a_folder_that_goes_away_while_open(own_library: Path, report_folder: Path, tmp_path: Path) -> None:
    """Moved away, as a drive that is disconnected looks; questions after it is back are answered."""
    from corpus.errors import LibraryError
    from qa.library import Library

    with Library.open(own_library) as library:
        assert library.ask(ANYWHERE).retrieved
        own_library.rename(tmp_path / "away")
        for _ in range(2):
            try:
                library.ask(ANYWHERE)  # what is open may still answer
            except LibraryError as error:
                assert "drive" in str(error) or "permissions" in str(error), error
        with pytest.raises(LibraryError, match=r"drive|There is no library"):
            Library.open(own_library)
        (tmp_path / "away").rename(own_library)
    with Library.open(own_library) as library:
        assert library.ask(ANYWHERE).retrieved
    assert check(own_library) == []


def test_a_folder_that_goes_away_in_the_middle_of_an_ingest(
    report_folder: Path, small_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.errors import LibraryError
    from ingest import vectorise
    from ingest.progress import Event, Stored

    monkeypatch.setattr(vectorise, "_BATCH_PASSAGES", 1)  # each passage is a batch
    library, away = tmp_path / "library", tmp_path / "away"

    def disconnect(event: Event) -> None:
        if isinstance(event, Stored) and library.exists():
            library.rename(away)

    with pytest.raises(LibraryError, match=r"drive|run the command again"):
        ingest(library, [report_folder], on_event=disconnect)
    shutil.rmtree(library, ignore_errors=True)  # what Chroma may have begun at the empty place
    away.rename(library)
    ingest(library, [report_folder])
    assert check(library) == []
    assert {**snapshot(library), "vectors": None} == {**snapshot(small_library), "vectors": None}
