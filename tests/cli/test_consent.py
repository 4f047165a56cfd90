"""What overwrites or removes asks first: a question at a terminal, elsewhere an error that names --force."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.backup import backup
from corpus.check import check
from corpus.errors import LibraryError, LibraryInUse, ReportNotFound
from corpus.lock import write_lock
from corpus.removal import remove
from corpus.store import Store
from ingest.pipeline import ingest
from qa.cli import app, consent


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "at_terminal", lambda: True)


def run(*arguments: str | Path, library: Path, typed: str = "") -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--library", str(library)], input=typed)


def sources(library: Path) -> list[str]:
    with Store(library) as store:
        return sorted(Path(report.source).name for report in store.reports())


ALL = ["harrowmere 2021.txt", "harrowmere 2023.html", "midchester 2019.md"]


def test_a_backup_does_not_overwrite_unasked(own_library: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert run("backup", file, library=own_library).exit_code == 0
    file.write_bytes(b"last week's")
    refused = run("backup", file, library=own_library)
    assert isinstance(refused.exception, LibraryError)
    assert str(refused.exception) == (
        f"There is a file at {file} already. Nothing was changed. Run it again with --force if that is meant."
    )
    assert file.read_bytes() == b"last week's"
    assert run("backup", file, "--force", library=own_library).exit_code == 0
    assert file.read_bytes() != b"last week's"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_at_a_terminal_it_is_a_question(own_library: Path, tmp_path: Path, typed: str, status: int) -> None:
    file = tmp_path / "backup"
    file.write_bytes(b"last week's")
    done = run("backup", file, library=own_library, typed=typed)
    assert done.exit_code == status
    assert f"There is a file at {file} already. Overwrite it? [y/N]" in done.stderr
    assert (file.read_bytes() != b"last week's") is (status == 0)


def test_a_library_is_not_replaced_unasked(own_library: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "backup", tmp_path / "new"
    backup(own_library, file)
    assert run("remove", "midchester 2019", "--force", library=own_library).exit_code == 0
    refused = run("restore", file, library=own_library)
    assert isinstance(refused.exception, LibraryError)
    assert "--force" in str(refused.exception)
    assert sources(own_library) == ALL[:2]
    assert run("restore", file, "--yes", library=own_library).exit_code == 0
    assert sources(own_library) == ALL
    assert run("restore", file, library=new).exit_code == 0, "there is nothing to ask about"
    assert sources(new) == ALL


def test_reports_are_removed_by_any_of_their_names(own_library: Path) -> None:
    with Store(own_library) as store:
        by_id = store.find_report("harrowmere 2021.txt").id[:12]
        number = str(store.find_report("harrowmere 2023.html").number)
    done = run("remove", by_id, number, by_id, "--force", library=own_library)
    assert done.exit_code == 0, done.exception
    assert "2 reports removed." in done.stderr
    assert [line.rsplit("/", 1)[1] for line in done.stdout.splitlines()] == ALL[:2]
    assert sources(own_library) == ALL[2:]
    assert check(own_library) == []
    assert not run("remove", "midchester 2019.md", "--force", library=own_library).exception
    assert sources(own_library) == []
    assert check(own_library) == []


def test_a_dry_run_lists_and_removes_nothing(own_library: Path) -> None:
    done = run("remove", "midchester 2019.md", "--dry-run", library=own_library)
    assert done.exit_code == 0
    assert "midchester 2019.md" in done.stdout
    assert "1 report would be removed" in done.stderr
    assert sources(own_library) == ALL


def test_a_name_that_nothing_answers_to_removes_nothing(own_library: Path) -> None:
    done = run("remove", "midchester 2019.md", "nowhere", "--force", library=own_library)
    assert isinstance(done.exception, ReportNotFound)
    assert sources(own_library) == ALL


def test_removal_is_asked_about(own_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("remove", "midchester 2019.md", library=own_library)
    assert isinstance(refused.exception, LibraryError)
    assert "--force" in str(refused.exception)
    monkeypatch.setattr(consent, "at_terminal", lambda: True)
    assert run("remove", "midchester 2019.md", library=own_library, typed="n\n").exit_code == 1
    assert sources(own_library) == ALL
    assert run("remove", "midchester 2019.md", library=own_library, typed="y\n").exit_code == 0
    assert sources(own_library) == ALL[:2]


def test_a_report_at_two_paths_goes_whole_and_its_files_stay(own_library: Path, report_folder: Path) -> None:
    twin = own_library.parent / "twin.md"
    twin.write_bytes((report_folder / "midchester 2019.md").read_bytes())
    ingest(own_library, [twin])
    assert run("remove", "midchester 2019.md", "--force", library=own_library).exit_code == 0
    assert sources(own_library) == ALL[:2]
    assert twin.exists()
    assert (report_folder / "midchester 2019.md").exists()


def test_removal_waits_for_nobody_and_heals_what_is_gone(own_library: Path) -> None:
    import shutil

    with Store(own_library) as store:
        one = store.find_report("midchester 2019.md").id
    with write_lock(own_library), pytest.raises(LibraryInUse):
        remove(own_library, [one])
    shutil.rmtree(own_library / "chroma")
    assert remove(own_library, [one, "0" * 64]) == 1
    assert check(own_library) == []
