"""The upgrade of an older library's schema: in one transaction, by one process, whole or not at all."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from forked import Forked, forked
from snapshot import snapshot
from upgrading import MADE_UP, NEWEST, OLDEST

from corpus import database
from corpus.check import check
from corpus.database import SCHEMA_VERSION, Database
from corpus.errors import LibraryDamaged, LibraryError
from corpus.upgrades import UPGRADES

WAY_BACK = f"""
DROP TABLE turns;
DROP TABLE chats;
CREATE TABLE talks (name TEXT);
INSERT INTO talks VALUES ('first'), ('second');
ALTER TABLE reports DROP COLUMN media_type;
INSERT INTO journal VALUES ('old one');
UPDATE settings SET value = '{OLDEST}' WHERE key = 'schema_version';
"""


@pytest.fixture
def before(made: Path) -> dict[str, Any]:
    return snapshot(made)


@pytest.fixture
def older(made: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(made, tmp_path / "older"))
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.executescript(WAY_BACK)
    connection.close()
    return folder


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "UPGRADES", MADE_UP)
    monkeypatch.setattr(database, "SCHEMA_VERSION", NEWEST)


@pytest.fixture(scope="module")
def processes() -> Iterator[Forked]:
    with forked("upgrading") as made:
        yield made


def test_every_version_since_the_first_has_a_way_to_the_next() -> None:
    assert sorted(UPGRADES) == list(range(1, SCHEMA_VERSION))


def test_an_older_library_is_brought_up_to_date_and_loses_nothing(
    before: dict[str, Any], older: Path, made_up: None
) -> None:
    opened = Database(older)
    assert [row["id"] for row in opened.rows("SELECT id FROM chats")] == ["first", "second"]
    opened.close()
    after = snapshot(older)
    kinds = [report["columns"]["media_type"] for report in after["reports"].values()]
    assert sorted(kinds) == ["text/html", "text/plain", "text/plain", "text/plain"]
    assert ("schema_version", str(NEWEST)) in after["settings"]
    assert (after["chroma"], after["journal"]) == (before["chroma"], [])
    for name, report in before["reports"].items():
        assert {**report, "columns": None} == {**after["reports"][name], "columns": None}
    assert check(older) == []


def test_a_library_of_version_3_can_be_opened_again_after_its_upgrade(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "third"))
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        for table in ("editions", "corrections", "figures"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE pages DROP COLUMN reading")
        connection.execute("UPDATE settings SET value = '3' WHERE key = 'schema_version'")
        connection.execute("UPDATE reports SET extraction_version = 'pooled-1'")
        connection.commit()
    for _ in range(2):
        opened = Database(folder)
        assert opened.rows("SELECT count(*) AS n FROM pages WHERE reading = 'text'")[0]["n"] > 0
        assert opened.rows("SELECT count(*) AS n FROM figures")[0]["n"] == 0
        # Their files are read again, and what has not changed in them is not embedded again.
        assert {row["v"] for row in opened.rows("SELECT extraction_version AS v FROM reports")} == {"pooled-1"}
        opened.close()


def test_killed_at_any_statement_the_upgrade_is_done_by_the_next_opening(
    processes: Forked, older: Path, made_up: None, tmp_path: Path
) -> None:
    undisturbed = Path(shutil.copytree(older, tmp_path / "undisturbed"))
    steps = processes.run("upgrade", undisturbed, -1).given
    assert steps > 10
    expected = {**snapshot(undisturbed), "vectors": None}
    for at in range(steps):
        library = Path(shutil.copytree(older, tmp_path / "killed"))
        assert processes.run("upgrade", library, at).status == -signal.SIGKILL
        connection = sqlite3.connect(library / "library.sqlite")
        version = connection.execute("SELECT value FROM settings WHERE key = 'schema_version'").fetchone()[0]
        connection.close()
        assert version in (str(OLDEST), str(NEWEST))  # never between the two
        Database(library).close()
        assert {**snapshot(library), "vectors": None} == expected
        assert check(library) == []
        shutil.rmtree(library)


def test_two_that_open_it_at_once_upgrade_it_once(older: Path, made_up: None) -> None:
    with forked("upgrading") as one, forked("upgrading") as other:
        for process in (one, other):
            process.start("upgrade", older, -1)
        assert [(process.end().status) for process in (one, other)] == [0, 0]
    assert check(older) == []


def test_a_step_that_fails_leaves_the_library_as_it_was(
    older: Path, made_up: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "UPGRADES", {**MADE_UP, OLDEST + 1: ("DROP TABLE talks", "no SQL at all")})
    with pytest.raises(LibraryError):
        Database(older)
    connection = sqlite3.connect(older / "library.sqlite")
    assert connection.execute("SELECT COUNT(*) FROM talks").fetchone() == (2,)
    assert connection.execute("SELECT value FROM settings WHERE key = 'schema_version'").fetchone() == (str(OLDEST),)
    connection.close()


@pytest.mark.parametrize("version", ["-7", "", "one", "0"])
def test_a_version_that_never_was_is_damage(older: Path, version: str) -> None:
    connection = sqlite3.connect(older / "library.sqlite")
    connection.execute("UPDATE settings SET value = ? WHERE key = 'schema_version'", (version,))
    connection.commit()
    connection.close()
    with pytest.raises(LibraryDamaged, match=r"Restore a backup .* or ingest"):
        Database(older)
